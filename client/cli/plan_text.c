/* Writes plans, their items and their changes. */
#include "cli/plan_text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

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

/* {label, text}, one a line. */
static void print_said(const json_t *said, const char *indentation)
{
    for (size_t i = 0; i < json_array_size(said); i++) {
        const json_t *field = json_array_get(said, i);
        printf("%s%s: ", indentation, reply_text(field, "label"));
        speech_put(stdout, reply_text(field, "text"));
        putchar('\n');
    }
}

static void print_item(const json_t *item)
{
    printf("  %s ", reply_text(item, "label"));
    speech_put(stdout, reply_text(item, "name"));
    putchar('\n');
    print_said(reply_list(item, "said"), "    ");
}

void plan_text_print_note(const json_t *line)
{
    if (reply_text(line, "note")[0] != '\0') {
        puts("  Note:");
        speech_put_lines(stdout, "    ", reply_text(line, "note"));
    }
}

void plan_text_print_fields(const json_t *line)
{
    const json_t *said = reply_list(line, "said");
    for (size_t i = 0; i < json_array_size(said); i++) {
        const json_t *field = json_array_get(said, i);
        if (json_object_get(field, "said") != NULL) {
            print_item(field);
        } else {
            printf("  %s: ", reply_text(field, "label"));
            speech_put(stdout, reply_text(field, "text"));
            putchar('\n');
        }
    }
    plan_text_print_note(line);
}

void plan_text_print_change(const json_t *change)
{
    const json_t *said = json_object_get(change, "said");
    bool had = json_object_get(change, "before") != NULL;
    bool has = json_object_get(change, "after") != NULL;
    const char *item = reply_text(change, "item");
    printf("  %s", reply_text(change, item[0] == '\0' ? "label" : "group"));
    if (item[0] != '\0') {
        putchar(' ');
        speech_put(stdout, item);
    }
    if (item[0] != '\0' && said == NULL) {
        printf(", %s", reply_text(change, "label"));
    }
    fputs(!had ? ", new" : !has ? ", gone" : "", stdout);
    if (said != NULL) {
        fputs(has ? ":\n" : "\n", stdout);
        print_said(has ? said : NULL, "    ");
        return;
    }
    fputs(": ", stdout);
    speech_put(stdout, reply_text(change, "before_text"));
    fputs(had && has ? " -> " : "", stdout);
    speech_put(stdout, reply_text(change, "after_text"));
    putchar('\n');
}
