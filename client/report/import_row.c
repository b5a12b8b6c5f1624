/* Rows of the tables that other programs write. */
#include "report/import_row.h"

#include <assert.h>
#include <string.h>

static const char BYTE_ORDER_MARK[] = "\xef\xbb\xbf";

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '"';
}

/* Without the blanks and quotes at both ends. */
static struct bytes trim(struct bytes text)
{
    while (text.size > 0 && is_blank(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && is_blank(text.data[text.size - 1])) {
        text.size--;
    }
    return text;
}

struct import_rows import_rows_begin(struct bytes text)
{
    size_t mark = sizeof BYTE_ORDER_MARK - 1;
    if (text.size >= mark && memcmp(text.data, BYTE_ORDER_MARK, mark) == 0) {
        text.data += mark;
        text.size -= mark;
    }
    return (struct import_rows){.rest = text};
}

/* Cut the text at the first line feed, or where it ends. */
static struct bytes take_line(struct bytes *rest)
{
    const uint8_t *feed = rest->size == 0 ? NULL : memchr(rest->data, '\n', rest->size);
    struct bytes line = {rest->data, feed == NULL ? rest->size : (size_t)(feed - rest->data)};
    size_t taken = line.size + (feed == NULL ? 0 : 1);
    rest->data = taken == 0 ? rest->data : rest->data + taken;
    rest->size -= taken;
    return line;
}

/* The end of the cell that begins here: a separator outside of quotes, any of them while none is
 * known. */
static size_t cell_size(struct bytes rest, uint8_t separator)
{
    bool quoted = false;
    size_t i = 0;
    for (; i < rest.size; i++) {
        uint8_t byte = rest.data[i];
        bool separates =
            separator == 0 ? byte == ',' || byte == ';' || byte == '\t' : byte == separator;
        quoted = byte == '"' ? !quoted : quoted;
        if (separates && !quoted) {
            break;
        }
    }
    return i;
}

static void split(struct bytes line, struct import_row *row)
{
    uint8_t separator = 0;
    while (row->count < IMPORT_ROW_CELLS_MAX) {
        size_t size = cell_size(line, separator);
        row->cells[row->count++] = trim((struct bytes){line.data, size});
        if (size == line.size) {
            return;
        }
        separator = line.data[size];
        line.data += size + 1;
        line.size -= size + 1;
    }
}

bool import_rows_next(struct import_rows *rows, struct import_row *out_row)
{
    assert(rows != NULL && out_row != NULL);
    while (rows->rest.size > 0) {
        struct bytes line = take_line(&rows->rest);
        rows->line++;
        if (trim(line).size > 0) {
            *out_row = (struct import_row){.line = rows->line};
            split(line, out_row);
            return true;
        }
    }
    return false;
}

struct bytes import_row_cell(const struct import_row *row, size_t index)
{
    assert(row != NULL);
    return index < row->count ? row->cells[index] : (struct bytes){NULL, 0};
}
