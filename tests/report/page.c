/* Pages as text. */
#include "report/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buffer.h"

enum { PAGE_SIZE_MAX = 65536, PATH_SIZE = 512 };

char *page_print(const struct trend_summary *summary, const struct summary_text_options *options,
                 struct arena *arena)
{
    struct buffer out = {0};
    report_summary_text(summary, options, &out);
    assert_false(out.failed);
    char *text = arena_copy_text(arena, buffer_bytes(&out));
    assert_non_null(text);
    buffer_free(&out);
    return text;
}

static void accept_page(const char *path, const char *page)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(page, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

void page_expect_golden(const char *page, const char *name)
{
    static char expected[PAGE_SIZE_MAX];
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/tests/golden/trends/%s", DAYBOOK_SOURCE_DIR, name);
    if (getenv("DAYBOOK_ACCEPT") != NULL) {
        accept_page(path, page);
    }
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t size = fread(expected, 1, PAGE_SIZE_MAX - 1, file);
    expected[size] = '\0';
    fclose(file);
    assert_string_equal(page, expected);
}

size_t page_height(const char *page)
{
    size_t lines = 0;
    for (; *page != '\0'; page++) {
        lines += *page == '\n';
    }
    return lines;
}

size_t page_width(const char *page)
{
    size_t widest = 0;
    size_t width = 0;
    for (; *page != '\0'; page++) {
        if (*page == '\n') {
            width = 0;
        } else if (((unsigned char)*page & 0xC0u) != 0x80u) {
            width++;
        }
        widest = width > widest ? width : widest;
    }
    return widest;
}
