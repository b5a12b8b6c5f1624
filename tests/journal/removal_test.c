/* A removal reaches back: journals with equal operations show the same, in whatever order the
 * removal, what was written too late, and its admission arrived. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/courier.h"
#include "journal/home_folder.h"
#include "journal/likeness.h"
#include "journal/own_circle.h"
#include "journal/quarantine.h"
#include "journal/stage.h"

static void remove_ben(const struct household *household, size_t place)
{
    struct complaint complaint = {0};
    assert_int_equal(
        journal_remove(household->journals[place], 0, bytes_of_text("Ben"), &complaint),
        DAYBOOK_OK);
}

static enum daybook_status admit_ben(const struct household *household, size_t place)
{
    struct complaint complaint = {0};
    uint64_t admitted = 0;
    return journal_admit(household->journals[place], 0, bytes_of_text("Ben"), &admitted,
                         &complaint);
}

static void retract(const struct household *household, size_t place, struct id128 id)
{
    struct complaint complaint = {0};
    assert_int_equal(journal_retract(household->journals[place], id, bytes_of_text(""), &complaint),
                     DAYBOOK_OK);
}

/* What arrives somewhere, as letters: l, the next thing Ben wrote; a, the next the patient wrote;
 * r, the removal; c, the admission. Each is a stretch of a feed. */
struct story {
    struct household household;
    struct home_folder dan;
    uint64_t removal_end; /* of the patient's feed of changes */
};

static int begin_story(void **state)
{
    static struct story story;
    struct household *household = &story.household;
    household_begin(household);
    (void)household_add(household, "Ana", ROLE_PATIENT);
    (void)household_add(household, "Ben", ROLE_CAREGIVER);
    home_folder_begin(&story.dan, household, "Dan", ROLE_CAREGIVER);
    home_folder_open(&story.dan);
    household_pair(household);
    for (size_t i = 0; i < household->count; i++) {
        journal_go_offline(household->journals[i]);
    }
    *state = &story;
    return 0;
}

static int end_story(void **state)
{
    struct story *story = *state;
    home_folder_end(&story->dan);
    household_end(&story->household);
    return 0;
}

/* Two entries everybody has; then Ben corrects one, which the patient sees, and is removed; and,
 * not knowing it, corrects it again, takes the other back and writes a third. */
static void tell(struct story *story)
{
    struct household *household = &story->household;
    struct id128 first = household_log(household, ANA, "pain", "worst", 3);
    struct id128 second = household_log(household, ANA, "pain", "worst", 4);
    stage_carry(household, ANA, BEN);
    stage_carry(household, ANA, DAN);
    home_folder_close(&story->dan);
    home_folder_keep_store(&story->dan, "start");
    stage_amend(household, BEN, first, 5);
    stage_carry(household, BEN, ANA);
    remove_ben(household, ANA);
    story->removal_end = own_circle_own_feed(stage_circle(household, ANA), STREAM_CIRCLE)->number;
    stage_amend(household, ANA, first, 6);
    stage_amend(household, BEN, first, 7);
    retract(household, BEN, second);
    (void)household_log(household, BEN, "pain", "worst", 8);
    stage_carry(household, BEN, ANA);
    assert_int_equal(stage_quarantined(household, ANA), 3);
}

static void let_arrive(struct story *story, char what)
{
    struct household *household = &story->household;
    struct own_circle *dan = stage_circle(household, DAN);
    struct own_circle *from = stage_circle(household, what == 'l' ? BEN : ANA);
    enum stream stream = what == 'l' || what == 'a' ? STREAM_LOG : STREAM_CIRCLE;
    struct id128 feed = own_circle_own_feed(from, stream)->feed;
    size_t most = what == 'r' ? story->removal_end - own_circle_feed(dan, feed)->number : SIZE_MAX;
    assert_true(courier_carry(from, dan, feed, what == 'l' ? 1 : most) > 0);
}

/* The next order of the letters by the alphabet; false after the last. */
static bool next_order(char *letters, size_t count)
{
    size_t left = count - 1;
    while (left > 0 && letters[left - 1] >= letters[left]) {
        left--;
    }
    if (left == 0) {
        return false;
    }
    size_t right = count - 1;
    while (letters[right] <= letters[left - 1]) {
        right--;
    }
    char letter = letters[left - 1];
    letters[left - 1] = letters[right];
    letters[right] = letter;
    for (size_t end = count - 1; left < end; left++, end--) {
        letter = letters[left];
        letters[left] = letters[end];
        letters[end] = letter;
    }
    return true;
}

/* The admission comes in the feed of the removal. */
static bool can_happen(const char *letters)
{
    const char *removal = strchr(letters, 'r');
    const char *admission = strchr(letters, 'c');
    return admission == NULL || removal < admission;
}

static void live_through(struct story *story, const char *letters, struct buffer *out_likeness)
{
    home_folder_put_store(&story->dan, "start");
    home_folder_open_without_state(&story->dan);
    for (const char *at = letters; *at != '\0'; at++) {
        let_arrive(story, *at);
    }
    likeness_write(stage_circle(&story->household, DAN), out_likeness);
    stage_expect_sound(&story->household, DAN);
    home_folder_close(&story->dan);
}

static void expect_order_alike(struct story *story, const char *letters, struct bytes expected)
{
    struct buffer likeness = {0};
    live_through(story, letters, &likeness);
    if (!bytes_equal(buffer_bytes(&likeness), expected)) {
        fail_msg("order %s", letters);
    }
    buffer_free(&likeness);
}

/* Every order ends as the patient's journal has it; returns how many there are. */
static size_t expect_alike_in_every_order(struct story *story, char *letters)
{
    struct buffer expected = {0};
    size_t orders = 0;
    likeness_write(stage_circle(&story->household, ANA), &expected);
    do {
        if (can_happen(letters)) {
            expect_order_alike(story, letters, buffer_bytes(&expected));
            orders++;
        }
    } while (next_order(letters, strlen(letters)));
    buffer_free(&expected);
    return orders;
}

static void a_removal_counts_the_same_in_every_order_of_arrival(void **state)
{
    struct story *story = *state;
    char letters[] = "allllr";
    tell(story);
    assert_int_equal(expect_alike_in_every_order(story, letters), 30);
}

static void an_admission_counts_the_same_in_every_order_of_arrival(void **state)
{
    struct story *story = *state;
    char letters[] = "acllllr";
    tell(story);
    assert_int_equal(admit_ben(&story->household, ANA), DAYBOOK_OK);
    assert_int_equal(stage_quarantined(&story->household, ANA), 0);
    assert_int_equal(expect_alike_in_every_order(story, letters), 105);
}

/* A round of chance: people write and correct, somebody is removed, admitted, named to stand in and
 * not any more, and things are carried about. */
enum { PLAYERS = 3, STEPS = 160, ENTRY_MAX_OF_ROUND = 12 };
struct play {
    struct household *household;
    uint64_t chance;
    struct id128 ids[ENTRY_MAX_OF_ROUND];
    size_t count;
    bool removed;
};

static uint64_t draw(struct play *play, uint64_t below)
{
    play->chance = play->chance * 6364136223846793005U + 1442695040888963407U;
    return (play->chance >> 33) % below;
}

/* Somebody who knows of the own removal writes no more; what is not there cannot be corrected. */
static void write_something(struct play *play)
{
    size_t place = draw(play, PLAYERS);
    struct complaint complaint = {0};
    struct journal *journal = play->household->journals[place];
    const struct own_circle *circle = stage_circle(play->household, place);
    if (circle_find_device(circle->circle, journal->self.sign)->retired) {
        return;
    }
    if (play->count == 0 || (play->count < ENTRY_MAX_OF_ROUND && draw(play, 4) == 0)) {
        play->ids[play->count++] = household_log(play->household, place, "pain", "worst", 4);
        return;
    }
    struct id128 id = play->ids[draw(play, play->count)];
    uint64_t what = draw(play, 5);
    const struct value_pair pair = {bytes_of_text("worst"),
                                    {.type = VALUE_INTEGER, .as.integer = (int64_t)draw(play, 11)}};
    const struct value fields = {.type = VALUE_MAP, .as.map = {&pair, 1}};
    const struct journal_change change = {.fields = &fields};
    enum daybook_status status = what == 0 ? journal_erase(journal, id, &complaint)
                                 : what == 1
                                     ? journal_retract(journal, id, bytes_of_text(""), &complaint)
                                     : journal_amend(journal, id, &change, &complaint);
    assert_true(status == DAYBOOK_OK || status == DAYBOOK_NOT_FOUND || status == DAYBOOK_CONFLICT ||
                status == DAYBOOK_DENIED);
}

static void change_the_circle(struct play *play)
{
    struct complaint complaint = {0};
    uint64_t what = draw(play, 4);
    struct journal *patient = play->household->journals[ANA];
    enum daybook_status status = DAYBOOK_OK;
    if (what == 0 && !play->removed) {
        remove_ben(play->household, ANA);
        play->removed = true;
    } else if (what == 1) {
        status = admit_ben(play->household, ANA);
    } else if (what >= 2) {
        status = journal_name_stand_in(patient, 0, bytes_of_text("Dan"), what == 2, &complaint);
    }
    assert_true(status == DAYBOOK_OK || status == DAYBOOK_NOT_FOUND);
}

static void carry_something(struct play *play)
{
    size_t place = draw(play, PLAYERS);
    size_t other = (place + 1 + draw(play, PLAYERS - 1)) % PLAYERS;
    const struct own_circle *from = stage_circle(play->household, place);
    const struct feed_row *feed = &from->feeds[draw(play, from->feed_count)];
    (void)courier_carry(from, stage_circle(play->household, other), feed->feed, 1 + draw(play, 4));
}

static void expect_alike(const struct household *household, size_t place, size_t other)
{
    struct buffer left = {0};
    struct buffer right = {0};
    likeness_write(stage_circle(household, place), &left);
    likeness_write(stage_circle(household, other), &right);
    assert_true(bytes_equal(buffer_bytes(&left), buffer_bytes(&right)));
    buffer_free(&left);
    buffer_free(&right);
    stage_expect_sound(household, place);
}

static void play_round(struct household *household, uint64_t seed)
{
    struct play play = {.household = household, .chance = seed};
    print_message("seed %u\n", (unsigned)seed);
    for (size_t i = 0; i < STEPS; i++) {
        uint64_t what = draw(&play, 20);
        household->wall_ms += (int64_t)draw(&play, 60000);
        if (what < 8) {
            write_something(&play);
        } else if (what < 10) {
            change_the_circle(&play);
        } else {
            carry_something(&play);
        }
    }
    for (size_t round = 0; round < 2; round++) {
        for (size_t from = 0; from < PLAYERS; from++) {
            for (size_t to = 0; to < PLAYERS; to++) {
                stage_carry(household, from, to);
            }
        }
    }
    expect_alike(household, ANA, BEN);
    expect_alike(household, BEN, DAN);
    expect_alike(household, DAN, ANA);
}

static void equal_operations_show_the_same_whatever_changed_in_the_circle_meanwhile(void **state)
{
    enum { SEEDS = 12 };
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        void *household = NULL;
        assert_int_equal(stage_set_up_apart(&household), 0);
        play_round(household, seed);
        assert_int_equal(stage_tear_down(&household), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_removal_counts_the_same_in_every_order_of_arrival,
                                        begin_story, end_story),
        cmocka_unit_test_setup_teardown(an_admission_counts_the_same_in_every_order_of_arrival,
                                        begin_story, end_story),
        cmocka_unit_test(equal_operations_show_the_same_whatever_changed_in_the_circle_meanwhile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
