/* What left its usual range, on the page for a terminal. */
#include "report/usual_text.h"

#include <stdio.h>

#include "base/buffer.h"
#include "report/figure.h"
#include "report/line.h"
#include "report/summary_text.h"
#include "trends/summary.h"

enum { SENTENCE_SIZE = 256 };

static void put_measure(const struct measure_rule *rule, const struct measure_summary *measure,
                        size_t columns, struct buffer *out)
{
    char low[FIGURE_TEXT_SIZE];
    char high[FIGURE_UNIT_TEXT_SIZE];
    char text[SENTENCE_SIZE];
    bool is_neutral = measure->usual_sense == TREND_NEUTRAL;
    figure_to_text(measure->usual.low, 1, low);
    figure_with_unit(measure->usual.high, rule->unit, high);
    snprintf(text, sizeof text, "%s: %s than usual%s%s; usual would be %s to %s.", rule->label,
             usual_verdict_name(measure->usual.verdict), is_neutral ? "" : ", ",
             is_neutral ? "" : trend_sense_name(measure->usual_sense), low, high);
    line_wrap(out, columns, text);
}

static bool is_asked_for(const struct summary_text_options *options, size_t measure)
{
    const struct measure_rule *rule = measure_rule((enum measure)measure);
    if (options->one_measure) {
        return options->measure == (enum measure)measure;
    }
    return !options->one_part || options->part == rule->part;
}

void usual_text(const struct trend_summary *summary, const struct summary_text_options *options,
                size_t columns, struct buffer *out)
{
    bool any = false;
    line_wrap(out, columns,
              "Outside of the usual range, which follows the slow change of the weeks before:");
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct measure_summary *measure = &summary->measures[i];
        enum usual_verdict verdict = measure->usual.verdict;
        bool is_outside = verdict == USUAL_LOWER || verdict == USUAL_HIGHER;
        if (is_outside && is_asked_for(options, i)) {
            put_measure(measure_rule((enum measure)i), measure, columns, out);
            any = true;
        }
    }
    if (!any) {
        line_wrap(out, columns, "Nothing that is logged often enough to tell.");
    }
}
