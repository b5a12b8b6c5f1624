/* A sentence of words and figures. */
#include "report/sentence.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/timestamp.h"
#include "report/figure.h"
#include "report/line.h"

void sentence_say(struct sentence *sentence, const char *format, ...)
{
    size_t room = sizeof sentence->text - sentence->size;
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(sentence->text + sentence->size, room, format, arguments);
    va_end(arguments);
    if (written > 0) {
        sentence->size += (size_t)written < room ? (size_t)written : room - 1;
    }
}

void sentence_figure(struct sentence *sentence, const char *before, struct figure_value value,
                     const char *after)
{
    char figure[FIGURE_TEXT_SIZE];
    if (value.has) {
        figure_to_text(value.value, 1, figure);
        sentence_say(sentence, "%s%s%s", before, figure, after);
    }
}

void sentence_change(struct sentence *sentence, const char *before, struct figure_value value,
                     const char *after)
{
    char figure[FIGURE_TEXT_SIZE];
    if (value.has) {
        figure_change_to_text(value.value, 2, figure);
        sentence_say(sentence, "%s%s%s", before, figure, after);
    }
}

void sentence_with_unit(struct sentence *sentence, const char *before, double value,
                        const char *unit)
{
    char figure[FIGURE_UNIT_TEXT_SIZE];
    figure_with_unit(value, unit, figure);
    sentence_say(sentence, "%s%s", before, figure);
}

void sentence_next(struct sentence *sentence)
{
    sentence_say(sentence, "%s", sentence->size == 0 ? "" : "; ");
}

void sentence_day(struct sentence *sentence, const char *before, int32_t day)
{
    char text[DAY_TEXT_SIZE];
    day_to_text(day, text);
    sentence_say(sentence, "%s%s", before, text);
}

void sentence_end(struct sentence *sentence, size_t columns, struct buffer *out)
{
    if (sentence->size > 0) {
        line_wrap(out, columns, sentence->text);
    }
    sentence->size = 0;
    sentence->text[0] = '\0';
}

void sentence_hang(struct sentence *sentence, size_t columns, size_t column, const char *label,
                   struct buffer *out)
{
    if (sentence->size > 0) {
        line_hang(out, columns, column, label, sentence->text);
    }
    sentence->size = 0;
    sentence->text[0] = '\0';
}
