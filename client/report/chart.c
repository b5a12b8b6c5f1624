/* Small charts of one line for a terminal. */
#include "report/chart.h"

#include <assert.h>
#include <string.h>

enum { LEVELS = 8 };

static const char *const BLOCKS[LEVELS] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const ASCII_LEVELS[LEVELS] = {"_", "-", "~", "=", "+", "*", "%", "#"};

/* The values at the foot and at the head of a chart. */
struct scale {
    double low;
    double high;
};

static void append(char *text, const char *character)
{
    size_t size = strlen(text);
    size_t more = strlen(character);
    assert(size + more < CHART_TEXT_SIZE);
    memcpy(text + size, character, more + 1);
}

static bool is_drawn(const struct chart_series *series, int32_t monday)
{
    return monday > series->last_monday - WEEK_DAYS * CHART_WEEKS && monday <= series->last_monday;
}

/* Widened evenly to the smallest span, then moved to where values are possible. */
static struct scale scale_of(const struct chart_series *series)
{
    struct scale scale = {series->rule->value_max, series->rule->value_min};
    for (size_t i = 0; i < series->week_count; i++) {
        const struct trend_week *week = &series->weeks[i];
        if (!is_drawn(series, week->monday)) {
            continue;
        }
        scale.low = week->median < scale.low ? week->median : scale.low;
        scale.high = week->median > scale.high ? week->median : scale.high;
    }
    double lacking = series->rule->chart_span_min - (scale.high - scale.low);
    if (lacking > 0.0) {
        scale.low -= lacking / 2.0;
        scale.high += lacking / 2.0;
    }
    double below = series->rule->value_min - scale.low;
    double above = scale.high - series->rule->value_max;
    double shift = below > 0.0 ? below : (above > 0.0 ? -above : 0.0);
    scale.low += shift;
    scale.high += shift;
    return scale;
}

static size_t level_of(const struct scale *scale, double value)
{
    double share = (value - scale->low) / (scale->high - scale->low);
    if (!(share > 0.0)) {
        return 0;
    }
    size_t level = share < 1.0 ? (size_t)(share * LEVELS) : LEVELS - 1;
    return level < LEVELS ? level : LEVELS - 1;
}

static const struct trend_week *find_week(const struct chart_series *series, int32_t monday)
{
    for (size_t i = 0; i < series->week_count; i++) {
        if (series->weeks[i].monday == monday) {
            return &series->weeks[i];
        }
    }
    return NULL;
}

void chart_weeks(const struct chart_series *series, bool unicode,
                 char out_text[static CHART_TEXT_SIZE])
{
    assert(series != NULL && series->rule != NULL);
    const char *const *levels = unicode ? BLOCKS : ASCII_LEVELS;
    struct scale scale = scale_of(series);
    out_text[0] = '\0';
    for (int32_t cell = 0; cell < CHART_WEEKS; cell++) {
        int32_t monday = series->last_monday - WEEK_DAYS * (CHART_WEEKS - 1 - cell);
        const struct trend_week *week = find_week(series, monday);
        const char *gap = unicode ? "·" : ".";
        append(out_text, week == NULL ? gap : levels[level_of(&scale, week->median)]);
    }
}

void chart_bar(uint32_t part, uint32_t whole, bool unicode, char out_text[static CHART_TEXT_SIZE])
{
    assert(part <= whole);
    uint64_t filled = whole == 0 ? 0 : ((uint64_t)part * CHART_BAR_CELLS + whole / 2) / whole;
    out_text[0] = '\0';
    for (uint64_t cell = 0; cell < CHART_BAR_CELLS; cell++) {
        const char *full = unicode ? "█" : "#";
        const char *empty = unicode ? "░" : ".";
        append(out_text, cell < filled ? full : empty);
    }
}
