/* Breathing in figures. */
#include "trends/figures_breathing.h"

#include "base/arena.h"
#include "trends/theil_sen.h"

static const double NIGHT_HOURS_ENOUGH = 4.0;
static const double DAY_HOURS = 24.0 * 2.0; /* two people may log the same night */
static const double SPO2_LOW = 94.0;
static const double SPO2_LOW_WITH_LUNG_DISEASE = 92.0;
static const double VALID_SECONDS_MIN = 4.0 * 3600.0;
static const double ARTEFACT_PCT_BELOW = 20.0;
static const double MONTH_DAYS = 30.4375;

static struct figures_nights count_nights(const struct figures_question *question, int32_t length)
{
    struct series nights = figures_last(question, MEASURE_NIV_NIGHT_HOURS, length);
    return (struct figures_nights){
        .logged = (uint32_t)nights.count,
        .enough = figures_days_within(nights, NIGHT_HOURS_ENOUGH, DAY_HOURS),
    };
}

static struct figure_value highest(struct series series)
{
    struct figure_value most = {.has = series.count > 0};
    for (size_t i = 0; i < series.count; i++) {
        double value = series.points[i].value;
        most.value = i == 0 || value > most.value ? value : most.value;
    }
    return most;
}

static bool has_lung_disease(const struct figures_question *question)
{
    const struct plan_version *plan = figures_plan(question, "respiratory_plan");
    const struct value *known =
        plan == NULL ? NULL : value_find(plan->fields, "known_lung_disease");
    return known != NULL && known->type == VALUE_BOOL && known->as.boolean;
}

static struct figures_oximetry last_night(const struct figures_question *question)
{
    struct series valid = figures_latest(question, MEASURE_OXIMETRY_VALID_S);
    if (valid.count == 0) {
        return (struct figures_oximetry){.has = false};
    }
    int32_t day = valid.points[0].day;
    struct series artefact =
        series_between(question->history->answered[MEASURE_OXIMETRY_ARTEFACT_PCT], day, day);
    bool clean = artefact.count == 0 || artefact.points[0].value < ARTEFACT_PCT_BELOW;
    return (struct figures_oximetry){
        .has = true, .day = day, .valid = valid.points[0].value >= VALID_SECONDS_MIN && clean};
}

static enum daybook_status fill_test(const struct figures_question *question, struct arena *arena,
                                     struct figures_test *test)
{
    struct series all =
        series_between(question->history->answered[test->measure], INT32_MIN, question->until);
    int32_t *days = arena_take_array(arena, all.count, sizeof *days);
    double *values = arena_take_array(arena, all.count, sizeof *values);
    struct theil_sen *work = theil_sen_create(all.count, arena);
    if (days == NULL || values == NULL || work == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < all.count; i++) {
        days[i] = all.points[i].day;
        values[i] = all.points[i].value;
    }
    test->count = (uint32_t)all.count;
    if (all.count == 0) {
        return DAYBOOK_OK;
    }
    test->last_day = days[all.count - 1];
    test->last = values[all.count - 1];
    if (all.count >= 2 && test->last_day - days[0] >= FIGURES_TEST_DAYS_MIN) {
        double slope = theil_sen_slope(work, days, values, all.count);
        test->slope_per_month = (struct figure_value){.has = true, .value = slope * MONTH_DAYS};
    }
    return DAYBOOK_OK;
}

enum daybook_status figures_breathing(const struct figures_question *question, struct arena *arena,
                                      struct figures_breathing *out_figures)
{
    static const enum measure TESTS[FIGURES_TEST_COUNT] = {
        MEASURE_LUNG_FVC_UPRIGHT, MEASURE_LUNG_FVC_SUPINE, MEASURE_LUNG_SVC_UPRIGHT,
        MEASURE_LUNG_SVC_SUPINE,  MEASURE_LUNG_SNIP,       MEASURE_LUNG_MIP,
        MEASURE_LUNG_MEP,         MEASURE_LUNG_PACO2,      MEASURE_COUGH_FLOW_BEST,
    };
    struct series rest = figures_last(question, MEASURE_SPO2_REST_MIN, 7);
    bool lung_disease = has_lung_disease(question);
    double threshold = lung_disease ? SPO2_LOW_WITH_LUNG_DISEASE : SPO2_LOW;
    struct figures_breathing figures = {
        .niv_d7 = count_nights(question, 7),
        .niv_d28 = count_nights(question, 28),
        .oxygen_flow_d28 = highest(figures_last(question, MEASURE_OXYGEN_FLOW, 28)),
        .lung_disease = lung_disease,
        .spo2_threshold = threshold,
        .spo2_days = (uint32_t)rest.count,
        .spo2_days_low = figures_days_within(rest, 0.0, threshold),
        .oximetry = last_night(question),
    };
    for (size_t i = 0; i < FIGURES_TEST_COUNT; i++) {
        figures.tests[i].measure = TESTS[i];
        enum daybook_status status = fill_test(question, arena, &figures.tests[i]);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    *out_figures = figures;
    return DAYBOOK_OK;
}
