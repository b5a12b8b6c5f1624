/* Tests of hand-overs between journals of a household that has no broker any more. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "journal/courier.h"
#include "journal/handover.h"
#include "journal/stage.h"

enum { SMALL_FILE = 600 };

static char folder[] = "/tmp/daybook-handover-XXXXXX";
static char path[sizeof folder + 8];

static int set_up(void **state)
{
    (void)stage_set_up_apart(state);
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/file", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)stage_tear_down(state);
    (void)unlink(path); /* a test may have none */
    return rmdir(folder);
}

static enum daybook_status write_all(struct household *household, size_t from,
                                     const struct handover_wish *wish,
                                     struct handover_out_state *out_state)
{
    struct handover_out *handover = NULL;
    struct complaint complaint = {0};
    enum daybook_status status =
        handover_out_begin(household->journals[from], wish, &handover, &complaint);
    *out_state = (struct handover_out_state){0};
    while (status == DAYBOOK_OK && !out_state->done) {
        status = handover_out_carry_on(handover, &complaint);
        handover_out_state(handover, out_state);
    }
    assert_int_equal(status == DAYBOOK_OK, complaint.text[0] == '\0');
    handover_out_free(handover);
    return status;
}

static struct handover_out_state give(struct household *household, size_t from, const char *who)
{
    struct handover_out_state state;
    const struct handover_wish wish = {.path = path, .who = bytes_of_text(who), .replace = true};
    assert_int_equal(write_all(household, from, &wish, &state), DAYBOOK_OK);
    return state;
}

static struct handover_in_state take(struct household *household, size_t to)
{
    struct handover_in *handover = NULL;
    struct handover_in_state state = {0};
    struct complaint complaint = {0};
    assert_int_equal(handover_in_begin(household->journals[to], path, &handover, &complaint),
                     DAYBOOK_OK);
    while (!state.done) {
        assert_int_equal(handover_in_carry_on(handover, &complaint), DAYBOOK_OK);
        handover_in_state(handover, &state);
    }
    handover_in_free(handover);
    return state;
}

static void a_file_each_way_brings_the_same_and_one_more_says_so(void **state)
{
    struct household *household = *state;
    (void)household_note(household, ANA, "by Ana");
    (void)household_note(household, BEN, "by Ben");
    (void)give(household, ANA, "");
    assert_int_equal(take(household, BEN).behind, 0);
    assert_int_equal(household_count(household, BEN), 2);
    assert_int_equal(give(household, BEN, "Ana").held_back, 0);
    (void)take(household, ANA);
    assert_int_equal(household_count(household, ANA), 2);

    (void)give(household, ANA, "Ben");
    assert_int_equal(take(household, BEN).behind, 0);
    assert_int_equal(give(household, BEN, "Ana").operations, 0);
    assert_int_equal(take(household, ANA).fresh, 0);
}

static void what_comes_behind_something_missing_is_left_and_the_next_file_brings_it(void **state)
{
    struct household *household = *state;
    (void)household_note(household, ANA, "the first");
    (void)give(household, ANA, "Ben");
    (void)take(household, BEN);
    (void)give(household, BEN, "Ana");
    (void)take(household, ANA);
    (void)household_note(household, ANA, "the second");

    /* What is for Ben comes to Dan, who lacks the first. */
    (void)give(household, ANA, "Ben");
    const struct handover_in_state taken = take(household, DAN);
    assert_true(taken.behind > 0);
    assert_int_equal(household_count(household, DAN), 0);
    (void)give(household, DAN, "Ana");
    (void)take(household, ANA);
    (void)give(household, ANA, "Dan");
    assert_int_equal(take(household, DAN).behind, 0);
    assert_int_equal(household_count(household, DAN), 2);
}

static void a_carrier_hands_on_what_others_wrote(void **state)
{
    struct household *household = *state;
    (void)household_log(household, ANA, "pain", "worst", 7);
    (void)give(household, ANA, "");
    (void)take(household, BEN);
    (void)give(household, BEN, "");
    (void)take(household, DAN);
    (void)take(household, CLEO);
    assert_int_equal(household_count(household, DAN), 1);
    assert_int_equal(household_count(household, CLEO), 0);
}

static void what_only_others_may_seal_anew_is_held_back_and_told(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    char device[KEY256_HEX_SIZE];
    struct own_circle *of_dan = journal_circle(household->journals[DAN], 0);
    struct own_circle *of_cleo = journal_circle(household->journals[CLEO], 0);
    (void)household_log(household, ANA, "pain", "worst", 7);
    (void)give(household, ANA, "Cleo");
    assert_true(take(household, CLEO).fresh > 0);

    /* Dan leaves, and Cleo, who writes no trends, may not make their next key. */
    key256_to_hex(household->journals[DAN]->self.sign, device);
    assert_int_equal(journal_retire(household->journals[DAN], 0, bytes_of_text(device), &complaint),
                     DAYBOOK_OK);
    courier_carry_all(of_dan, of_cleo);
    struct handover_out_state written;
    struct handover_wish wish = {.path = path, .who = bytes_of_text("Ben"), .replace = true};
    assert_int_equal(write_all(household, CLEO, &wish, &written), DAYBOOK_OK);
    assert_true(written.held_back > 0);

    wish.who = bytes_of_text("Ana");
    assert_int_equal(write_all(household, CLEO, &wish, &written), DAYBOOK_OK);

    /* Ana may, once she knows; and then Cleo can hand on all of it. */
    assert_true(take(household, ANA).fresh > 0);
    (void)give(household, ANA, "");
    (void)take(household, CLEO);
    wish.who = bytes_of_text("Ben");
    assert_int_equal(write_all(household, CLEO, &wish, &written), DAYBOOK_OK);
    assert_int_equal(written.held_back, 0);
}

static void without_room_nothing_is_left_of_the_file(void **state)
{
    struct household *household = *state;
    struct rlimit limit;
    struct handover_out_state written;
    const struct handover_wish wish = {.path = path, .everything = true};
    (void)household_note(household, ANA, "by Ana");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){SMALL_FILE, limit.rlim_max}), 0);
    enum daybook_status status = write_all(household, ANA, &wish, &written);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(status, DAYBOOK_FULL);
    assert_false(written.done);
    /* Nothing under the name, and nothing beside it: the folder can be removed. */
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(mkdir(folder, 0700), 0);
}

static void a_file_in_the_place_is_replaced_only_when_that_was_asked_for(void **state)
{
    struct household *household = *state;
    struct handover_out_state written;
    struct handover_wish wish = {.path = path};
    assert_int_equal(write_all(household, ANA, &wish, &written), DAYBOOK_OK);
    assert_int_equal(write_all(household, ANA, &wish, &written), DAYBOOK_CONFLICT);
    wish.replace = true;
    assert_int_equal(write_all(household, ANA, &wish, &written), DAYBOOK_OK);
    wish.who = bytes_of_text("Nobody");
    assert_int_equal(write_all(household, ANA, &wish, &written), DAYBOOK_NOT_FOUND);
    wish.path = "file";
    wish.who = (struct bytes){0};
    assert_int_equal(write_all(household, ANA, &wish, &written), DAYBOOK_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_each_way_brings_the_same_and_one_more_says_so,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            what_comes_behind_something_missing_is_left_and_the_next_file_brings_it, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(a_carrier_hands_on_what_others_wrote, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_only_others_may_seal_anew_is_held_back_and_told,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_room_nothing_is_left_of_the_file, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            a_file_in_the_place_is_replaced_only_when_that_was_asked_for, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
