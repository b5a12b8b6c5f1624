/* ALSFRS-R assessments in a history. */
#include "trends/assessment.h"

#include <assert.h>

static_assert(MEASURE_ALSFRS_R_Q12 - MEASURE_ALSFRS_R_Q1 == ALSFRS_ITEM_COUNT - 1,
              "The twelve questions stand one after the other.");

/* Read an answer; false when it was not answered, by no whole score, or by other entries than the
 * first question: then it may be of another assessment. */
static bool read_score(const struct day *day, unsigned item, uint8_t *out_score)
{
    const struct day_value *value = day_find(day, (enum measure)(MEASURE_ALSFRS_R_Q1 + item));
    const struct day_value *first = day_find(day, MEASURE_ALSFRS_R_Q1);
    if (value == NULL || first == NULL || value->entries != first->entries ||
        value->state != DAY_ANSWERED || value->value < 0 || value->value > ALSFRS_ITEM_MAX) {
        return false;
    }
    *out_score = (uint8_t)value->value;
    return *out_score == value->value;
}

static bool read_day(const struct day *day, struct alsfrs_assessment *assessment)
{
    const struct day_value *gastrostomy = day_find(day, MEASURE_ALSFRS_R_GASTROSTOMY);
    for (unsigned item = 0; item < ALSFRS_ITEM_COUNT; item++) {
        if (!read_score(day, item, &assessment->scores[item])) {
            return false;
        }
    }
    assessment->day = day->day;
    assessment->gastrostomy = gastrostomy != NULL && gastrostomy->value > 0;
    return gastrostomy != NULL && gastrostomy->state == DAY_ANSWERED;
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
