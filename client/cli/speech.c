/* Sentences on stderr, and other people's text without control characters. */
#include "cli/speech.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "cli/call.h"

enum { CONTROL_END = 0x20, CONTROL_DELETE = 0x7f, CONTROL_LEAD = 0xc2, CONTROL_C1_END = 0xa0 };

enum { SENTENCE_SIZE = 1024 };

/* The text is formatted first and cleaned then: it may quote an argument. */
__attribute__((format(printf, 2, 0))) static void say(const char *prefix, const char *format,
                                                      va_list arguments)
{
    char sentence[SENTENCE_SIZE];
    if (vsnprintf(sentence, sizeof sentence, format, arguments) < 0) {
        sentence[0] = '\0';
    }
    fputs(prefix, stderr);
    speech_put(stderr, sentence);
    fputc('\n', stderr);
}

void speech_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say("daybook: ", format, arguments);
    va_end(arguments);
}

void speech_note(const struct call *call, const char *format, ...)
{
    if (call_has(call, "quiet")) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    say("", format, arguments);
    va_end(arguments);
}

/* How many bytes of a control character stand here: one for those of ASCII, two for those of
 * Latin-1 in UTF-8, none for anything else. */
static size_t control_size(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    unsigned char second = first == '\0' ? '\0' : (unsigned char)text[1];
    if (first < CONTROL_END || first == CONTROL_DELETE) {
        return 1;
    }
    return first == CONTROL_LEAD && second < CONTROL_C1_END ? 2 : 0;
}

static void put(FILE *out, const char *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        size_t control = control_size(text + i);
        fputc(control > 0 ? ' ' : text[i], out);
        i += control > 0 ? control : 1;
    }
}

void speech_put(FILE *out, const char *text)
{
    if (text != NULL) {
        put(out, text, strlen(text));
    }
}

void speech_put_lines(FILE *out, const char *indentation, const char *text)
{
    while (text != NULL) {
        const char *end = strchr(text, '\n');
        size_t size = end == NULL ? strlen(text) : (size_t)(end - text);
        fputs(indentation, out);
        put(out, text, size);
        fputc('\n', out);
        text = end == NULL ? NULL : end + 1;
    }
}
