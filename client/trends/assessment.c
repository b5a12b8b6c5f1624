/* ALSFRS-R assessments in a history. */
#include "trends/assessment.h"

#include <assert.h>

static_assert(MEASURE_ALSFRS_R_Q12 - MEASURE_ALSFRS_R_Q1 == ALSFRS_ITEM_COUNT - 1,
              "The twelve questions stand one after the other.");

/* Read an answer; false when it was not answered, or by no whole score. */
static bool read_score(const struct day *day, unsigned item, uint8_t *out_score)
{
    const struct day_value *value = day_find(day, (enum measure)(MEASURE_ALSFRS_R_Q1 + item));
    if (value == NULL || value->state != DAY_ANSWERED || value->value < 0 ||
        value->value > ALSFRS_ITEM_MAX) {
        return false;
    }
    *out_score = (uint8_t)value->value;
    return *out_score == value->value;
}

static bool read_day(const struct day *day, struct alsfrs_assessment *assessment)
{
    for (unsigned item = 0; item < ALSFRS_ITEM_COUNT; item++) {
        if (!read_score(day, item, &assessment->scores[item])) {
            return false;
        }
    }
    assessment->day = day->day;
    assessment->gastrostomy = day_count(day, MEASURE_ALSFRS_R_GASTROSTOMY) > 0;
    return true;
}

bool assessment_latest(const struct history *history, int32_t first, int32_t last,
                       struct alsfrs_assessment *out_assessment)
{
    size_t count = 0;
    const struct day *days = history_between(history, first, last, &count);
    for (size_t i = count; i > 0; i--) {
        struct alsfrs_assessment assessment;
        if (read_day(&days[i - 1], &assessment)) {
            *out_assessment = assessment;
            return true;
        }
    }
    return false;
}
