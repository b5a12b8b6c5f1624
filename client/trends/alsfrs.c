/* ALSFRS-R: total, sub-scores, and how fast the total changes. */
#include "trends/alsfrs.h"

#include <assert.h>
#include <math.h>

#include "trends/theil_sen.h"

static const double MONTH_DAYS = 30.4375; /* a twelfth of 365.25 */
static const double PACE_INTERMEDIATE_MIN = 0.5;
static const double PACE_INTERMEDIATE_MAX = 1.0;

/* The sum of count scores from a question, 1 to 12, on. */
static uint32_t sum_from(const struct alsfrs_assessment *assessment, size_t question, size_t count)
{
    uint32_t sum = 0;
    for (size_t i = question - 1; i < question - 1 + count; i++) {
        assert(i < ALSFRS_ITEM_COUNT && assessment->scores[i] <= ALSFRS_ITEM_MAX);
        sum += assessment->scores[i];
    }
    return sum;
}

uint32_t alsfrs_total(const struct alsfrs_assessment *assessment)
{
    assert(assessment != NULL);
    return sum_from(assessment, 1, ALSFRS_ITEM_COUNT);
}

struct alsfrs_subscores alsfrs_subscores(const struct alsfrs_assessment *assessment)
{
    assert(assessment != NULL);
    return (struct alsfrs_subscores){
        .bulbar = sum_from(assessment, 1, 3),
        .fine_motor = sum_from(assessment, 4, 3),
        .gross_motor = sum_from(assessment, 7, 3),
        .respiratory = sum_from(assessment, 10, 3),
    };
}

static double mean_of(const double *values, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum / (double)count;
}

/* The line of least squares through points on days counted from the first, and its residuals. */
static void fit_least_squares(const int32_t *days, const double *totals, size_t count,
                              struct alsfrs_course *course)
{
    double day_sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        day_sum += days[i] - days[0];
    }
    double day_mean = day_sum / (double)count;
    double total_mean = mean_of(totals, count);
    double day_squares = 0.0;
    double products = 0.0;
    for (size_t i = 0; i < count; i++) {
        double day = days[i] - days[0] - day_mean;
        day_squares += day * day;
        products += day * (totals[i] - total_mean);
    }
    double slope = products / day_squares;
    double residual_squares = 0.0;
    for (size_t i = 0; i < count; i++) {
        double residual = totals[i] - total_mean - slope * (days[i] - days[0] - day_mean);
        residual_squares += residual * residual;
    }
    course->least_squares_per_month = slope * MONTH_DAYS;
    course->residual_spread = sqrt(residual_squares / (double)(count - 2));
}

enum daybook_status alsfrs_course(const int32_t *days, const double *totals, size_t count,
                                  struct arena *arena, struct alsfrs_course *out_course)
{
    assert((days != NULL && totals != NULL) || count == 0);
    assert(arena != NULL && out_course != NULL);
    struct alsfrs_course course = {.assessments = (uint32_t)count};
    if (count > 0) {
        course.span_days = days[count - 1] - days[0];
    }
    if (count >= ALSFRS_COURSE_MIN && course.span_days >= ALSFRS_COURSE_DAYS_MIN) {
        struct theil_sen *work = theil_sen_create(count, arena);
        if (work == NULL) {
            return DAYBOOK_NO_MEMORY;
        }
        course.enough = true;
        course.theil_sen_per_month = theil_sen_slope(work, days, totals, count) * MONTH_DAYS;
        fit_least_squares(days, totals, count, &course);
    }
    *out_course = course;
    return DAYBOOK_OK;
}

bool alsfrs_delta_fs(double total, int32_t day, int32_t onset_day, double *out_points_per_month)
{
    assert(out_points_per_month != NULL);
    if (day <= onset_day) {
        return false;
    }
    double months = ((double)day - onset_day) / MONTH_DAYS;
    *out_points_per_month = (ALSFRS_TOTAL_MAX - total) / months;
    return true;
}

enum alsfrs_pace alsfrs_pace(double points_per_month)
{
    if (points_per_month < PACE_INTERMEDIATE_MIN) {
        return ALSFRS_PACE_SLOW;
    }
    return points_per_month <= PACE_INTERMEDIATE_MAX ? ALSFRS_PACE_INTERMEDIATE : ALSFRS_PACE_FAST;
}

const char *alsfrs_pace_name(enum alsfrs_pace pace)
{
    switch (pace) {
    case ALSFRS_PACE_SLOW:
        return "slow";
    case ALSFRS_PACE_INTERMEDIATE:
        return "intermediate";
    case ALSFRS_PACE_FAST:
        return "fast";
    }
    assert(false);
    return "";
}
