/* Sessions by type, as bars. */
#include "report/exercise_bars.h"

#include <stdio.h>

#include "report/chart.h"
#include "report/line.h"
#include "report/sharing_text.h"
#include "trends/summary.h"

enum { COLUMN_EXERCISE_BAR = 19, COLUMN_EXERCISE_WORDS = 33, CELL_SIZE = 96 };

void exercise_bars_put(const struct trend_summary *summary, size_t columns, bool unicode,
                       struct buffer *out)
{
    bool any = false;
    line_wrap(out, columns, "Exercise, last 28 days");
    for (size_t i = 0; i < EXERCISE_TYPE_COUNT; i++) {
        const struct exercise_count *exercise = &summary->exercise_d28[i];
        enum measure logged = exercise_measures((enum exercise_type)i)->logged;
        const char *kept_back = sharing_text_of(summary->measures[logged].sharing);
        if (kept_back != NULL) {
            struct line line = {.out = out};
            line_put_at(&line, 2, exercise_type_name((enum exercise_type)i));
            line_put_at(&line, COLUMN_EXERCISE_BAR, kept_back);
            line_end(&line);
            any = true;
            continue;
        }
        if (exercise->logged == 0) {
            continue;
        }
        char bar[CHART_TEXT_SIZE];
        char words[CELL_SIZE];
        uint32_t done = exercise->done < exercise->logged ? exercise->done : exercise->logged;
        chart_bar(done, exercise->logged, unicode, bar);
        snprintf(words, sizeof words, "%u of %u logged sessions done", exercise->done,
                 exercise->logged);
        struct line line = {.out = out};
        line_put_at(&line, 2, exercise_type_name((enum exercise_type)i));
        line_put_at(&line, COLUMN_EXERCISE_BAR, bar);
        line_put_at(&line, COLUMN_EXERCISE_WORDS, words);
        line_end(&line);
        any = true;
    }
    if (!any) {
        line_wrap(out, columns, "No session was logged.");
    }
}
