/* What the figures of all parts need. */
#include "trends/figures.h"

#include "base/arena.h"
#include "trends/statistics.h"

bool figures_are_shared(const struct figures_question *question, enum measure measure)
{
    return question->history->sharing.levels[measure] == SHARING_DAILY;
}

struct series figures_last(const struct figures_question *question, enum measure measure,
                           int32_t length)
{
    return series_last(question->history->answered[measure], question->until, length);
}

double figures_sum(const struct figures_question *question, enum measure measure, int32_t length)
{
    return series_sum(figures_last(question, measure, length));
}

struct series figures_latest(const struct figures_question *question, enum measure measure)
{
    struct series all =
        series_between(question->history->answered[measure], INT32_MIN, question->until);
    return all.count == 0 ? all : (struct series){all.points + all.count - 1, 1};
}

enum daybook_status figures_median(struct series series, struct arena *arena,
                                   struct figure_value *out_median)
{
    double *values = arena_take_array(arena, series.count, sizeof *values);
    if (values == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    struct figure_value median = {.has = series.count > 0};
    for (size_t i = 0; i < series.count; i++) {
        values[i] = series.points[i].value;
    }
    if (median.has) {
        statistics_sort(values, series.count);
        median.value = statistics_median(values, series.count);
    }
    *out_median = median;
    return DAYBOOK_OK;
}

uint32_t figures_days_within(struct series series, double low, double high)
{
    uint32_t days = 0;
    for (size_t i = 0; i < series.count; i++) {
        days += series.points[i].value >= low && series.points[i].value <= high ? 1 : 0;
    }
    return days;
}

const struct plan_version *figures_plan(const struct figures_question *question, const char *kind)
{
    return question->plans == NULL
               ? NULL
               : plan_book_in_force(question->plans, bytes_of_text(kind), question->until);
}

struct figure_value figures_plan_number(const struct plan_version *version, const char *field)
{
    const struct value *found = version == NULL ? NULL : value_find(version->fields, field);
    struct figure_value number = {.has = false};
    number.has = found != NULL && value_number(found, &number.value);
    return number;
}
