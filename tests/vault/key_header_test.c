/* The key header gives its key to the right secret, and costs nothing when it is hostile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "vault/given.h"
#include "vault/key_header.h"
#include "vault/store_key.h"

/* The cheapest that is read at all, so that the tests are fast. */
static const struct key_cost cheap = {1, 8};

enum {
    SLOT_0 = 48,
    SLOT_SIZE = 132,
    SLOT_PASSES = 4,
    SLOT_MEMORY = 8,
    MAC_AT = 1104,
    MAC_END = 1136
};

struct header {
    struct store_key *key;
    uint8_t bytes[KEY_HEADER_SIZE];
};

static void begin(struct header *header)
{
    assert_int_equal(store_key_create(&header->key), DAYBOOK_OK);
    key_header_begin(header->key, header->bytes);
}

static enum daybook_status set(struct header *header, enum key_slot_type type, const char *text,
                               bool replace)
{
    struct secret *secret = given_secret_text(text);
    enum daybook_status status = key_header_set_slot(
        header->bytes, header->key, &(struct key_slot){type, secret, cheap}, replace);
    secret_free(secret);
    return status;
}

/* Open with a secret; on OK the key must be the header's own. */
static enum daybook_status open_with(const struct header *header, enum key_slot_type type,
                                     const char *text)
{
    struct secret *secret = given_secret_text(text);
    struct store_key *key = NULL;
    enum daybook_status status = key_header_open(header->bytes, type, secret, &key);
    if (status == DAYBOOK_OK) {
        assert_memory_equal(key, header->key, sizeof *key);
    } else {
        assert_null(key);
    }
    store_key_free(key);
    secret_free(secret);
    return status;
}

static uint64_t generation(const struct header *header)
{
    uint64_t number = 0;
    assert_int_equal(key_header_look(header->bytes, &number), DAYBOOK_OK);
    return number;
}

static void read_golden(uint8_t out_header[static KEY_HEADER_SIZE])
{
    FILE *file = fopen(DAYBOOK_SOURCE_DIR "/tests/vault/golden/key_header.bin", "rb");
    assert_non_null(file);
    assert_int_equal(fread(out_header, 1, KEY_HEADER_SIZE, file), KEY_HEADER_SIZE);
    assert_int_equal(fclose(file), 0);
}

static void the_header_of_another_writer_opens(void **state)
{
    (void)state;
    struct header golden;
    uint8_t data[STORE_KEY_SIZE];
    read_golden(golden.bytes);
    given_count(0x00, data, sizeof data);
    assert_int_equal(store_key_from_bytes(given_id(0x20), data, &golden.key), DAYBOOK_OK);
    assert_int_equal(generation(&golden), 5);
    assert_int_equal(open_with(&golden, KEY_SLOT_PASSPHRASE,
                               "Gr\xc3\xbc\xc3\x9f"
                               "e aus dem Garten"),
                     DAYBOOK_OK);
    static const uint8_t seeds[] = {0x90, 0xc0}; /* stretched, and as the holder of a sheet */
    for (size_t i = 0; i < sizeof seeds; i++) {
        struct secret *seed = given_secret_count(seeds[i], 32);
        struct store_key *key = NULL;
        assert_int_equal(key_header_open(golden.bytes, KEY_SLOT_RECOVERY, seed, &key), DAYBOOK_OK);
        assert_int_equal(key_header_check(golden.bytes, key), DAYBOOK_OK);
        store_key_free(key);
        secret_free(seed);
    }
    store_key_free(golden.key);
}

static void a_new_header_has_the_documented_layout(void **state)
{
    (void)state;
    struct header header;
    begin(&header);
    struct id128 store = store_key_id(header.key);
    assert_memory_equal(header.bytes, "DAYBOOK STORE 1", 16);
    expect_hex((struct bytes){header.bytes + 16, 16}, "01000000001000000100000000000000");
    assert_memory_equal(header.bytes + 32, store.bytes, sizeof store.bytes);
    for (size_t i = 0; i < KEY_SLOT_COUNT; i++) {
        assert_int_equal(header.bytes[SLOT_0 + i * SLOT_SIZE], KEY_SLOT_EMPTY);
    }
    assert_int_equal(set(&header, KEY_SLOT_RECOVERY, "seed", false), DAYBOOK_OK);
    expect_hex((struct bytes){header.bytes + SLOT_0, 12}, "020100000100000008000000");
    assert_int_equal(generation(&header), 2);
    store_key_free(header.key);
}

static void each_slot_opens_with_its_own_secret_only(void **state)
{
    (void)state;
    struct header header;
    begin(&header);
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "garden path"), DAYBOOK_LOCKED);
    assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE, "garden path", false), DAYBOOK_OK);
    assert_int_equal(set(&header, KEY_SLOT_RECOVERY, "seed of the sheet", false), DAYBOOK_OK);
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "garden path"), DAYBOOK_OK);
    assert_int_equal(open_with(&header, KEY_SLOT_RECOVERY, "seed of the sheet"), DAYBOOK_OK);
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "garden pat"), DAYBOOK_LOCKED);
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "seed of the sheet"), DAYBOOK_LOCKED);
    assert_int_equal(open_with(&header, KEY_SLOT_RECOVERY, "garden path"), DAYBOOK_LOCKED);
    assert_int_equal(open_with(&header, KEY_SLOT_KEYRING, "garden path"), DAYBOOK_LOCKED);
    store_key_free(header.key);
}

static void a_passphrase_has_one_spelling(void **state)
{
    (void)state;
    struct header header;
    begin(&header);
    /* Composed é, ligature ﬁ, ideographic space. */
    assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE,
                         "caf\xc3\xa9 \xef\xac\x81n\xe3\x80\x80"
                         "el",
                         false),
                     DAYBOOK_OK);
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "cafe\xcc\x81 fin el"), DAYBOOK_OK);
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "cafe fin el"), DAYBOOK_LOCKED);
    store_key_free(header.key);
}

static void what_is_no_text_is_no_passphrase(void **state)
{
    (void)state;
    struct header header;
    begin(&header);
    assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE, "caf\xe9", false), DAYBOOK_INVALID);
    assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE, "", false), DAYBOOK_INVALID);
    assert_int_equal(generation(&header), 1);
    assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE, "cafe", false), DAYBOOK_OK);
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "caf\xe9"), DAYBOOK_LOCKED);
    assert_int_equal(set(&header, KEY_SLOT_KEYRING, "caf\xe9", false), DAYBOOK_OK);
    assert_int_equal(open_with(&header, KEY_SLOT_KEYRING, "caf\xe9"), DAYBOOK_OK);
    store_key_free(header.key);
}

static void a_replaced_passphrase_no_longer_opens(void **state)
{
    (void)state;
    struct header header;
    begin(&header);
    assert_int_equal(set(&header, KEY_SLOT_RECOVERY, "seed", false), DAYBOOK_OK);
    assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE, "old words", true), DAYBOOK_OK);
    assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE, "new words", true), DAYBOOK_OK);
    assert_int_equal(generation(&header), 4);
    assert_int_equal(header.bytes[SLOT_0 + 2 * SLOT_SIZE], KEY_SLOT_EMPTY);
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "old words"), DAYBOOK_LOCKED);
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "new words"), DAYBOOK_OK);
    assert_int_equal(open_with(&header, KEY_SLOT_RECOVERY, "seed"), DAYBOOK_OK);
    store_key_free(header.key);
}

static void a_ninth_slot_finds_no_place(void **state)
{
    (void)state;
    struct header header;
    begin(&header);
    for (size_t i = 0; i < KEY_SLOT_COUNT; i++) {
        assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE, i == 7 ? "last" : "first", false),
                         DAYBOOK_OK);
    }
    assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE, "ninth", false), DAYBOOK_FULL);
    assert_int_equal(set(&header, KEY_SLOT_RECOVERY, "seed", true), DAYBOOK_FULL);
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "last"), DAYBOOK_OK);
    store_key_free(header.key);
}

/* Everything up to the MAC's end, but not what another slot or the random rest holds. */
static void every_altered_byte_is_noticed(void **state)
{
    (void)state;
    struct header header;
    begin(&header);
    assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE, "garden path", false), DAYBOOK_OK);
    for (size_t i = 0; i < MAC_END; i++) {
        header.bytes[i] ^= 1;
        assert_int_equal(key_header_check(header.bytes, header.key), DAYBOOK_DAMAGED);
        bool in_open_slot = i >= SLOT_0 && i < SLOT_0 + SLOT_SIZE;
        /* Other bytes cost an Argon2id each and are all under the same MAC: a sample will do. */
        if (in_open_slot || i < SLOT_0 || i % 64 == 0 || i >= MAC_AT) {
            assert_int_not_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "garden path"),
                                 DAYBOOK_OK);
        }
        header.bytes[i] ^= 1;
    }
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "garden path"), DAYBOOK_OK);
    store_key_free(header.key);
}

static void an_altered_header_is_not_written_again(void **state)
{
    (void)state;
    struct header header;
    begin(&header);
    header.bytes[700] ^= 1;
    assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE, "garden path", false), DAYBOOK_DAMAGED);
    store_key_free(header.key);
}

static void a_slot_moved_to_another_place_does_not_open(void **state)
{
    (void)state;
    struct header header;
    begin(&header);
    assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE, "garden path", false), DAYBOOK_OK);
    memcpy(header.bytes + SLOT_0 + SLOT_SIZE, header.bytes + SLOT_0, SLOT_SIZE);
    header.bytes[SLOT_0] = KEY_SLOT_EMPTY;
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "garden path"), DAYBOOK_LOCKED);
    store_key_free(header.key);
}

static void a_hostile_cost_is_refused_before_anything_is_computed(void **state)
{
    (void)state;
    static const struct key_cost hostile[] = {
        {0, 64}, {11, 64}, {UINT32_MAX, 64}, {3, 0}, {3, 7}, {3, 1025}, {3, UINT32_MAX},
    };
    struct header header;
    begin(&header);
    assert_int_equal(set(&header, KEY_SLOT_PASSPHRASE, "garden path", false), DAYBOOK_OK);
    uint8_t *slot = header.bytes + SLOT_0;
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        for (size_t byte = 0; byte < 4; byte++) {
            slot[SLOT_PASSES + byte] = (uint8_t)(hostile[i].passes >> (8 * byte));
            slot[SLOT_MEMORY + byte] = (uint8_t)(hostile[i].memory_mib >> (8 * byte));
        }
        assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "garden path"), DAYBOOK_DAMAGED);
    }
    store_key_free(header.key);
}

static void other_files_and_later_versions_are_told_apart(void **state)
{
    (void)state;
    struct header header;
    uint64_t number = 77;
    begin(&header);
    header.bytes[16] = 2;
    assert_int_equal(key_header_look(header.bytes, &number), DAYBOOK_NEWER);
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "any"), DAYBOOK_NEWER);
    header.bytes[16] = 0;
    assert_int_equal(key_header_look(header.bytes, &number), DAYBOOK_DAMAGED);
    header.bytes[16] = 1;
    header.bytes[21] = 0x20;
    assert_int_equal(key_header_look(header.bytes, &number), DAYBOOK_DAMAGED);
    memcpy(header.bytes, "SQLite format 3", 16);
    assert_int_equal(key_header_look(header.bytes, &number), DAYBOOK_DAMAGED);
    assert_int_equal(number, 77);
    store_key_free(header.key);
}

static void the_costs_we_write_are_the_documented_ones(void **state)
{
    (void)state;
    assert_int_equal(key_cost_default.passes, 3);
    assert_int_equal(key_cost_default.memory_mib, 256);
    assert_int_equal(key_cost_floor.passes, 3);
    assert_int_equal(key_cost_floor.memory_mib, 64);
    assert_int_equal(key_cost_random.passes, 2);
    assert_int_equal(key_cost_random.memory_mib, 64);
    struct header header;
    begin(&header);
    struct secret *secret = given_secret_text("garden path");
    assert_int_equal(
        key_header_set_slot(header.bytes, header.key,
                            &(struct key_slot){KEY_SLOT_PASSPHRASE, secret, key_cost_floor}, false),
        DAYBOOK_OK);
    secret_free(secret);
    assert_int_equal(open_with(&header, KEY_SLOT_PASSPHRASE, "garden path"), DAYBOOK_OK);
    store_key_free(header.key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(the_header_of_another_writer_opens),
        VAULT_TEST(a_new_header_has_the_documented_layout),
        VAULT_TEST(each_slot_opens_with_its_own_secret_only),
        VAULT_TEST(a_passphrase_has_one_spelling),
        VAULT_TEST(what_is_no_text_is_no_passphrase),
        VAULT_TEST(a_replaced_passphrase_no_longer_opens),
        VAULT_TEST(a_ninth_slot_finds_no_place),
        VAULT_TEST(every_altered_byte_is_noticed),
        VAULT_TEST(an_altered_header_is_not_written_again),
        VAULT_TEST(a_slot_moved_to_another_place_does_not_open),
        VAULT_TEST(a_hostile_cost_is_refused_before_anything_is_computed),
        VAULT_TEST(other_files_and_later_versions_are_told_apart),
        VAULT_TEST(the_costs_we_write_are_the_documented_ones),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
