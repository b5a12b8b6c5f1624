/* Tests of every rule: that it fires, does not, clears, fires again, and says when it cannot tell.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "domain/plan.h"
#include "flags/flags.h"
#include "trends/made_days.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { STROKES_MAX = 10, FIELDS_MAX = 4, CALM_DAYS = 63, GAP_DAYS = 77, FIRST_DAY = 20458 };

/* A value that comes on every so many days. */
struct stroke {
    enum measure measure;
    double value;
    int32_t every;
};

/* A rule's story: calm, then bad, then calm, then bad again. Every day has an entry. */
struct story {
    const char *what;
    enum flag_rule rule;
    enum flag_tier tier;
    struct stroke calm[STROKES_MAX];
    struct stroke bad[STROKES_MAX];
    int32_t bad_days;
    const char *plan;  /* the kind of a plan it needs; NULL: none */
    const char *field; /* … and what that says: a text, or else a number */
    const char *text;
    double number;
    const char *says; /* part of what the flag says */
    bool
        applies_not; /* without its entries the rule has nothing to say, rather than lacking them */
};

static const struct story stories[] = {
    {"low oxygen at rest",
     FLAG_R01,
     FLAG_TIER_URGENT,
     {{MEASURE_SPO2_REST_SECOND_LOW, 97, 1}},
     {{MEASURE_SPO2_REST_SECOND_LOW, 93, 1}},
     2,
     .says = "down to 93 % in two readings"},
    {"two new symptoms",
     FLAG_R02,
     FLAG_TIER_REVIEW,
     {{MEASURE_SLEEP_SLEEPINESS, 1, 1}, {MEASURE_SLEEP_NIGHTMARES, 0, 1}},
     {{MEASURE_SLEEP_SLEEPINESS, 8, 1}, {MEASURE_SLEEP_NIGHTMARES, 1, 1}},
     3,
     .says = "nightmares, sleepiness by day"},
    {"lying flat is new with a headache",
     FLAG_R02,
     FLAG_TIER_URGENT,
     {{MEASURE_SLEEP_LIE_FLAT_MIN, 300, 1}, {MEASURE_SLEEP_MORNING_HEADACHE, 0, 1}},
     {{MEASURE_SLEEP_LIE_FLAT_MIN, 10, 1}, {MEASURE_SLEEP_MORNING_HEADACHE, 1, 1}},
     3,
     .says = "together with morning headache"},
    {"low vital capacity",
     FLAG_R03,
     FLAG_TIER_REVIEW_HIGH,
     {{MEASURE_LUNG_FVC_UPRIGHT, 85, 7}},
     {{MEASURE_LUNG_FVC_UPRIGHT, 47, 7}},
     1,
     .says = "47 % of predicted"},
    {"slow capacity with a symptom",
     FLAG_R03,
     FLAG_TIER_REVIEW,
     {{MEASURE_LUNG_SVC_UPRIGHT, 85, 7}, {MEASURE_BREATHLESSNESS_LYING, 1, 1}},
     {{MEASURE_LUNG_SVC_UPRIGHT, 74, 7}, {MEASURE_BREATHLESSNESS_LYING, 1, 1}},
     1,
     .says = "with breathless when lying"},
    {"weak sniff",
     FLAG_R04,
     FLAG_TIER_REVIEW_HIGH,
     {{MEASURE_LUNG_SNIP, 70, 7}},
     {{MEASURE_LUNG_SNIP, 38, 7}},
     1,
     .says = "38 cmH2O"},
    {"a bad night",
     FLAG_R05,
     FLAG_TIER_REVIEW_HIGH,
     {{MEASURE_OXIMETRY_VALID_S, 23040, 7},
      {MEASURE_OXIMETRY_T90_PCT, 2, 7},
      {MEASURE_OXIMETRY_LONGEST88_S, 60, 7}},
     {{MEASURE_OXIMETRY_VALID_S, 23040, 7},
      {MEASURE_OXIMETRY_T90_PCT, 11.2, 7},
      {MEASURE_OXIMETRY_LONGEST88_S, 240, 7}},
     1,
     .says = "11.2 % of 6 valid hours"},
    {"carbon dioxide",
     FLAG_R06,
     FLAG_TIER_URGENT,
     {{MEASURE_LUNG_PACO2, 5.3, 7}},
     {{MEASURE_LUNG_PACO2, 6.4, 7}},
     1,
     .says = "6.4 kPa"},
    {"oxygen without ventilation",
     FLAG_R07,
     FLAG_TIER_REVIEW_HIGH,
     {{MEASURE_OXYGEN_HOURS, 0, 1}},
     {{MEASURE_OXYGEN_HOURS, 3, 1}},
     1,
     .says = "used on 1 of 7 d"},
    {"oxygen without ventilation and a headache",
     FLAG_R07,
     FLAG_TIER_URGENT,
     {{MEASURE_OXYGEN_HOURS, 0, 1}, {MEASURE_SLEEP_MORNING_HEADACHE, 0, 1}},
     {{MEASURE_OXYGEN_HOURS, 3, 1}, {MEASURE_SLEEP_MORNING_HEADACHE, 1, 1}},
     1,
     .says = "with morning headache"},
    {"oxygen above the prescribed flow",
     FLAG_R08,
     FLAG_TIER_REVIEW,
     {{MEASURE_OXYGEN_FLOW, 1, 1}},
     {{MEASURE_OXYGEN_FLOW, 4, 1}},
     2,
     "respiratory_plan",
     "flow",
     NULL,
     1,
     .says = "up to 4 L/min logged on 2 of 7 d; prescribed 1 L/min"},
    {"few hours with the mask",
     FLAG_R09,
     FLAG_TIER_REVIEW,
     {{MEASURE_NIV_NIGHT_HOURS, 7, 1}},
     {{MEASURE_NIV_NIGHT_HOURS, 2.6, 1}},
     4,
     "respiratory_plan",
     "niv",
     "night",
     .says = "2.6 h a night (median of 7 of 7 nights)"},
    {"many hours with the mask",
     FLAG_R10,
     FLAG_TIER_REVIEW,
     {{MEASURE_NIV_HOURS, 8, 1}},
     {{MEASURE_NIV_HOURS, 13, 1}},
     4,
     "respiratory_plan",
     "niv",
     "night",
     .says = "13 h in 24 h"},
    {"weak cough",
     FLAG_R11,
     FLAG_TIER_REVIEW,
     {{MEASURE_COUGH_FLOW_BEST, 380, 7}},
     {{MEASURE_COUGH_FLOW_BEST, 220, 7}},
     1,
     .says = "220 L/min"},
    {"very weak cough",
     FLAG_R11,
     FLAG_TIER_URGENT,
     {{MEASURE_COUGH_FLOW_BEST, 380, 7}},
     {{MEASURE_COUGH_FLOW_BEST, 140, 7}},
     1,
     .says = "140 L/min; limit 160"},
    {"choking with help",
     FLAG_R12,
     FLAG_TIER_URGENT,
     {{MEASURE_SWALLOW_EVENTS, 1, 30}},
     {{MEASURE_SWALLOW_EVENTS, 1, 1}, {MEASURE_SWALLOW_SEVERE, 1, 1}},
     1,
     .says = "loss of breath: 1 that day"},
    {"choking often",
     FLAG_R12,
     FLAG_TIER_REVIEW,
     {{MEASURE_SWALLOW_EVENTS, 1, 30}},
     {{MEASURE_SWALLOW_EVENTS, 1, 1}, {MEASURE_SWALLOW_THIN, 1, 1}},
     3,
     .says = "choking events in 7 d, 3 with thin liquids"},
    {"weight lost",
     FLAG_R13,
     FLAG_TIER_REVIEW,
     {{MEASURE_WEIGHT, 70.6, 1}},
     {{MEASURE_WEIGHT, 66.7, 1}},
     4,
     "nutrition_plan",
     "baseline_weight",
     NULL,
     71,
     .says = "kg (median of 7 readings in 14 d)"},
    {"effort of eating",
     FLAG_R14,
     FLAG_TIER_REVIEW,
     {{MEASURE_MEAL_COUNT, 3, 1}, {MEASURE_MEAL_LONG, 0, 1}},
     {{MEASURE_MEAL_COUNT, 3, 1}, {MEASURE_MEAL_LONG, 1, 1}},
     3,
     .says = "on 3 of 7 logged days"},
    {"time for a tube",
     FLAG_R15,
     FLAG_TIER_INFO,
     {{MEASURE_LUNG_FVC_UPRIGHT, 75, 7}},
     {{MEASURE_LUNG_FVC_UPRIGHT, 54, 7}},
     1,
     "nutrition_plan",
     "tube",
     "declined",
     .says = "54 % of predicted"},
    {"a fall with an injury",
     FLAG_R16,
     FLAG_TIER_URGENT,
     {{MEASURE_NEAR_FALLS, 1, 30}},
     {{MEASURE_FALLS, 1, 1}, {MEASURE_FALLS_INJURY, 1, 1}},
     1,
     .says = "unable to get up alone: 1 that day"},
    {"two falls in a month",
     FLAG_R16,
     FLAG_TIER_REVIEW_HIGH,
     {{MEASURE_NEAR_FALLS, 1, 30}},
     {{MEASURE_FALLS, 2, 1}},
     1,
     .says = "2 falls in 30 d, entries on 30 of 30 d"},
    {"near-falls",
     FLAG_R17,
     FLAG_TIER_REVIEW,
     {{MEASURE_NEAR_FALLS, 1, 30}},
     {{MEASURE_NEAR_FALLS, 2, 1}},
     2,
     .says = "near-falls in 7 d"},
    {"pain",
     FLAG_R18,
     FLAG_TIER_REVIEW,
     {{MEASURE_PAIN_WORST, 3, 1}},
     {{MEASURE_PAIN_WORST, 5, 1}},
     4,
     .says = "Worst pain 5 (median of 7 of 7 d)"},
    {"severe pain",
     FLAG_R18,
     FLAG_TIER_REVIEW_HIGH,
     {{MEASURE_PAIN_WORST, 2, 1}},
     {{MEASURE_PAIN_WORST, 8, 1}},
     2,
     .says = "on 2 of 3 logged days of the last 3, highest 8"},
    {"hard exercise",
     FLAG_R19,
     FLAG_TIER_REVIEW,
     {{MEASURE_EXERCISE_HARD, 0, 2}, {MEASURE_EXERCISE_EXERTION, 3, 2}},
     {{MEASURE_EXERCISE_HARD, 1, 1}, {MEASURE_EXERCISE_EXERTION, 7, 1}},
     2,
     .says = "on 2 of the last 3 days with exercise (highest effort 7)"},
    {"sore after exercise",
     FLAG_R19,
     FLAG_TIER_REVIEW,
     {{MEASURE_AFTEREFFECT_FATIGUE, 3, 2}, {MEASURE_AFTEREFFECT_SORENESS, 1, 2}},
     {{MEASURE_AFTEREFFECT_FATIGUE, 6, 1}, {MEASURE_AFTEREFFECT_SORENESS, 1, 1}},
     2,
     .says = "(highest 6, median 3)"},
    {"little exercise",
     FLAG_R20,
     FLAG_TIER_INFO,
     {{MEASURE_EXERCISE_SESSIONS, 1, 1},
      {MEASURE_EXERCISE_STRETCH_DONE, 1, 1},
      {MEASURE_EXERCISE_STRETCH_PRESCRIBED, 1, 1}},
     {{MEASURE_EXERCISE_SESSIONS, 1, 1},
      {MEASURE_EXERCISE_STRETCH_DONE, 0, 1},
      {MEASURE_EXERCISE_STRETCH_PRESCRIBED, 1, 1},
      {MEASURE_EXERCISE_NOT_DONE_FATIGUE, 1, 1}},
     28,
     .says = "reasons given: tired",
     .applies_not = true},
    {"a strained caregiver",
     FLAG_R21,
     FLAG_TIER_REVIEW_HIGH,
     {{MEASURE_STRAIN_SCORE, 3, 7}},
     {{MEASURE_STRAIN_SCORE, 8, 7}},
     1,
     .says = "strain 8/10",
     .applies_not = true},
    {"a step down",
     FLAG_R22,
     FLAG_TIER_REVIEW,
     {{MEASURE_ALSFRS_R_TOTAL, 38, 7}},
     {{MEASURE_ALSFRS_R_TOTAL, 34, 7}},
     1,
     .says = "34/48, was 38/48"},
    {"riluzole forgotten",
     FLAG_R23,
     FLAG_TIER_REVIEW,
     {{MEASURE_MEDICATION_RILUZOLE_SCHEDULED, 2, 1}, {MEASURE_MEDICATION_RILUZOLE_TAKEN, 2, 1}},
     {{MEASURE_MEDICATION_RILUZOLE_SCHEDULED, 2, 1}, {MEASURE_MEDICATION_RILUZOLE_TAKEN, 0, 1}},
     6,
     .says = "44 of 56 scheduled doses",
     .applies_not = true},
    {"red skin",
     FLAG_R24,
     FLAG_TIER_REVIEW,
     {{MEASURE_AID_REDNESS_MIN, 5, 7}},
     {{MEASURE_AID_REDNESS_MIN, 40, 1}},
     1,
     .says = "red for 40 min"},
};

static void put_strokes(struct made_days *made, const struct stroke *strokes, int32_t first,
                        int32_t count)
{
    for (int32_t day = first; day < first + count; day++) {
        for (size_t i = 0; i < STROKES_MAX && strokes[i].every > 0; i++) {
            if ((day - first) % strokes[i].every == 0) {
                made_days_put(made, FIRST_DAY + day, strokes[i].measure, strokes[i].value);
            }
        }
    }
}

static void put_entries(struct made_days *made, int32_t days)
{
    for (int32_t day = 0; day < days; day++) {
        made_days_put(made, FIRST_DAY + day, MEASURE_OVERALL, 5);
    }
}

/* One plan that says one thing from the first day on. */
struct made_plan {
    struct value_pair pair;
    struct value fields;
    struct plan_version version;
    struct plan_book book;
};

static const struct plan_book *make_plan(const struct story *story, struct made_plan *plan)
{
    *plan = (struct made_plan){0};
    if (story->plan == NULL) {
        return &plan->book;
    }
    plan->pair.key = bytes_of_text(story->field);
    if (story->text != NULL) {
        plan->pair.value = (struct value){VALUE_TEXT, {.text = bytes_of_text(story->text)}};
    } else {
        plan->pair.value = (struct value){VALUE_DECIMAL, {.decimal = story->number}};
    }
    plan->fields = (struct value){VALUE_MAP, {.map = {&plan->pair, 1}}};
    plan->version = (struct plan_version){.plan = {{1}},
                                          .number = 1,
                                          .kind = bytes_of_text(story->plan),
                                          .from_day = FIRST_DAY,
                                          .status = PLAN_ACTIVE,
                                          .fields = &plan->fields,
                                          .author = bytes_of_text("Dr. Ada")};
    plan->book = (struct plan_book){&plan->version, 1};
    return &plan->book;
}

/* What the rule says at the end of a day. */
struct verdict {
    size_t raised;
    size_t cleared;
    size_t undetermined;
    struct flag last; /* the raised one, or the undetermined one */
};

static struct verdict ask(const struct story *story, struct made_days *made, int32_t until)
{
    struct made_plan plan;
    struct flag *flags = NULL;
    size_t count = 0;
    struct verdict verdict = {0};
    struct flag_question question = {.history = made_days_history(made),
                                     .plans = make_plan(story, &plan),
                                     .until = FIRST_DAY + until};
    assert_int_equal(flags_evaluate(&question, made->arena, &flags, &count), DAYBOOK_OK);
    for (size_t i = 0; i < count; i++) {
        if (flags[i].rule == story->rule) {
            verdict.raised += flags[i].state == FLAG_RAISED;
            verdict.cleared += flags[i].state == FLAG_CLEARED;
            verdict.undetermined += flags[i].state == FLAG_UNDETERMINED;
            verdict.last = flags[i].state == FLAG_CLEARED ? verdict.last : flags[i];
        }
    }
    return verdict;
}

static struct made_days made;

/* Calm for so long, bad, calm, bad again. */
static void put_story(const struct story *story)
{
    const int32_t bad_again = CALM_DAYS + story->bad_days + GAP_DAYS;
    put_entries(&made, bad_again + story->bad_days);
    put_strokes(&made, story->calm, 0, CALM_DAYS);
    put_strokes(&made, story->bad, CALM_DAYS, story->bad_days);
    put_strokes(&made, story->calm, CALM_DAYS + story->bad_days, GAP_DAYS);
    put_strokes(&made, story->bad, bad_again, story->bad_days);
}

static void begin(void)
{
    made.count = 0;
    made.arena = arena_create(0);
    assert_non_null(made.arena);
}

#define EACH(story, test)                                                                          \
    for (const struct story *(story) = stories; (story) < stories + COUNT(stories); (story)++) {   \
        begin();                                                                                   \
        print_message("%s\n", (story)->what);                                                      \
        test(story);                                                                               \
        arena_free(made.arena);                                                                    \
    }

static void check_calm(const struct story *story)
{
    put_story(story);
    struct verdict calm = ask(story, &made, CALM_DAYS - 1);
    assert_int_equal(calm.raised + calm.cleared, 0);
    assert_int_equal(calm.undetermined, 0);
}

static void no_rule_fires_on_calm_days(void **state)
{
    (void)state;
    EACH(story, check_calm)
}

static void check_fires(const struct story *story)
{
    put_story(story);
    int32_t last = CALM_DAYS + story->bad_days - 1;
    struct verdict bad = ask(story, &made, last);
    assert_int_equal(bad.raised, 1);
    assert_int_equal(bad.last.tier, story->tier);
    assert_true(bad.last.since >= FIRST_DAY + CALM_DAYS);
    assert_int_equal(bad.last.observed_day, FIRST_DAY + last);
    const char *text = (const char *)bad.last.text.data;
    if (strstr(text, story->says) == NULL) {
        fail_msg("%s: \"%s\" is not in \"%s\"", story->what, story->says, text);
    }
    assert_non_null(strstr(text, "Not a diagnosis"));
}

static void every_rule_fires_and_says_what_was_observed(void **state)
{
    (void)state;
    EACH(story, check_fires)
}

static void check_clears(const struct story *story)
{
    put_story(story);
    struct verdict after = ask(story, &made, CALM_DAYS + story->bad_days + GAP_DAYS - 1);
    assert_int_equal(after.raised, 0);
    assert_true(after.cleared >= 1);
    assert_int_equal(after.undetermined, 0);
    struct verdict soon = ask(story, &made, CALM_DAYS + story->bad_days);
    assert_int_equal(soon.raised, 1);
}

static void every_rule_clears_but_not_at_once(void **state)
{
    (void)state;
    EACH(story, check_clears)
}

static void check_fires_again(const struct story *story)
{
    put_story(story);
    struct verdict again = ask(story, &made, CALM_DAYS + 2 * story->bad_days + GAP_DAYS - 1);
    assert_int_equal(again.raised, 1);
    assert_true(again.cleared >= 1);
    assert_true(again.last.since >= FIRST_DAY + CALM_DAYS + story->bad_days + GAP_DAYS);
}

static void every_rule_fires_again(void **state)
{
    (void)state;
    EACH(story, check_fires_again)
}

/* A single entry of anything, then silence. */
static void check_undetermined(const struct story *story)
{
    made_days_put(&made, FIRST_DAY, MEASURE_OVERALL, 5);
    struct verdict verdict = ask(story, &made, CALM_DAYS);
    assert_int_equal(verdict.raised + verdict.cleared, 0);
    assert_int_equal(verdict.undetermined, story->applies_not ? 0 : 1);
    if (verdict.undetermined > 0) {
        const char *text = (const char *)verdict.last.text.data;
        assert_non_null(strstr(text, "does not mean that all is well"));
    }
}

static void a_rule_without_entries_cannot_tell(void **state)
{
    (void)state;
    EACH(story, check_undetermined)
}

/* What says nothing while nobody uses it lacks its entries once somebody did. */
static void what_is_no_longer_logged_cannot_be_told(void **state)
{
    (void)state;
    for (const struct story *story = stories; story < stories + COUNT(stories); story++) {
        if (!story->applies_not || story->rule == FLAG_R23) {
            continue;
        }
        begin();
        print_message("%s\n", story->what);
        put_entries(&made, CALM_DAYS);
        put_strokes(&made, story->calm, 0, CALM_DAYS);
        for (int32_t day = CALM_DAYS; day < CALM_DAYS + 35; day++) {
            made_days_put(&made, FIRST_DAY + day, MEASURE_EXERCISE_STRETCH_PRESCRIBED, 1);
        }
        struct verdict verdict = ask(story, &made, CALM_DAYS + 34);
        assert_int_equal(verdict.raised + verdict.cleared, 0);
        assert_int_equal(verdict.undetermined, 1);
        arena_free(made.arena);
    }
}

static void doses_of_weeks_without_entries_cannot_be_told(void **state)
{
    (void)state;
    const struct story story = {.rule = FLAG_R23};
    begin();
    for (int32_t day = 0; day < 35; day++) {
        made_days_put(&made, FIRST_DAY + day, MEASURE_MEDICATION_RILUZOLE_SCHEDULED, 2);
    }
    struct verdict verdict = ask(&story, &made, 34);
    assert_int_equal(verdict.raised + verdict.cleared, 0);
    assert_int_equal(verdict.undetermined, 1);
    arena_free(made.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_rule_fires_on_calm_days),
        cmocka_unit_test(every_rule_fires_and_says_what_was_observed),
        cmocka_unit_test(every_rule_clears_but_not_at_once),
        cmocka_unit_test(every_rule_fires_again),
        cmocka_unit_test(a_rule_without_entries_cannot_tell),
        cmocka_unit_test(what_is_no_longer_logged_cannot_be_told),
        cmocka_unit_test(doses_of_weeks_without_entries_cannot_be_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
