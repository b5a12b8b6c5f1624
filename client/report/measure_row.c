/* One line of a page about one measure. */
#include "report/measure_row.h"

#include <assert.h>
#include <stdio.h>

#include "base/timestamp.h"
#include "report/chart.h"
#include "report/figure.h"
#include "report/page.h"
#include "report/sharing_text.h"
#include "report/summary_text.h"
#include "trends/summary.h"

void measure_row_head(const struct page *page, const char *first, const char *last)
{
    struct line line = {.out = page->out};
    line_put_at(&line, 0, first);
    line_put_at(&line, MEASURE_ROW_WEEKS, "12 weeks");
    line_put_at(&line, MEASURE_ROW_MEDIAN, "Median, 28 d");
    line_put_at(&line, MEASURE_ROW_DAYS, "Days");
    line_put_at(&line, MEASURE_ROW_TREND, last);
    if (page->columns >= SUMMARY_TEXT_COLUMNS_WIDE && page->options->glance == NULL) {
        line_put_at(&line, MEASURE_ROW_SLOPE, "Change a month");
    }
    line_end(&line);
}

const char *measure_row_sign(enum evidence_mark mark)
{
    switch (mark) {
    case EVIDENCE_CONFIRMED:
        return "";
    case EVIDENCE_UNVERIFIED:
        return "?";
    case EVIDENCE_PROPOSAL:
        return "~";
    }
    assert(false);
    return "";
}

void measure_row_label(struct line *line, const char *label, enum evidence_mark mark)
{
    line_put_at(line, 0, label);
    line_put(line, measure_row_sign(mark));
}

static void put_median(struct line *line, const struct measure_rule *rule,
                       const struct measure_summary *summary)
{
    const struct trend_window *window = &summary->d28;
    const char *kept_back = sharing_text_of(summary->sharing);
    if (kept_back != NULL) {
        line_put_at(line, MEASURE_ROW_MEDIAN, kept_back);
        return;
    }
    if (window->n == 0) {
        line_put_at(line, MEASURE_ROW_MEDIAN, "none");
        return;
    }
    char figure[FIGURE_UNIT_TEXT_SIZE];
    figure_with_unit(window->median, rule->unit, figure);
    line_put_at(line, MEASURE_ROW_MEDIAN, figure);
    line_put(line, window->enough ? "" : "*");
}

void measure_row_begin(const struct page *page, enum measure measure, struct line *line)
{
    const struct measure_rule *rule = measure_rule(measure);
    const struct measure_summary *summary = &page->summary->measures[measure];
    struct chart_series series = {
        .rule = rule,
        .weeks = summary->weeks,
        .week_count = summary->week_count,
        .last_monday = day_monday(page->summary->until - (WEEK_DAYS - 1)),
    };
    char chart[CHART_TEXT_SIZE];
    chart_weeks(&series, page->options->unicode, chart);
    measure_row_label(line, rule->label, rule->evidence.mark);
    line_put_at(line, MEASURE_ROW_WEEKS, chart);
    put_median(line, rule, summary);
    if (summary->sharing == SHARING_DAILY) {
        char days[MEASURE_ROW_CELL_SIZE];
        snprintf(days, sizeof days, "%u of %u", summary->d28.n, summary->d28.expected);
        line_put_at(line, MEASURE_ROW_DAYS, days);
    }
}

static const char *color_of(enum trend_sense sense)
{
    switch (sense) {
    case TREND_NEUTRAL:
        return NULL;
    case TREND_BETTER:
        return "\033[32m";
    case TREND_WORSE:
        return "\033[1;33m";
    }
    assert(false);
    return NULL;
}

void measure_row_word(const struct page *page, struct line *line, const char *word,
                      enum trend_sense sense)
{
    const char *color = page->options->color ? color_of(sense) : NULL;
    line_put_at(line, MEASURE_ROW_TREND - 1, " ");
    if (color != NULL) {
        line_control(line, color);
    }
    line_put(line, word);
    if (color != NULL) {
        line_control(line, "\033[0m");
    }
}

void measure_row_trend(const struct page *page, struct line *line, const struct trend *trend)
{
    char cell[MEASURE_ROW_CELL_SIZE];
    if (trend->word == TREND_INSUFFICIENT) {
        line_put_at(line, MEASURE_ROW_TREND, "too few weeks");
        return;
    }
    if (trend->sense == TREND_NEUTRAL) {
        snprintf(cell, sizeof cell, "%s", trend_word_name(trend->word));
    } else {
        snprintf(cell, sizeof cell, "%s (%s)", trend_word_name(trend->word),
                 trend_sense_name(trend->sense));
    }
    measure_row_word(page, line, cell, trend->sense);
    char p[FIGURE_TEXT_SIZE];
    figure_p_to_text(trend->mk_p, p);
    line_put_at(line, MEASURE_ROW_P, p);
}

void measure_row_slope(struct line *line, size_t column, const struct trend *trend)
{
    char slope[FIGURE_TEXT_SIZE] = "-";
    if (trend->word != TREND_INSUFFICIENT) {
        figure_change_to_text(trend->slope_per_month, 2, slope);
    }
    line_put_at(line, column, slope);
}

void measure_row_put(const struct page *page, enum measure measure)
{
    const struct measure_summary *summary = &page->summary->measures[measure];
    struct line line = {.out = page->out};
    measure_row_begin(page, measure, &line);
    if (summary->sharing != SHARING_WITHHELD) {
        measure_row_trend(page, &line, &summary->d84);
    }
    if (page->columns >= SUMMARY_TEXT_COLUMNS_WIDE) {
        measure_row_slope(&line, MEASURE_ROW_SLOPE, &summary->d84);
    }
    line_end(&line);
}

void measure_row_legend(const struct page *page)
{
    line_wrap(page->out, page->columns,
              "A dot is a week with too few days to count; * a figure of fewer days than it needs. "
              "What counts as a change, or as enough, is our own proposal where there is a ~, and "
              "unverified where there is a ?.");
}
