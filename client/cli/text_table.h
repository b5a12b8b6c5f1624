/* Text in columns that line up, for a terminal. */
#ifndef CLI_TEXT_TABLE_H
#define CLI_TEXT_TABLE_H

#include <stddef.h>

enum { TEXT_TABLE_COLUMNS_MAX = 6 };

/* How wide the columns are so far, in characters. Start with (struct text_table){0}: measure all
 * rows, then print all rows. */
struct text_table {
    size_t widths[TEXT_TABLE_COLUMNS_MAX];
};

/* Make a column at least as wide as this text. */
void text_table_measure(struct text_table *table, size_t column, const char *text);

/* Print a cell on stdout, filled up with blanks to its column's width and followed by two more. */
void text_table_print(const struct text_table *table, size_t column, const char *text);

#endif
