/* Reads members of an answer. */
#include "cli/reply.h"

#include <stdio.h>
#include <string.h>

#include "cli/speech.h"

const char *reply_text(const json_t *answer, const char *name)
{
    const char *text = json_string_value(json_object_get(answer, name));
    return text == NULL ? "" : text;
}

json_int_t reply_integer(const json_t *answer, const char *name)
{
    return json_integer_value(json_object_get(answer, name));
}

bool reply_is(const json_t *answer, const char *name)
{
    return json_is_true(json_object_get(answer, name));
}

const json_t *reply_list(const json_t *answer, const char *name)
{
    return json_object_get(answer, name);
}

static void copy_start(const char *text, char *out_text, size_t size)
{
    size_t length = strnlen(text, size - 1);
    memcpy(out_text, text, length);
    out_text[length] = '\0';
}

void reply_moment(const json_t *answer, const char *name, char out_text[static REPLY_MOMENT_SIZE])
{
    copy_start(reply_text(answer, name), out_text, REPLY_MOMENT_SIZE);
    char *between = strchr(out_text, 'T');
    if (between != NULL) {
        *between = ' ';
    }
}

void reply_short_id(const json_t *answer, const char *name,
                    char out_text[static REPLY_SHORT_ID_SIZE])
{
    copy_start(reply_text(answer, name), out_text, REPLY_SHORT_ID_SIZE);
}

void reply_print_texts(const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        fputs(i == 0 ? "" : ", ", stdout);
        speech_put(stdout, json_string_value(json_array_get(list, i)));
    }
}
