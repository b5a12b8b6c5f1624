/* The rules of the measures, as one table. */
#include "trends/measure.h"

#include <assert.h>

/* Minimum days and smallest changes that matter: the clinical reference, trend statistics. Weights
 * and ALSFRS-R are asked for weekly and monthly, so a single value makes a week. */
static const struct measure_rule RULES[MEASURE_COUNT] = {
    [MEASURE_PAIN_WORST] =
        {
            .name = "pain.worst",
            .label = "Pain, worst",
            .unit = "",
            .kind = "pain",
            .field = "worst",
            .reduction = REDUCTION_HIGHEST,
            .better = BETTER_DOWN,
            .value_min = 0,
            .value_max = 10,
            .change_min = 2,
            .chart_span_min = 10,
            .week_days_min = 3,
            .d7_days_min = 4,
            .d28_days_min = 14,
        },
    [MEASURE_FATIGUE_SEVERITY] =
        {
            .name = "fatigue.severity",
            .label = "Fatigue",
            .unit = "",
            .kind = "fatigue",
            .field = "severity",
            .reduction = REDUCTION_HIGHEST,
            .better = BETTER_DOWN,
            .value_min = 0,
            .value_max = 10,
            .change_min = 1,
            .chart_span_min = 10,
            .week_days_min = 3,
            .d7_days_min = 4,
            .d28_days_min = 14,
        },
    [MEASURE_STIFFNESS_SEVERITY] =
        {
            .name = "stiffness.severity",
            .label = "Stiffness",
            .unit = "",
            .kind = "muscle_symptom",
            .field = "severity",
            .conditions = {{"symptom", "stiffness"}},
            .reduction = REDUCTION_HIGHEST,
            .better = BETTER_DOWN,
            .value_min = 0,
            .value_max = 10,
            .change_min = 1,
            .chart_span_min = 10,
            .week_days_min = 3,
            .d7_days_min = 4,
            .d28_days_min = 14,
        },
    [MEASURE_CRAMP_SEVERITY] =
        {
            .name = "cramp.severity",
            .label = "Cramps",
            .unit = "",
            .kind = "muscle_symptom",
            .field = "severity",
            .conditions = {{"symptom", "cramp"}},
            .reduction = REDUCTION_HIGHEST,
            .better = BETTER_DOWN,
            .value_min = 0,
            .value_max = 10,
            .change_min = 1,
            .chart_span_min = 10,
            .week_days_min = 3,
            .d7_days_min = 4,
            .d28_days_min = 14,
        },
    [MEASURE_BREATHLESSNESS_SEVERITY] =
        {
            .name = "breathlessness.severity",
            .label = "Breathlessness",
            .unit = "",
            .kind = "breathlessness",
            .field = "severity",
            .reduction = REDUCTION_HIGHEST,
            .better = BETTER_DOWN,
            .value_min = 0,
            .value_max = 10,
            .change_min = 1,
            .chart_span_min = 10,
            .week_days_min = 3,
            .d7_days_min = 4,
            .d28_days_min = 14,
        },
    [MEASURE_SPO2_REST] =
        {
            .name = "spo2.rest",
            .label = "SpO2 at rest",
            .unit = "%",
            .kind = "spo2_spot",
            .field = "spo2",
            .conditions = {{"state", "rest"}, {"supply", "room_air"}},
            .reduction = REDUCTION_MEDIAN,
            .better = BETTER_UP,
            .value_min = 50,
            .value_max = 100,
            .change_min = 2,
            .chart_span_min = 10,
            .week_days_min = 3,
            .d7_days_min = 3,
            .d28_days_min = 12,
        },
    [MEASURE_NIV_HOURS] =
        {
            .name = "niv.hours",
            .label = "Ventilation (NIV)",
            .unit = "h/day",
            .kind = "niv_use",
            .field = "hours",
            .reduction = REDUCTION_SUM,
            .better = BETTER_NONE,
            .value_min = 0,
            .value_max = 24,
            .change_min = 4,
            .chart_span_min = 12,
            .week_days_min = 3,
            .d7_days_min = 5,
            .d28_days_min = 20,
        },
    [MEASURE_OXYGEN_HOURS] =
        {
            .name = "oxygen.hours",
            .label = "Oxygen",
            .unit = "h/day",
            .kind = "oxygen_use",
            .field = "hours",
            .reduction = REDUCTION_SUM,
            .better = BETTER_NONE,
            .value_min = 0,
            .value_max = 24,
            .change_min = 4,
            .chart_span_min = 12,
            .week_days_min = 3,
            .d7_days_min = 5,
            .d28_days_min = 20,
        },
    [MEASURE_WEIGHT] =
        {
            .name = "weight",
            .label = "Weight",
            .unit = "kg",
            .kind = "body_weight",
            .field = "weight",
            .reduction = REDUCTION_MEDIAN,
            .better = BETTER_UP,
            .value_min = 20,
            .value_max = 250,
            .change_min = 2,
            .chart_span_min = 8,
            .week_days_min = 1,
            .d7_days_min = 1,
            .d28_days_min = 2,
        },
    [MEASURE_ALSFRS_R_TOTAL] =
        {
            .name = "alsfrs_r.total",
            .label = "ALSFRS-R, total",
            .unit = "/48",
            .kind = "alsfrs_r",
            .field = NULL,
            .reduction = REDUCTION_MEDIAN,
            .better = BETTER_UP,
            .value_min = 0,
            .value_max = 48,
            .change_min = 2,
            .chart_span_min = 12,
            .week_days_min = 1,
            .d7_days_min = 1,
            .d28_days_min = 1,
        },
};

const struct measure_rule *measure_rule(enum measure measure)
{
    assert((size_t)measure < MEASURE_COUNT);
    return &RULES[measure];
}

bool measure_find(struct bytes name, enum measure *out_measure)
{
    assert(out_measure != NULL);
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        if (bytes_equal_text(name, RULES[i].name)) {
            *out_measure = (enum measure)i;
            return true;
        }
    }
    return false;
}
