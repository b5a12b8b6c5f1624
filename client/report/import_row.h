/* Rows of the tables that other programs write: separated by commas, semicolons or tabs. */
#ifndef REPORT_IMPORT_ROW_H
#define REPORT_IMPORT_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"

enum { IMPORT_ROW_CELLS_MAX = 16 };

/* The cells of a row, without the blanks and quotes around them; what is beyond the last of them is
 * left off. Borrows the text. */
struct import_row {
    size_t line; /* of the file, from 1 */
    struct bytes cells[IMPORT_ROW_CELLS_MAX];
    size_t count;
};

/* A walk over a text. Start with import_rows_begin(). */
struct import_rows {
    struct bytes rest;
    size_t line;
};

/* Begin at the first line; a byte order mark is skipped. */
struct import_rows import_rows_begin(struct bytes text);

/* Take the next row that is not blank. Cells are separated by the first of comma, semicolon and tab
 * that the row holds outside of quotes. False at the end. */
bool import_rows_next(struct import_rows *rows, struct import_row *out_row);

/* The cell at an index; empty when the row has none. */
struct bytes import_row_cell(const struct import_row *row, size_t index);

#endif
