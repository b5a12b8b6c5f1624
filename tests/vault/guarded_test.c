/* When guarded memory runs out, every maker says so, changes nothing and leaks nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "vault/epoch.h"
#include "vault/given.h"
#include "vault/guarded.h"
#include "vault/key_header.h"
#include "vault/pairing.h"
#include "vault/recovery.h"

/* The linker puts these before libsodium's own (--wrap). */
void *__wrap_sodium_malloc(size_t size);
void *__real_sodium_malloc(size_t size);

/* How many requests still succeed before one fails; below 0, all do. */
static int succeed_first = -1;

void *__wrap_sodium_malloc(size_t size)
{
    if (succeed_first == 0) {
        succeed_first = -1;
        return NULL;
    }
    succeed_first -= succeed_first > 0 ? 1 : 0;
    return __real_sodium_malloc(size);
}

/* Whatever a case needs, made before memory runs short. */
struct given {
    struct secret *seed;
    struct secret *words;
    struct store_key *key;
    struct identity *identity;
    struct epoch *epoch;
    struct pairing *pairing;
    uint8_t header[KEY_HEADER_SIZE];
    uint8_t sealed[SEALED_KEY_SIZE];
};

static enum daybook_status make_secret(struct given *given)
{
    (void)given;
    struct secret *made = NULL;
    enum daybook_status status = secret_create(10, &made);
    secret_free(made);
    return status;
}

static enum daybook_status make_recovery(struct given *given)
{
    struct secret *made = NULL;
    struct recovery_fault fault = {0};
    enum daybook_status status = recovery_create(&made);
    secret_free(made);
    made = NULL;
    if (status == DAYBOOK_OK) {
        status = recovery_read(given->words, &made, &fault);
        secret_free(made);
    }
    return status;
}

static enum daybook_status make_store_key(struct given *given)
{
    (void)given;
    struct store_key *made = NULL;
    enum daybook_status status = store_key_create(&made);
    store_key_free(made);
    return status;
}

static enum daybook_status open_header(struct given *given)
{
    struct store_key *made = NULL;
    enum daybook_status status =
        key_header_open(given->header, KEY_SLOT_PASSPHRASE, given->words, &made);
    store_key_free(made);
    return status;
}

static enum daybook_status set_slot(struct given *given)
{
    const struct key_slot slot = {KEY_SLOT_RECOVERY, given->seed, {1, 8}};
    return key_header_set_slot(given->header, given->key, &slot, true);
}

static enum daybook_status make_identity(struct given *given)
{
    struct identity *made = NULL;
    struct secret *exported = NULL;
    enum daybook_status status = identity_from_seed(given->seed, &made);
    if (status == DAYBOOK_OK) {
        status = identity_export(made, &exported);
    }
    identity_free(made);
    made = NULL;
    if (status == DAYBOOK_OK) {
        status =
            identity_import((struct bytes){secret_data(exported), secret_size(exported)}, &made);
        identity_free(made);
    }
    secret_free(exported);
    made = NULL;
    if (status == DAYBOOK_OK) {
        status = identity_create(&made);
        identity_free(made);
    }
    return status;
}

static enum daybook_status make_epoch(struct given *given)
{
    struct epoch *made = NULL;
    struct secret *exported = NULL;
    enum daybook_status status = epoch_create(&made);
    if (status == DAYBOOK_OK) {
        status = epoch_export(made, &exported);
    }
    epoch_free(made);
    made = NULL;
    if (status == DAYBOOK_OK) {
        status = epoch_import((struct bytes){secret_data(exported), secret_size(exported)}, &made);
        epoch_free(made);
    }
    secret_free(exported);
    made = NULL;
    if (status == DAYBOOK_OK) {
        status =
            epoch_open_sealed(given->identity, (struct bytes){given->sealed, sizeof given->sealed},
                              epoch_id(given->epoch), &made);
        epoch_free(made);
    }
    return status;
}

static enum daybook_status make_pairing(struct given *given)
{
    struct pairing *made = NULL;
    struct secret *exported = NULL;
    enum daybook_status status =
        pairing_create((struct bytes){secret_data(given->seed), INVITATION_SECRET_SIZE}, &made);
    if (status == DAYBOOK_OK) {
        status = pairing_export(made, &exported);
    }
    pairing_free(made);
    made = NULL;
    if (status == DAYBOOK_OK) {
        status =
            pairing_import((struct bytes){secret_data(exported), secret_size(exported)}, &made);
        pairing_free(made);
    }
    secret_free(exported);
    return status;
}

static enum daybook_status exchange(struct given *given)
{
    struct buffer sealed = {0};
    struct buffer plain = {0};
    struct key256 peer = pairing_public(given->pairing);
    struct pairing_step step = {2, &peer, given_key(1)};
    enum daybook_status status = pairing_seal(given->pairing, &step, bytes_of_text("x"), &sealed);
    if (status == DAYBOOK_OK) {
        status = pairing_open(given->pairing, &step, buffer_bytes(&sealed), &plain);
    }
    buffer_free(&plain);
    buffer_free(&sealed);
    return status;
}

static void begin(struct given *given)
{
    const char *words[RECOVERY_WORD_COUNT];
    struct buffer text = {0};
    given->seed = given_secret_count(0, RECOVERY_SEED_SIZE);
    recovery_words(given->seed, WORDS_SPANISH, words);
    for (size_t i = 0; i < RECOVERY_WORD_COUNT; i++) {
        buffer_append_text(&text, words[i]);
        buffer_append_text(&text, " ");
    }
    given->words = given_secret(buffer_bytes(&text));
    buffer_free(&text);
    assert_int_equal(store_key_create(&given->key), DAYBOOK_OK);
    assert_int_equal(identity_create(&given->identity), DAYBOOK_OK);
    assert_int_equal(epoch_create(&given->epoch), DAYBOOK_OK);
    assert_int_equal(
        pairing_create((struct bytes){secret_data(given->seed), INVITATION_SECRET_SIZE},
                       &given->pairing),
        DAYBOOK_OK);
    assert_int_equal(
        epoch_seal_to(given->epoch, identity_public(given->identity).box, given->sealed),
        DAYBOOK_OK);
    key_header_begin(given->key, given->header);
    const struct key_slot slot = {KEY_SLOT_PASSPHRASE, given->words, {1, 8}};
    assert_int_equal(key_header_set_slot(given->header, given->key, &slot, false), DAYBOOK_OK);
}

static void end(struct given *given)
{
    pairing_free(given->pairing);
    epoch_free(given->epoch);
    identity_free(given->identity);
    store_key_free(given->key);
    secret_free(given->words);
    secret_free(given->seed);
}

static void each_request_for_memory_may_fail_once(void **state)
{
    (void)state;
    enum daybook_status (*const cases[])(struct given *) = {
        make_secret,   make_recovery, make_store_key, open_header, set_slot,
        make_identity, make_epoch,    make_pairing,   exchange,
    };
    struct given given;
    begin(&given);
    size_t live = guarded_live();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int failures = 0;
        for (;;) {
            succeed_first = failures;
            enum daybook_status status = cases[i](&given);
            bool ran_short = succeed_first < 0;
            succeed_first = -1;
            assert_int_equal(guarded_live(), live);
            assert_int_equal(status, ran_short ? DAYBOOK_NO_MEMORY : DAYBOOK_OK);
            if (!ran_short) {
                break;
            }
            assert_int_equal(key_header_check(given.header, given.key), DAYBOOK_OK);
            failures++;
        }
        assert_in_range(failures, 1, 20);
    }
    end(&given);
}

static void guarded_memory_is_zeroed_aligned_and_counted(void **state)
{
    (void)state;
    static const uint8_t zeros[100];
    for (size_t size = 1; size < sizeof zeros; size += 7) {
        uint8_t *memory = guarded_take(size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
        assert_memory_equal(memory, zeros, size);
        assert_int_equal(guarded_live(), 1);
        guarded_free(memory);
        assert_int_equal(guarded_live(), 0);
    }
    guarded_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(each_request_for_memory_may_fail_once),
        VAULT_TEST(guarded_memory_is_zeroed_aligned_and_counted),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
