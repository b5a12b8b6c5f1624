/* A sentence of words and figures, written piece by piece and then wrapped. */
#ifndef REPORT_SENTENCE_H
#define REPORT_SENTENCE_H

#include <stddef.h>
#include <stdint.h>

#include "trends/figures.h"

struct buffer;

enum { SENTENCE_SIZE = 1024 };

/* Start with (struct sentence){.size = 0}. What does not fit is cut. */
struct sentence {
    char text[SENTENCE_SIZE];
    size_t size;
};

/* Append as printf() does. */
void sentence_say(struct sentence *sentence, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Append before, a figure of at most one decimal, and after; nothing at all without a value. */
void sentence_figure(struct sentence *sentence, const char *before, struct figure_value value,
                     const char *after);

/* The same with a plus sign before what is above 0, and at most two decimals. */
void sentence_change(struct sentence *sentence, const char *before, struct figure_value value,
                     const char *after);

/* Append before, a figure with its unit, and nothing else. */
void sentence_with_unit(struct sentence *sentence, const char *before, double value,
                        const char *unit);

/* Begin another item of a list: a semicolon, unless it is the first. */
void sentence_next(struct sentence *sentence);

/* Append before and a date. */
void sentence_day(struct sentence *sentence, const char *before, int32_t day);

/* Write it, wrapped, when there is anything in it, and begin again. */
void sentence_end(struct sentence *sentence, size_t columns, struct buffer *out);

/* The same with a label, as line_hang(). */
void sentence_hang(struct sentence *sentence, size_t columns, size_t column, const char *label,
                   struct buffer *out);

#endif
