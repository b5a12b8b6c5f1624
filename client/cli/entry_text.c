/* Writes the values, fields and marks of an entry. */
#include "cli/entry_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/reply.h"
#include "cli/speech.h"

enum { NUMBER_DIGITS = 15, MANY_ABSENT = 4 };

static void print_scalar(const json_t *value)
{
    if (json_is_string(value)) {
        speech_put(stdout, json_string_value(value));
    } else if (json_is_integer(value)) {
        printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
    } else if (json_is_real(value)) {
        printf("%.*g", NUMBER_DIGITS, json_real_value(value));
    } else if (json_is_boolean(value)) {
        fputs(json_is_true(value) ? "yes" : "no", stdout);
    } else {
        char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
        speech_put(stdout, text);
        free(text);
    }
}

static void print_scalars(const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        fputs(i == 0 ? "" : "+", stdout);
        print_scalar(json_array_get(list, i));
    }
}

/* An item of a group, in brackets; there are no groups in it. */
static void print_item(json_t *item)
{
    const char *name = NULL;
    json_t *value = NULL;
    const char *before = "(";
    json_object_foreach(item, name, value)
    {
        fputs(before, stdout);
        speech_put(stdout, name);
        putchar(' ');
        if (json_is_array(value)) {
            print_scalars(value);
        } else {
            print_scalar(value);
        }
        before = ", ";
    }
    putchar(')');
}

static void print_items(const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        fputs(i == 0 ? "" : " ", stdout);
        print_item(json_array_get(list, i));
    }
}

void entry_text_print_value(const json_t *value)
{
    const char *absent = reply_text(value, "absent");
    if (absent[0] != '\0') {
        fputc('(', stdout);
        speech_put(stdout, absent);
        fputc(')', stdout);
    } else if (json_is_array(value) && json_is_object(json_array_get(value, 0))) {
        print_items(value);
    } else if (json_is_array(value)) {
        print_scalars(value);
    } else {
        print_scalar(value);
    }
}

/* How many fields were not answered for this reason. */
static size_t count_absent(json_t *fields, const char *reason)
{
    size_t count = 0;
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach(fields, name, value)
    {
        count += strcmp(reply_text(value, "absent"), reason) == 0 ? 1 : 0;
    }
    return count;
}

/* The fields that were left out of a long scale, in a few words behind its answers. */
static void print_left_out(json_t *fields, const char *comma)
{
    static const char *const reasons[] = {"skipped", "unable", "not_applicable", "device_failed",
                                          "unknown"};
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        size_t count = count_absent(fields, reasons[i]);
        if (count >= MANY_ABSENT) {
            printf("%s%zu questions (%s)", comma, count, reasons[i]);
            comma = ", ";
        }
    }
}

void entry_text_print_fields(json_t *fields)
{
    const char *name = NULL;
    json_t *value = NULL;
    const char *comma = "";
    json_object_foreach(fields, name, value)
    {
        const char *absent = reply_text(value, "absent");
        if (absent[0] != '\0' && count_absent(fields, absent) >= MANY_ABSENT) {
            continue;
        }
        fputs(comma, stdout);
        speech_put(stdout, name);
        fputc(' ', stdout);
        entry_text_print_value(value);
        comma = ", ";
    }
    print_left_out(fields, comma);
}

static void print_mark(bool unicode, const char *text)
{
    fputs(unicode ? " \302\267 " : " - ", stdout);
    speech_put(stdout, text);
}

bool entry_text_was_locked(const json_t *entry)
{
    return strcmp(reply_text(entry, "method"), "locked") == 0;
}

void entry_text_print_marks(const json_t *entry, bool unicode)
{
    json_int_t others = reply_integer(entry, "also_recorded");
    const char *behalf = reply_text(entry, "on_behalf_of");
    if (reply_is(entry, "amended")) {
        print_mark(unicode, "amended");
    }
    if (reply_is(entry, "retracted")) {
        print_mark(unicode, "retracted");
    }
    if (others > 0) {
        print_mark(unicode, "also recorded differently");
    }
    if (entry_text_was_locked(entry)) {
        print_mark(unicode, "added while locked");
    }
    if (behalf[0] != '\0') {
        print_mark(unicode, "by ");
        speech_put(stdout, reply_text(entry, "author"));
        fputs(" for ", stdout);
        speech_put(stdout, behalf);
    } else if (strcmp(reply_text(entry, "author_role"), "therapist") == 0) {
        print_mark(unicode, "by ");
        speech_put(stdout, reply_text(entry, "author"));
    }
}
