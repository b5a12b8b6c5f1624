/* Lines of text for a terminal: columns, wrapped sentences, and what a name may contain. */
#ifndef REPORT_LINE_H
#define REPORT_LINE_H

#include <stddef.h>

#include "base/limits.h"

struct buffer;

/* The line being written. Start with (struct line){.out = buffer}. */
struct line {
    struct buffer *out;
    size_t column; /* characters written so far */
};

/* Write text, UTF-8 of characters one column wide, at a column: pads with spaces, at least one when
 * the column is passed already. An empty text writes nothing. */
void line_put_at(struct line *line, size_t column, const char *text);

/* Write text right behind what is there. */
void line_put(struct line *line, const char *text);

/* Write a terminal's control sequence, which takes no column. */
void line_control(struct line *line, const char *sequence);

/* End the line. */
void line_end(struct line *line);

/* Write sentences, broken at spaces so that no line is longer than columns unless a word is. */
void line_wrap(struct buffer *out, size_t columns, const char *text);

/* The same with a label before it, and every line of the sentences at that column. */
void line_hang(struct buffer *out, size_t columns, size_t column, const char *label,
               const char *text);

enum { LINE_NAME_SIZE = NAME_TEXT_MAX + 1 };

/* Copy a person's name for showing: control characters, which could steer a terminal, and broken
 * UTF-8 become '?'; what is longer than NAME_TEXT_MAX bytes is cut. */
void line_name(const char *name, char out_name[static LINE_NAME_SIZE]);

#endif
