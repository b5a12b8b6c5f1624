/* Notices: each is kept once, and stays until it was seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/memory_store.h"
#include "store/notice_rows.h"

static void add(struct memory_store *store, enum notice_kind kind, uint8_t subject, int64_t at_ms)
{
    const struct notice notice = {.kind = kind,
                                  .circle = memory_store_id(1),
                                  .subject = memory_store_key(subject),
                                  .at_ms = at_ms};
    assert_int_equal(notice_rows_add(store->database, &notice), DAYBOOK_OK);
}

static struct notice *list(struct memory_store *store, size_t expected)
{
    struct notice *notices = NULL;
    size_t count = 77;
    assert_int_equal(notice_rows_list(store->database, store->arena, &notices, &count), DAYBOOK_OK);
    assert_int_equal(count, expected);
    return notices;
}

static uint64_t unseen(struct memory_store *store)
{
    uint64_t count = 77;
    assert_int_equal(notice_rows_unseen(store->database, &count), DAYBOOK_OK);
    return count;
}

static void notices_are_read_back_the_latest_first(void **state)
{
    struct memory_store *store = *state;
    (void)list(store, 0);
    add(store, NOTICE_TWO_HISTORIES, 5, 10);
    add(store, NOTICE_RECOVERY_USED, 6, 20);
    const struct notice *notices = list(store, 2);
    assert_int_equal(notices[0].kind, NOTICE_RECOVERY_USED);
    assert_true(key256_equal(notices[0].subject, memory_store_key(6)));
    assert_true(id128_equal(notices[0].circle, memory_store_id(1)));
    assert_true(notices[0].at_ms == 20 && !notices[0].seen);
    assert_int_equal(notices[1].kind, NOTICE_TWO_HISTORIES);
    assert_int_equal(unseen(store), 2);
}

static void a_notice_is_told_once_however_often_it_is_noticed(void **state)
{
    struct memory_store *store = *state;
    add(store, NOTICE_TWO_HISTORIES, 5, 10);
    assert_int_equal(notice_rows_mark_seen(store->database), DAYBOOK_OK);
    add(store, NOTICE_TWO_HISTORIES, 5, 30);
    const struct notice *notices = list(store, 1);
    assert_true(notices[0].at_ms == 10 && notices[0].seen);
    assert_int_equal(unseen(store), 0);
    add(store, NOTICE_TWO_HISTORIES, 6, 30);
    assert_int_equal(unseen(store), 1);
}

static void what_happens_again_is_told_again(void **state)
{
    struct memory_store *store = *state;
    add(store, NOTICE_PUT_BACK, 5, 10);
    assert_int_equal(notice_rows_mark_seen(store->database), DAYBOOK_OK);
    add(store, NOTICE_PUT_BACK, 5, 10);
    assert_int_equal(unseen(store), 0);
    add(store, NOTICE_PUT_BACK, 5, 11);
    assert_int_equal(unseen(store), 1);
    assert_true(list(store, 1)[0].at_ms == 11);
}

static void a_kind_of_a_later_program_is_damage(void **state)
{
    struct memory_store *store = *state;
    struct notice *notices = NULL;
    size_t count = 77;
    add(store, NOTICE_PUT_BACK, 5, 10);
    memory_store_damage(store, "UPDATE notice SET kind = 99");
    assert_int_equal(notice_rows_list(store->database, store->arena, &notices, &count),
                     DAYBOOK_DAMAGED);
    assert_true(notices == NULL && count == 77);
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(notices_are_read_back_the_latest_first),
        FRESH(a_notice_is_told_once_however_often_it_is_noticed),
        FRESH(what_happens_again_is_told_again),
        FRESH(a_kind_of_a_later_program_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
