/* The therapist's page as text for a terminal. */
#include "report/summary_text.h"

#include <assert.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/timestamp.h"
#include "report/exercise_bars.h"
#include "report/figure.h"
#include "report/glance.h"
#include "report/line.h"
#include "report/measure_row.h"
#include "report/page.h"
#include "report/part_notes.h"
#include "report/part_text.h"
#include "report/sentence.h"
#include "report/usual_text.h"
#include "trends/summary.h"

/* Where the columns of the tables begin. */
enum {
    COLUMN_WHOLE_COUNT = 19,
    COLUMN_WHOLE_SLOPE = 33,
    COLUMN_MIDDLE = 19,
    COLUMN_RANGE = 32,
    COLUMN_ROLE = 46, /* the first of four */
    COLUMN_ROLE_STEP = 9,
};

static const char *const ROLE_HEADINGS[ROLE_COUNT] = {
    [ROLE_PATIENT] = "Patient",
    [ROLE_CAREGIVER] = "Carer",
    [ROLE_THERAPIST] = "Therap.",
    [ROLE_DEVICE] = "Device",
};

/* Is this measure asked for? */
static bool shows(const struct page *page, size_t measure)
{
    const struct measure_summary *summary = &page->summary->measures[measure];
    const struct measure_rule *rule = measure_rule((enum measure)measure);
    if (page->options->one_measure) {
        return page->options->measure == (enum measure)measure;
    }
    if (page->options->one_part && page->options->part != rule->part) {
        return false;
    }
    return (summary->has_last || summary->sharing != SHARING_DAILY) && rule->show == SHOW_WINDOW;
}

static void put_heading(const struct page *page)
{
    char until[DAY_TEXT_SIZE];
    char name[LINE_NAME_SIZE] = "";
    char text[SENTENCE_SIZE];
    day_to_text(page->summary->until, until);
    if (page->options->patient != NULL) {
        line_name(page->options->patient, name);
    }
    snprintf(text, sizeof text, "Trend summary%s%s, up to %s", name[0] == '\0' ? "" : " of ", name,
             until);
    line_wrap(page->out, page->columns, text);
}

static void put_coverage(const struct page *page)
{
    const struct trend_summary *summary = page->summary;
    char first[DAY_TEXT_SIZE];
    char last[DAY_TEXT_SIZE];
    char text[SENTENCE_SIZE];
    day_to_text(summary->first_day, first);
    day_to_text(summary->last_day, last);
    snprintf(
        text, sizeof text,
        "Something was logged on %u of the last 28 days and %u of the last 7; the first day is "
        "%s, the latest %s.",
        summary->reporters_d28.days, summary->reporters_d7.days, first, last);
    line_wrap(page->out, page->columns, text);
}

static void put_one_measure(const struct page *page)
{
    measure_row_head(page, "Measure", "Trend, 12 weeks");
    measure_row_put(page, page->options->measure);
    part_notes_put_measure(page->summary, page->options->measure, page->columns, page->out);
}

static void put_part(const struct page *page, enum measure_part part)
{
    struct line line = {.out = page->out};
    line_put_at(&line, 0, measure_part_label(part));
    line_end(&line);
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        if (measure_rule((enum measure)i)->part == part && shows(page, i)) {
            measure_row_put(page, (enum measure)i);
        }
    }
    if (part == PART_MOVEMENT) {
        exercise_bars_put(page->summary, page->columns, page->options->unicode, page->out);
    }
    const struct part_text text = {.summary = page->summary,
                                   .figures = page->options->figures,
                                   .columns = page->columns,
                                   .for_therapist = page->options->for_therapist};
    if (text.figures != NULL) {
        part_text_put(&text, part, page->out);
    }
    part_notes_put(&text, part, page->out);
    buffer_append_text(page->out, "\n");
}

static void put_parts(const struct page *page)
{
    measure_row_head(page, "Measure", "Trend, 12 weeks");
    for (int part = 0; part < PART_COUNT; part++) {
        if (!page->options->one_part || page->options->part == (enum measure_part)part) {
            put_part(page, (enum measure_part)part);
        }
    }
}

static void put_measures(const struct page *page)
{
    if (page->options->one_measure) {
        put_one_measure(page);
    } else {
        put_parts(page);
    }
    measure_row_legend(page);
}

static void put_whole_trends(const struct page *page)
{
    struct line line = {.out = page->out};
    line_put_at(&line, 0, "Whole record");
    line_put_at(&line, COLUMN_WHOLE_COUNT, "Weeks");
    line_put_at(&line, COLUMN_WHOLE_SLOPE, "Change a month");
    line_put_at(&line, MEASURE_ROW_TREND, "Trend");
    line_end(&line);
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct trend *trend = &page->summary->measures[i].all;
        if (trend->weeks == 0 || !shows(page, i)) {
            continue;
        }
        char weeks[MEASURE_ROW_CELL_SIZE];
        snprintf(weeks, sizeof weeks, "%u", trend->weeks);
        line_put_at(&line, 0, measure_rule((enum measure)i)->label);
        line_put_at(&line, COLUMN_WHOLE_COUNT, weeks);
        measure_row_slope(&line, COLUMN_WHOLE_SLOPE, trend);
        measure_row_trend(page, &line, trend);
        line_end(&line);
    }
}

static void put_span(struct line *line, size_t column, double low, double high)
{
    char first[FIGURE_TEXT_SIZE];
    char second[FIGURE_TEXT_SIZE];
    char cell[MEASURE_ROW_CELL_SIZE];
    figure_to_text(low, 1, first);
    figure_to_text(high, 1, second);
    snprintf(cell, sizeof cell, "%s-%s", first, second);
    line_put_at(line, column, cell);
}

static void put_counts_by_role(struct line *line, const uint32_t *counts)
{
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        char cell[MEASURE_ROW_CELL_SIZE];
        snprintf(cell, sizeof cell, "%u", counts[role]);
        line_put_at(line, COLUMN_ROLE + COLUMN_ROLE_STEP * role, cell);
    }
}

/* How the last 28 days spread, and who they were reported by. */
static void put_reporters(const struct page *page)
{
    struct line line = {.out = page->out};
    line_put_at(&line, 0, "Last 28 days");
    line_put_at(&line, COLUMN_MIDDLE, "Middle half");
    line_put_at(&line, COLUMN_RANGE, "Range");
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        line_put_at(&line, COLUMN_ROLE + COLUMN_ROLE_STEP * role, ROLE_HEADINGS[role]);
    }
    line_end(&line);
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct trend_window *window = &page->summary->measures[i].d28;
        if (window->n == 0 || !shows(page, i)) {
            continue;
        }
        line_put_at(&line, 0, measure_rule((enum measure)i)->label);
        put_span(&line, COLUMN_MIDDLE, window->q1, window->q3);
        put_span(&line, COLUMN_RANGE, window->min, window->max);
        put_counts_by_role(&line, window->days_by_role);
        line_end(&line);
    }
    line_put_at(&line, 0, "All entries");
    put_counts_by_role(&line, page->summary->reporters_d28.entries_by_role);
    line_end(&line);
    line_wrap(page->out, page->columns,
              "The numbers under each reporter are days with a value; in the last line, entries.");
}

static void put_usual(const struct page *page)
{
    usual_text(page->summary, page->options, page->columns, page->out);
}

static void put_sections(const struct page *page)
{
    static void (*const SECTIONS[])(const struct page *page) = {
        put_coverage, put_measures, put_usual, put_whole_trends, put_reporters,
    };
    for (size_t i = 0; i < sizeof SECTIONS / sizeof SECTIONS[0]; i++) {
        SECTIONS[i](page);
        buffer_append_text(page->out, "\n");
    }
}

void report_summary_text(const struct trend_summary *summary,
                         const struct summary_text_options *options, struct buffer *out)
{
    assert(summary != NULL && options != NULL && out != NULL);
    bool narrow = options->columns < SUMMARY_TEXT_COLUMNS_MIN;
    const struct page page = {
        .summary = summary,
        .options = options,
        .out = out,
        .columns = narrow ? (size_t)SUMMARY_TEXT_COLUMNS_MIN : (size_t)options->columns,
    };
    put_heading(&page);
    if (options->glance != NULL) {
        glance_put(&page, options->glance);
    } else if (summary->has_days) {
        put_sections(&page);
    } else {
        line_wrap(out, page.columns, "Nothing was logged up to this day.");
    }
    line_wrap(out, page.columns, "This shows what was logged. It is not a diagnosis.");
}
