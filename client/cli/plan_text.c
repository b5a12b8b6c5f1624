/* Writes plans, their items and their changes. */
#include "cli/plan_text.h"

#include <stdio.h>
#include <string.h>

#include "cli/entry_text.h"
#include "cli/reply.h"
#include "cli/speech.h"

/* What a state means for the reader. */
static const struct {
    const char *state;
    const char *words;
} states[] = {
    {"in_force", "in force"},   {"coming", "begins later"}, {"replaced", "replaced"},
    {"over", "over"},           {"draft", "a draft"},       {"on_hold", "on hold"},
    {"completed", "completed"}, {"revoked", "revoked"},
};

static const char *state_words(const char *state)
{
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (strcmp(states[i].state, state) == 0) {
            return states[i].words;
        }
    }
    return state;
}

void plan_text_print_heading(const json_t *line)
{
    char id[REPLY_SHORT_ID_SIZE];
    const char *until = reply_text(line, "until");
    bool is_found = strcmp(reply_text(line, "status"), "found") == 0;
    reply_short_id(line, "id", id);
    speech_put(stdout, reply_text(line, "label"));
    printf(is_found ? ", %s" : ", from %s", reply_text(line, "from"));
    if (until[0] != '\0') {
        printf(" until %s", until);
    }
    printf(", version %d by ", (int)reply_integer(line, "number"));
    speech_put(stdout, reply_text(line, "author"));
    if (!is_found) {
        printf(", %s", state_words(reply_text(line, "state")));
    }
    printf("  (%s)\n", id);
}

/* An item of a group: its name first, then the rest. */
static void print_item(const char *group, json_t *item)
{
    const char *name = NULL;
    json_t *value = NULL;
    const char *comma = "";
    bool first = true;
    printf("  %s ", group);
    json_object_foreach(item, name, value)
    {
        fputs(comma, stdout);
        if (!first) {
            speech_put(stdout, name);
            putchar(' ');
        }
        entry_text_print_value(value);
        comma = first ? ": " : ", ";
        first = false;
    }
    putchar('\n');
}

static bool is_group(const json_t *value)
{
    return json_is_array(value) && json_is_object(json_array_get(value, 0)) &&
           json_object_get(json_array_get(value, 0), "absent") == NULL;
}

static void print_items(const char *group, const json_t *items)
{
    for (size_t i = 0; i < json_array_size(items); i++) {
        print_item(group, json_array_get(items, i));
    }
}

static void print_field(const char *name, const json_t *value)
{
    if (is_group(value)) {
        print_items(name, value);
        return;
    }
    printf("  %s: ", name);
    entry_text_print_value(value);
    putchar('\n');
}

void plan_text_print_fields(const json_t *line)
{
    const char *name = NULL;
    json_t *value = NULL;
    json_object_foreach(json_object_get(line, "fields"), name, value)
    {
        print_field(name, value);
    }
    if (reply_text(line, "note")[0] != '\0') {
        puts("  note:");
        speech_put_lines(stdout, "    ", reply_text(line, "note"));
    }
}

static void print_side(json_t *value)
{
    if (json_is_object(value) && json_object_get(value, "absent") == NULL) {
        entry_text_print_fields(value);
    } else {
        entry_text_print_value(value);
    }
}

void plan_text_print_change(const json_t *change)
{
    json_t *before = json_object_get(change, "before");
    json_t *after = json_object_get(change, "after");
    const char *item = reply_text(change, "item");
    fputs("  ", stdout);
    if (item[0] != '\0') {
        speech_put(stdout, item);
        putchar(' ');
    }
    speech_put(stdout, reply_text(change, "field"));
    fputs(before == NULL ? ", new: " : after == NULL ? ", gone: " : ": ", stdout);
    if (before != NULL) {
        print_side(before);
    }
    fputs(before != NULL && after != NULL ? " -> " : "", stdout);
    if (after != NULL) {
        print_side(after);
    }
    putchar('\n');
}
