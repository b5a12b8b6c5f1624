/* A backup opens in order, whole, by its own store's secrets, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "vault/backup_seal.h"
#include "vault/given.h"

static const struct key_cost cheap = {1, 8};

enum { CHUNKS = 3, LAST_SIZE = 5 };

/* A backup of three chunks, and the key and header it was made with. */
struct made {
    struct store_key *key;
    uint8_t header[KEY_HEADER_SIZE];
    uint8_t start[BACKUP_START_SIZE];
    uint8_t sealed[CHUNKS][BACKUP_SEALED_SIZE];
};

static uint8_t content[BACKUP_CHUNK_SIZE];

static void make(struct made *made)
{
    struct backup_seal *seal = NULL;
    struct secret *secret = given_secret_text("opens it");
    memset(content, 0x5a, sizeof content);
    assert_int_equal(store_key_create(&made->key), DAYBOOK_OK);
    key_header_begin(made->key, made->header);
    assert_int_equal(key_header_set_slot(made->header, made->key,
                                         &(struct key_slot){KEY_SLOT_PASSPHRASE, secret, cheap},
                                         false),
                     DAYBOOK_OK);
    secret_free(secret);
    assert_int_equal(backup_seal_begin(made->key, made->header, made->start, &seal), DAYBOOK_OK);
    for (size_t i = 0; i < CHUNKS; i++) {
        bool last = i + 1 == CHUNKS;
        backup_seal_push(seal, (struct bytes){content, last ? LAST_SIZE : sizeof content}, last,
                         made->sealed[i]);
    }
    backup_seal_free(seal);
}

/* Pull the chunks in this order; the status that ends it, and how many opened. */
static enum daybook_status pull(const struct made *made, const size_t *order, size_t count,
                                size_t *out_opened)
{
    static uint8_t plain[BACKUP_CHUNK_SIZE];
    struct backup_seal *seal = NULL;
    size_t size = 0;
    bool last = false;
    *out_opened = 0;
    enum daybook_status status = backup_seal_begin_opening(made->start, made->key, &seal);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = backup_seal_pull(seal, made->sealed[order[i]], plain, &size, &last);
        if (status == DAYBOOK_OK) {
            assert_int_equal(last, order[i] + 1 == CHUNKS);
            assert_int_equal(size, last ? LAST_SIZE : BACKUP_CHUNK_SIZE);
            assert_memory_equal(plain, content, size);
            (*out_opened)++;
        }
    }
    backup_seal_free(seal);
    return status;
}

static const size_t in_order[] = {0, 1, 2};

static void chunks_open_in_their_order_alone(void **state)
{
    (void)state;
    static struct made made;
    size_t opened = 0;
    make(&made);
    assert_int_equal(pull(&made, in_order, CHUNKS, &opened), DAYBOOK_OK);
    assert_int_equal(opened, CHUNKS);
    static const size_t wrong[][CHUNKS] = {{1, 0, 2}, {0, 2, 1}, {0, 0, 1}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(pull(&made, wrong[i], CHUNKS, &opened), DAYBOOK_FORGED);
        assert_true(opened < CHUNKS);
    }
    store_key_free(made.key);
}

static void one_flipped_bit_anywhere_opens_nothing_behind_it(void **state)
{
    (void)state;
    static struct made made;
    size_t opened = 0;
    make(&made);
    for (size_t at = 0; at < BACKUP_START_SIZE; at += 97) {
        made.start[at] ^= (uint8_t)(1U << (at % 8));
        assert_int_not_equal(pull(&made, in_order, CHUNKS, &opened), DAYBOOK_OK);
        assert_int_equal(opened, 0);
        made.start[at] ^= (uint8_t)(1U << (at % 8));
    }
    for (size_t at = 0; at < BACKUP_SEALED_SIZE; at += 6553) {
        made.sealed[1][at] ^= 1;
        assert_int_equal(pull(&made, in_order, CHUNKS, &opened), DAYBOOK_FORGED);
        assert_int_equal(opened, 1);
        made.sealed[1][at] ^= 1;
    }
    store_key_free(made.key);
}

static void two_backups_of_one_store_share_no_chunk(void **state)
{
    (void)state;
    static struct made made;
    static uint8_t other[BACKUP_SEALED_SIZE];
    uint8_t start[BACKUP_START_SIZE];
    struct backup_seal *seal = NULL;
    size_t opened = 0;
    make(&made);
    assert_int_equal(backup_seal_begin(made.key, made.header, start, &seal), DAYBOOK_OK);
    backup_seal_push(seal, (struct bytes){content, sizeof content}, false, other);
    backup_seal_free(seal);
    assert_memory_not_equal(other, made.sealed[0], sizeof other);
    memcpy(made.sealed[0], other, sizeof other);
    assert_int_equal(pull(&made, in_order, CHUNKS, &opened), DAYBOOK_FORGED);
    store_key_free(made.key);
}

static void it_opens_with_what_opened_the_store(void **state)
{
    (void)state;
    static struct made made;
    struct store_key *key = NULL;
    make(&made);
    struct secret *right = given_secret_text("opens it");
    struct secret *wrong = given_secret_text("opens not");
    assert_int_equal(backup_seal_unlock(made.start, KEY_SLOT_PASSPHRASE, wrong, &key),
                     DAYBOOK_LOCKED);
    assert_int_equal(backup_seal_unlock(made.start, KEY_SLOT_RECOVERY, right, &key),
                     DAYBOOK_LOCKED);
    assert_int_equal(backup_seal_unlock(made.start, KEY_SLOT_PASSPHRASE, right, &key), DAYBOOK_OK);
    store_key_free(key);
    made.start[BACKUP_MAGIC_SIZE - 1] = '2';
    assert_int_equal(backup_seal_unlock(made.start, KEY_SLOT_PASSPHRASE, right, &key),
                     DAYBOOK_NEWER);
    made.start[0] = 'd';
    assert_int_equal(backup_seal_unlock(made.start, KEY_SLOT_PASSPHRASE, right, &key),
                     DAYBOOK_DAMAGED);
    secret_free(right);
    secret_free(wrong);
    store_key_free(made.key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(chunks_open_in_their_order_alone),
        VAULT_TEST(one_flipped_bit_anywhere_opens_nothing_behind_it),
        VAULT_TEST(two_backups_of_one_store_share_no_chunk),
        VAULT_TEST(it_opens_with_what_opened_the_store),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
