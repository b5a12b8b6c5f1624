/* Units open in their place, under their key, unaltered, and in no other way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "vault/given.h"
#include "vault/random.h"
#include "vault/store_key.h"
#include "vault/unit.h"

static const char golden_plain[] = "What the fourth page of the store says.";
enum { GOLDEN_SIZE = sizeof golden_plain - 1 };

static struct store_key *given_store_key(void)
{
    uint8_t data[STORE_KEY_SIZE];
    struct store_key *key = NULL;
    given_count(0x00, data, sizeof data);
    assert_int_equal(store_key_from_bytes(given_id(0x20), data, &key), DAYBOOK_OK);
    return key;
}

static void expect_golden(struct unit_place place, const char *sealed_hex, const char *overhead_hex)
{
    struct store_key *key = given_store_key();
    struct buffer sealed = given_hex(sealed_hex);
    struct buffer overhead = given_hex(overhead_hex);
    uint8_t plain[GOLDEN_SIZE];
    assert_int_equal(unit_open(key, &place, buffer_bytes(&sealed), overhead.data, plain),
                     DAYBOOK_OK);
    assert_memory_equal(plain, golden_plain, GOLDEN_SIZE);
    buffer_free(&overhead);
    buffer_free(&sealed);
    store_key_free(key);
}

static void units_of_another_writer_open(void **state)
{
    (void)state;
    struct unit_place log = {.kind = UNIT_LOG, .number = 9};
    given_count(0x60, log.salt, sizeof log.salt);
    expect_golden((struct unit_place){.kind = UNIT_MAIN, .number = 4},
                  "74b7f144e61012b68a18a4b1ed34654bac3ba5f6e3dd9da3ed5fa310094ab7685e1f41d6ccfd77",
                  "404142434445464748494a4b4c4d4e4f5051525354555657"
                  "4d3abfa8ee74158eea634e6a64218eae");
    expect_golden(log,
                  "93848add791c2ff1c7c783284c064bc9362c47735a879010ff405878a3071931c9bba968fe8a0a",
                  "404142434445464748494a4b4c4d4e4f5051525354555657"
                  "dcc4ba4a1dd5f286cef8391fdb5d3e40");
    expect_golden((struct unit_place){.kind = UNIT_TEMPORARY, .number = 1},
                  "5f1f2cf823c34191852704aed4aecdf8ac1863eb792ef68c31cdc0334ade8b5d5bccb8a46d3b3c",
                  "404142434445464748494a4b4c4d4e4f5051525354555657"
                  "b81a4581f43e2fa04be5ac8a51e1947a");
}

/* A page sealed by us, and where it stands. */
struct sealed_page {
    struct store_key *key;
    struct unit_place place;
    uint8_t sealed[4056];
    uint8_t overhead[UNIT_OVERHEAD];
    uint8_t plain[4056];
};

static void seal_page(struct sealed_page *page)
{
    assert_int_equal(store_key_create(&page->key), DAYBOOK_OK);
    page->place = (struct unit_place){.kind = UNIT_LOG, .number = 7, .salt = {1, 2, 3}};
    random_fill(page->plain, sizeof page->plain);
    unit_seal(page->key, &page->place, (struct bytes){page->plain, sizeof page->plain},
              page->sealed, page->overhead);
}

static enum daybook_status open_page(const struct sealed_page *page, const struct unit_place *place)
{
    uint8_t opened[sizeof page->plain];
    static const uint8_t zeros[sizeof opened];
    struct bytes sealed = {page->sealed, sizeof page->sealed};
    enum daybook_status status = unit_open(page->key, place, sealed, page->overhead, opened);
    assert_memory_equal(opened, status == DAYBOOK_OK ? page->plain : zeros, sizeof opened);
    return status;
}

static void a_sealed_page_opens_again(void **state)
{
    (void)state;
    struct sealed_page page;
    seal_page(&page);
    assert_memory_not_equal(page.sealed, page.plain, sizeof page.plain);
    assert_int_equal(open_page(&page, &page.place), DAYBOOK_OK);
    store_key_free(page.key);
}

static void a_page_is_sealed_and_opened_in_its_own_memory(void **state)
{
    (void)state;
    struct sealed_page page;
    seal_page(&page);
    uint8_t memory[sizeof page.plain];
    memcpy(memory, page.plain, sizeof memory);
    unit_seal(page.key, &page.place, (struct bytes){memory, sizeof memory}, memory, page.overhead);
    assert_memory_not_equal(memory, page.plain, sizeof memory);
    assert_int_equal(unit_open(page.key, &page.place, (struct bytes){memory, sizeof memory},
                               page.overhead, memory),
                     DAYBOOK_OK);
    assert_memory_equal(memory, page.plain, sizeof memory);
    store_key_free(page.key);
}

static void every_altered_byte_is_noticed(void **state)
{
    (void)state;
    struct sealed_page page;
    seal_page(&page);
    for (size_t i = 0; i < sizeof page.sealed; i++) {
        page.sealed[i] ^= (uint8_t)(1U << (i % 8));
        assert_int_equal(open_page(&page, &page.place), DAYBOOK_FORGED);
        page.sealed[i] ^= (uint8_t)(1U << (i % 8));
    }
    for (size_t i = 0; i < sizeof page.overhead; i++) {
        page.overhead[i] ^= 1;
        assert_int_equal(open_page(&page, &page.place), DAYBOOK_FORGED);
        page.overhead[i] ^= 1;
    }
    assert_int_equal(open_page(&page, &page.place), DAYBOOK_OK);
    store_key_free(page.key);
}

static void a_unit_opens_in_no_other_place(void **state)
{
    (void)state;
    struct sealed_page page;
    seal_page(&page);
    struct unit_place elsewhere[] = {page.place, page.place, page.place, page.place};
    elsewhere[0].kind = UNIT_MAIN;
    elsewhere[1].number = 8;
    elsewhere[2].number += UINT64_C(1) << 32;
    elsewhere[3].salt[7] = 1;
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++) {
        assert_int_equal(open_page(&page, &elsewhere[i]), DAYBOOK_FORGED);
    }
    store_key_free(page.key);
}

static void a_unit_of_another_store_does_not_open(void **state)
{
    (void)state;
    struct sealed_page page;
    seal_page(&page);
    struct store_key *own = page.key;
    /* The same key under another name: a file swapped for a copy that was renamed. */
    assert_int_equal(store_key_from_bytes(given_id(0x20), own->data, &page.key), DAYBOOK_OK);
    assert_int_equal(open_page(&page, &page.place), DAYBOOK_FORGED);
    store_key_free(page.key);
    assert_int_equal(store_key_create(&page.key), DAYBOOK_OK);
    assert_false(id128_equal(store_key_id(page.key), store_key_id(own)));
    assert_int_equal(open_page(&page, &page.place), DAYBOOK_FORGED);
    store_key_free(page.key);
    store_key_free(own);
}

static void the_same_page_is_never_sealed_alike(void **state)
{
    (void)state;
    struct sealed_page page;
    seal_page(&page);
    uint8_t again[sizeof page.sealed];
    uint8_t overhead[UNIT_OVERHEAD];
    unit_seal(page.key, &page.place, (struct bytes){page.plain, sizeof page.plain}, again,
              overhead);
    assert_memory_not_equal(again, page.sealed, sizeof again);
    assert_memory_not_equal(overhead, page.overhead, UNIT_NONCE_SIZE);
    store_key_free(page.key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(units_of_another_writer_open),
        VAULT_TEST(a_sealed_page_opens_again),
        VAULT_TEST(a_page_is_sealed_and_opened_in_its_own_memory),
        VAULT_TEST(every_altered_byte_is_noticed),
        VAULT_TEST(a_unit_opens_in_no_other_place),
        VAULT_TEST(a_unit_of_another_store_does_not_open),
        VAULT_TEST(the_same_page_is_never_sealed_alike),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
