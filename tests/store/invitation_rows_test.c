/* Invitations: kept as they stand, replaced as they go on, removed when done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/invitation_rows.h"
#include "store/memory_store.h"

static struct invitation_row *list(struct memory_store *store, size_t expected)
{
    struct invitation_row *rows = NULL;
    size_t count = 77;
    assert_int_equal(invitation_rows_list(store->database, store->arena, &rows, &count),
                     DAYBOOK_OK);
    assert_int_equal(count, expected);
    return rows;
}

static struct invitation_row given_out(struct memory_store *store, uint8_t byte, int64_t expires_ms)
{
    return (struct invitation_row){.invitation = memory_store_id(byte),
                                   .circle_no = store->circle_no,
                                   .state = INVITATION_OPEN,
                                   .expires_ms = expires_ms,
                                   .terms = bytes_of_text("terms"),
                                   .pairing = bytes_of_text("pairing")};
}

static void put(struct memory_store *store, struct invitation_row row)
{
    assert_int_equal(invitation_rows_put(store->database, &row), DAYBOOK_OK);
}

static void an_invitation_given_out_has_nothing_of_the_joiner_yet(void **state)
{
    struct memory_store *store = *state;
    put(store, given_out(store, 5, 1000));
    const struct invitation_row *read = list(store, 1);
    assert_true(id128_equal(read->invitation, memory_store_id(5)));
    assert_int_equal(read->circle_no, store->circle_no);
    assert_int_equal(read->state, INVITATION_OPEN);
    assert_true(read->expires_ms == 1000);
    assert_true(bytes_equal_text(read->terms, "terms"));
    assert_true(bytes_equal_text(read->pairing, "pairing"));
    assert_null(read->code.data);
    assert_null(read->request.data);
    assert_null(read->answer.data);
    assert_null(read->transcript.data);
}

static void an_invitation_goes_on_in_its_row(void **state)
{
    struct memory_store *store = *state;
    struct invitation_row row = given_out(store, 5, 1000);
    put(store, row);
    row.state = INVITATION_ANSWERED;
    row.request = bytes_of_text("");
    row.answer = bytes_of_text("answer");
    row.transcript = bytes_of_text("transcript");
    put(store, row);
    const struct invitation_row *read = list(store, 1);
    assert_int_equal(read->state, INVITATION_ANSWERED);
    assert_non_null(read->request.data);
    assert_int_equal(read->request.size, 0);
    assert_true(bytes_equal_text(read->answer, "answer"));
    assert_true(bytes_equal_text(read->transcript, "transcript"));
}

static void a_joiner_has_a_code_and_no_circle_yet(void **state)
{
    struct memory_store *store = *state;
    struct invitation_row row = given_out(store, 5, 1000);
    row.circle_no = 0;
    row.code = bytes_of_text("code");
    row.state = INVITATION_CALLING;
    put(store, row);
    assert_int_equal(list(store, 1)->circle_no, 0);
    assert_true(bytes_equal_text(list(store, 1)->code, "code"));
    row.circle_no = store->circle_no + 1;
    assert_int_equal(invitation_rows_put(store->database, &row), DAYBOOK_CONFLICT);
    assert_int_equal(list(store, 1)->circle_no, 0);
}

static void invitations_go_by_expiry_and_one_is_removed(void **state)
{
    struct memory_store *store = *state;
    put(store, given_out(store, 5, 3000));
    put(store, given_out(store, 6, 1000));
    put(store, given_out(store, 7, 2000));
    const struct invitation_row *rows = list(store, 3);
    assert_true(rows[0].expires_ms == 1000 && rows[1].expires_ms == 2000);
    assert_int_equal(invitation_rows_remove(store->database, memory_store_id(6)), DAYBOOK_OK);
    assert_int_equal(invitation_rows_remove(store->database, memory_store_id(6)), DAYBOOK_OK);
    rows = list(store, 2);
    assert_true(rows[0].expires_ms == 2000 && rows[1].expires_ms == 3000);
}

static void a_name_of_the_wrong_size_is_damage(void **state)
{
    struct memory_store *store = *state;
    struct invitation_row *rows = NULL;
    size_t count = 77;
    put(store, given_out(store, 5, 1000));
    memory_store_damage(store, "UPDATE invitation SET invitation = zeroblob(17)");
    assert_int_equal(invitation_rows_list(store->database, store->arena, &rows, &count),
                     DAYBOOK_DAMAGED);
    assert_true(rows == NULL && count == 77);
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(an_invitation_given_out_has_nothing_of_the_joiner_yet),
        FRESH(an_invitation_goes_on_in_its_row),
        FRESH(a_joiner_has_a_code_and_no_circle_yet),
        FRESH(invitations_go_by_expiry_and_one_is_removed),
        FRESH(a_name_of_the_wrong_size_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
