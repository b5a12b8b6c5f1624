/* A recovery slot made without the words opens with them, and a cleared slot opens with nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "vault/given.h"
#include "vault/identity.h"
#include "vault/key_header.h"

/* The cheapest that is read at all, so that the tests are fast. */
static const struct key_cost cheap = {1, 8};

enum { SLOT_0 = 48, SLOT_SIZE = 132 };

struct header {
    struct store_key *key;
    uint8_t bytes[KEY_HEADER_SIZE];
};

static void begin(struct header *header)
{
    assert_int_equal(store_key_create(&header->key), DAYBOOK_OK);
    key_header_begin(header->key, header->bytes);
}

static void set(struct header *header, enum key_slot_type type, const char *text)
{
    struct secret *secret = given_secret_text(text);
    const struct key_slot slot = {type, secret, cheap};
    assert_int_equal(key_header_set_slot(header->bytes, header->key, &slot, false), DAYBOOK_OK);
    secret_free(secret);
}

static enum daybook_status open_with(const struct header *header, enum key_slot_type type,
                                     const struct secret *secret)
{
    struct store_key *key = NULL;
    enum daybook_status status = key_header_open(header->bytes, type, secret, &key);
    assert_int_equal(key != NULL, status == DAYBOOK_OK);
    store_key_free(key);
    return status;
}

static enum daybook_status open_with_text(const struct header *header, enum key_slot_type type,
                                          const char *text)
{
    struct secret *secret = given_secret_text(text);
    enum daybook_status status = open_with(header, type, secret);
    secret_free(secret);
    return status;
}

static uint64_t generation(const struct header *header)
{
    uint64_t number = 0;
    assert_int_equal(key_header_look(header->bytes, &number), DAYBOOK_OK);
    return number;
}

/* A header with a passphrase and a slot for the holder of this seed's sheet. */
static void begin_for_sheet(struct header *header, const struct secret *seed)
{
    struct identity *sheet = NULL;
    begin(header);
    set(header, KEY_SLOT_PASSPHRASE, "garden path");
    assert_int_equal(identity_from_seed(seed, &sheet), DAYBOOK_OK);
    assert_int_equal(key_header_set_sheet(header->bytes, header->key, identity_public(sheet).box),
                     DAYBOOK_OK);
    identity_free(sheet);
}

static void a_slot_made_without_the_words_opens_with_them(void **state)
{
    (void)state;
    struct header header;
    struct secret *seed = given_secret_count(0x11, 32);
    struct secret *other = given_secret_count(0x12, 32);
    struct secret *longer = given_secret_count(0x11, 33);
    begin_for_sheet(&header, seed);
    assert_int_equal(open_with(&header, KEY_SLOT_RECOVERY, seed), DAYBOOK_OK);
    assert_int_equal(open_with(&header, KEY_SLOT_RECOVERY, other), DAYBOOK_LOCKED);
    assert_int_equal(open_with(&header, KEY_SLOT_RECOVERY, longer), DAYBOOK_LOCKED);
    assert_int_equal(open_with_text(&header, KEY_SLOT_PASSPHRASE, "garden path"), DAYBOOK_OK);
    secret_free(longer);
    secret_free(other);
    secret_free(seed);
    store_key_free(header.key);
}

static void every_altered_byte_of_a_sheets_slot_is_noticed(void **state)
{
    (void)state;
    struct header header;
    struct secret *seed = given_secret_count(0x11, 32);
    begin_for_sheet(&header, seed);
    uint8_t *slot = header.bytes + SLOT_0 + SLOT_SIZE;
    for (size_t i = 0; i < SLOT_SIZE; i++) {
        for (int bit = 0; bit < 8; bit++) {
            slot[i] ^= (uint8_t)(1 << bit);
            assert_int_not_equal(open_with(&header, KEY_SLOT_RECOVERY, seed), DAYBOOK_OK);
            slot[i] ^= (uint8_t)(1 << bit);
        }
    }
    /* Neither does it open as the slot of another kind, or at another place. */
    slot[0] = KEY_SLOT_KEYRING;
    assert_int_equal(open_with(&header, KEY_SLOT_KEYRING, seed), DAYBOOK_DAMAGED);
    slot[0] = KEY_SLOT_RECOVERY;
    memcpy(slot + SLOT_SIZE, slot, SLOT_SIZE);
    slot[0] = KEY_SLOT_EMPTY;
    assert_int_equal(open_with(&header, KEY_SLOT_RECOVERY, seed), DAYBOOK_LOCKED);
    secret_free(seed);
    store_key_free(header.key);
}

static void no_slot_is_made_for_a_key_that_is_none(void **state)
{
    (void)state;
    static const struct key256 small_order = {{0}};
    struct header header;
    uint8_t before[KEY_HEADER_SIZE];
    begin(&header);
    memcpy(before, header.bytes, sizeof before);
    assert_int_equal(key_header_set_sheet(header.bytes, header.key, small_order), DAYBOOK_INVALID);
    assert_memory_equal(header.bytes, before, sizeof before);
    store_key_free(header.key);
}

/* In a process of its own, which may have less than the cost asks for. */
static void a_lack_of_memory_is_told_as_that(void **state)
{
    (void)state;
    static const struct rlimit limit = {(rlim_t)300 << 20, (rlim_t)300 << 20};
    struct header header;
    begin(&header);
    struct secret *secret = given_secret_text("garden path");
    const struct key_slot slot = {KEY_SLOT_PASSPHRASE, secret, {1, 1024}};
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        enum daybook_status status = DAYBOOK_FAILED;
        if (setrlimit(RLIMIT_AS, &limit) == 0) {
            status = key_header_set_slot(header.bytes, header.key, &slot, false);
        }
        _exit(status == DAYBOOK_NO_MEMORY ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    secret_free(secret);
    store_key_free(header.key);
}

static void a_cleared_slot_opens_no_more_and_leaves_the_others(void **state)
{
    (void)state;
    struct header header;
    begin(&header);
    set(&header, KEY_SLOT_KEYRING, "a random secret");
    set(&header, KEY_SLOT_PASSPHRASE, "garden path");
    set(&header, KEY_SLOT_KEYRING, "another random one");
    assert_true(key_header_has_slot(header.bytes, KEY_SLOT_KEYRING));
    uint64_t before = generation(&header);
    assert_int_equal(key_header_clear_slots(header.bytes, header.key, KEY_SLOT_KEYRING),
                     DAYBOOK_OK);
    assert_true(generation(&header) > before);
    assert_false(key_header_has_slot(header.bytes, KEY_SLOT_KEYRING));
    assert_int_equal(open_with_text(&header, KEY_SLOT_KEYRING, "a random secret"), DAYBOOK_LOCKED);
    assert_int_equal(open_with_text(&header, KEY_SLOT_KEYRING, "another random one"),
                     DAYBOOK_LOCKED);
    assert_int_equal(open_with_text(&header, KEY_SLOT_PASSPHRASE, "garden path"), DAYBOOK_OK);
    header.bytes[700] ^= 1;
    assert_int_equal(key_header_clear_slots(header.bytes, header.key, KEY_SLOT_PASSPHRASE),
                     DAYBOOK_DAMAGED);
    store_key_free(header.key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(a_slot_made_without_the_words_opens_with_them),
        VAULT_TEST(every_altered_byte_of_a_sheets_slot_is_noticed),
        VAULT_TEST(no_slot_is_made_for_a_key_that_is_none),
        VAULT_TEST(a_lack_of_memory_is_told_as_that),
        VAULT_TEST(a_cleared_slot_opens_no_more_and_leaves_the_others),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
