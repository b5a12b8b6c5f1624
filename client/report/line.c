/* Lines of text for a terminal. */
#include "report/line.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/bytes.h"

/* Every byte of UTF-8 but a continuation begins a character. */
static bool begins_character(char byte)
{
    return ((unsigned char)byte & 0xC0u) != 0x80u;
}

static size_t characters_in(const char *text, size_t size)
{
    size_t characters = 0;
    for (size_t i = 0; i < size; i++) {
        characters += begins_character(text[i]) ? 1 : 0;
    }
    return characters;
}

void line_put(struct line *line, const char *text)
{
    assert(line != NULL && text != NULL);
    buffer_append_text(line->out, text);
    line->column += characters_in(text, strlen(text));
}

void line_put_at(struct line *line, size_t column, const char *text)
{
    assert(line != NULL && text != NULL);
    if (text[0] == '\0') {
        return;
    }
    bool passed = line->column > 0 && line->column >= column;
    size_t spaces = passed ? 1 : column - line->column;
    for (size_t i = 0; i < spaces; i++) {
        line_put(line, " ");
    }
    line_put(line, text);
}

void line_control(struct line *line, const char *sequence)
{
    buffer_append_text(line->out, sequence);
}

void line_end(struct line *line)
{
    buffer_append_text(line->out, "\n");
    line->column = 0;
}

/* Go on behind what is there; every line that follows begins at a column. */
static void wrap(struct line *line, size_t columns, size_t first, const char *text)
{
    bool begun = false;
    while (*text != '\0') {
        size_t size = strcspn(text, " ");
        size_t width = characters_in(text, size);
        if (begun && line->column + 1 + width > columns) {
            line_end(line);
            begun = false;
        }
        if (begun) {
            line_put(line, " ");
        }
        while (line->column < first) {
            line_put(line, " ");
        }
        buffer_append(line->out, (struct bytes){(const uint8_t *)text, size});
        line->column += width;
        begun = true;
        text += size;
        text += strspn(text, " ");
    }
    line_end(line);
}

void line_wrap(struct buffer *out, size_t columns, const char *text)
{
    struct line line = {.out = out};
    wrap(&line, columns, 0, text);
}

void line_hang(struct buffer *out, size_t columns, size_t column, const char *label,
               const char *text)
{
    struct line line = {.out = out};
    line_put_at(&line, 0, label);
    wrap(&line, columns, column, text);
}

/* C0 controls and DEL are one byte; the C1 controls, U+0080 to U+009F, are C2 80 to C2 9F. */
static size_t control_size(const unsigned char *at)
{
    if (at[0] < 0x20 || at[0] == 0x7F) {
        return 1;
    }
    return at[0] == 0xC2 && at[1] >= 0x80 && at[1] <= 0x9F ? 2 : 0;
}

void line_name(const char *name, char out_name[static LINE_NAME_SIZE])
{
    assert(name != NULL);
    bool readable = bytes_are_text(bytes_of_text(name));
    const unsigned char *at = (const unsigned char *)name;
    size_t size = 0;
    while (*at != '\0' && size < NAME_TEXT_MAX) {
        size_t control = control_size(at);
        if (control > 0 || (!readable && *at >= 0x80)) {
            out_name[size++] = '?';
            at += control > 0 ? control : 1;
        } else {
            out_name[size++] = (char)*at++;
        }
    }
    /* A cut must not leave half a character. */
    while (*at != '\0' && size > 0 && !begins_character((char)*at)) {
        at--;
        size--;
    }
    out_name[size] = '\0';
}
