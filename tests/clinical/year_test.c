/* What watching does to those who watch: a year of twenty lives, and what is planted in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "clinical/watched.h"

enum { MONTHS = 12, SEEDS = 20, PLANTED_SEEDS = 8, MONTH_DAYS = 31 };

static int set_up(void **state)
{
    *state = arena_create(0);
    return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static bool is_review(const struct flag *flag)
{
    return flag->tier == FLAG_TIER_REVIEW || flag->tier == FLAG_TIER_REVIEW_HIGH;
}

/* How often each rule spoke in each month of all lives, by tier; and how often somebody had to
 * look, for which a digest is one look. */
struct tally {
    unsigned review[FLAG_RULE_COUNT][MONTHS];
    unsigned urgent[FLAG_RULE_COUNT][MONTHS];
    unsigned looks;
    unsigned most; /* looks of one life in one month */
};

/* Is an earlier flag of the list in the same digest? */
static bool is_in_digest_before(const struct watched *watched, size_t index)
{
    const struct flag *flag = &watched->flags[index];
    for (size_t i = 0; i < index; i++) {
        const struct flag *other = &watched->flags[i];
        if (flag->has_digest && is_review(other) && other->has_digest &&
            other->digest_day == flag->digest_day) {
            return true;
        }
    }
    return false;
}

static void count_flags(const struct watched *watched, struct tally *tally)
{
    unsigned looks[MONTHS] = {0};
    for (size_t i = 0; i < watched->count; i++) {
        const struct flag *flag = &watched->flags[i];
        int32_t month = (flag->since - watched->first_day) / MONTH_DAYS;
        assert_true(month >= 0 && month < MONTHS);
        if (is_review(flag)) {
            tally->review[flag->rule][month]++;
            looks[month] += !is_in_digest_before(watched, i);
        }
        if (flag->tier == FLAG_TIER_URGENT) {
            tally->urgent[flag->rule][month]++;
        }
    }
    for (int month = 0; month < MONTHS; month++) {
        tally->looks += looks[month];
        tally->most = looks[month] > tally->most ? looks[month] : tally->most;
    }
}

static void print_row(const char *what, const unsigned counts[static MONTHS])
{
    unsigned sum = 0;
    char line[160];
    int size = snprintf(line, sizeof line, "%-32s", what);
    for (int month = 0; month < MONTHS; month++) {
        size += snprintf(line + size, sizeof line - (size_t)size, " %3u", counts[month]);
        sum += counts[month];
    }
    if (sum > 0) {
        print_message("%s %5u\n", line, sum);
    }
}

static void print_tally(const char *title, const struct tally *tally)
{
    print_message("%s: review flags of %d lives by month\n", title, SEEDS);
    for (unsigned rule = 0; rule < FLAG_RULE_COUNT; rule++) {
        char name[64];
        const struct flag_rule_row *row = rule_book_rule((enum flag_rule)rule);
        snprintf(name, sizeof name, "%s %s", row->name, row->title);
        print_row(name, tally->review[rule]);
        snprintf(name, sizeof name, "%s urgent", row->name);
        print_row(name, tally->urgent[rule]);
    }
    print_message("looks a month and life: %.2f, most in one: %u\n",
                  (double)tally->looks / (MONTHS * SEEDS), tally->most);
}

/* The usual lives hold no bad fall, no bad choking, no low oxygen level; what they hold is some
 * weeks in which breathing disturbs the nights. */
static bool has_cause(const struct watched *watched, const struct flag *flag)
{
    int32_t day = flag->since - watched->first_day;
    return flag->rule == FLAG_R02 && day >= watched->course.nights_begin &&
           day < watched->course.nights_end + 14;
}

static void assert_urgent_with_cause(const struct watched *watched, uint64_t seed)
{
    for (size_t i = 0; i < watched->count; i++) {
        const struct flag *flag = &watched->flags[i];
        if (flag->tier == FLAG_TIER_URGENT && !has_cause(watched, flag)) {
            fail_msg("seed %llu, day %d: %.*s", (unsigned long long)seed,
                     flag->since - watched->first_day, (int)flag->text.size,
                     (const char *)flag->text.data);
        }
    }
}

static void a_year_of_usual_decline_asks_for_two_looks_a_month_at_most(void **state)
{
    struct tally tally = {0};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        const struct life_request request = lived_year(DECLINE_USUAL, seed);
        struct watched watched;
        watched_life(&request, *state, &watched);
        count_flags(&watched, &tally);
        assert_urgent_with_cause(&watched, seed);
    }
    print_tally("usual decline", &tally);
    assert_true(tally.looks > SEEDS); /* who declines is seen */
    assert_true(tally.looks <= 2 * MONTHS * SEEDS);
}

static void a_year_without_decline_is_nearly_silent(void **state)
{
    struct tally tally = {0};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        const struct life_request request = lived_year(DECLINE_NONE, seed);
        struct watched watched;
        watched_life(&request, *state, &watched);
        count_flags(&watched, &tally);
        assert_urgent_with_cause(&watched, seed);
    }
    print_tally("no decline", &tally);
    assert_true(tally.looks <= MONTHS * SEEDS / 2);
}

/* On how many days from the planted one its entries must be there before a rule can see it: two
 * days of readings, the median of seven weights, the median of seven nights. */
struct planting {
    enum life_event_kind kind;
    enum flag_rule rule;
    enum flag_tier at_least;
    int32_t entry_days;
    const char *name;
};

static const struct planting PLANTINGS[] = {
    {LIFE_FALL_INJURY, FLAG_R16, FLAG_TIER_URGENT, 1, "fall with injury"},
    {LIFE_SPO2_DROP, FLAG_R01, FLAG_TIER_URGENT, 2, "drop of the oxygen level"},
    {LIFE_WEIGHT_LOSS, FLAG_R13, FLAG_TIER_REVIEW, 4, "loss of a twentieth of weight"},
    {LIFE_NIV_REFUSAL, FLAG_R09, FLAG_TIER_REVIEW, 4, "refusal of the mask"},
    {LIFE_CHOKING, FLAG_R12, FLAG_TIER_URGENT, 1, "choking"},
};

/* Days from the last entry it takes until the flag; fails when it takes more than two. */
static int32_t days_until_seen(const struct planting *planting, uint64_t seed, struct arena *arena)
{
    const int32_t day = 130 + (int32_t)seed;
    struct life_request request = lived_year(DECLINE_USUAL, seed);
    request.events[request.event_count++] = (struct life_event){planting->kind, day};
    struct watched watched;
    watched_life(&request, arena, &watched);
    for (size_t i = 0; i < watched.count; i++) {
        const struct flag *flag = &watched.flags[i];
        int32_t since = flag->since - watched.first_day;
        int32_t late = since - (day + planting->entry_days - 1);
        if (flag->rule == planting->rule && flag->tier >= planting->at_least && since >= day &&
            late <= 2) {
            return late;
        }
    }
    fail_msg("%s, seed %llu: not flagged within two days", planting->name,
             (unsigned long long)seed);
    return 0;
}

static void what_is_planted_is_flagged_within_two_days_of_its_entries(void **state)
{
    for (size_t i = 0; i < sizeof PLANTINGS / sizeof PLANTINGS[0]; i++) {
        int32_t latest = 0;
        for (uint64_t seed = 1; seed <= PLANTED_SEEDS; seed++) {
            int32_t late = days_until_seen(&PLANTINGS[i], seed, *state);
            latest = late > latest ? late : latest;
        }
        print_message("%s: seen in %d of %d lives, at most %d days after its entries\n",
                      PLANTINGS[i].name, PLANTED_SEEDS, PLANTED_SEEDS, latest);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_year_of_usual_decline_asks_for_two_looks_a_month_at_most),
        TEST(a_year_without_decline_is_nearly_silent),
        TEST(what_is_planted_is_flagged_within_two_days_of_its_entries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
