/* Measures and prints columns. */
#include "cli/text_table.h"

#include <assert.h>
#include <stdio.h>

#include "cli/speech.h"

enum { CONTINUATION_MASK = 0xc0, CONTINUATION = 0x80 };

/* Characters of a UTF-8 text: its bytes without continuation bytes. */
static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += ((unsigned char)*text & CONTINUATION_MASK) != CONTINUATION;
    }
    return count;
}

void text_table_measure(struct text_table *table, size_t column, const char *text)
{
    assert(column < TEXT_TABLE_COLUMNS_MAX);
    size_t width = count_characters(text);
    if (width > table->widths[column]) {
        table->widths[column] = width;
    }
}

void text_table_print(const struct text_table *table, size_t column, const char *text)
{
    assert(column < TEXT_TABLE_COLUMNS_MAX);
    size_t width = count_characters(text);
    size_t blanks = table->widths[column] > width ? table->widths[column] - width : 0;
    speech_put(stdout, text);
    printf("%*s", (int)blanks + 2, "");
}
