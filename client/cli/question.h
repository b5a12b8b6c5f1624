/* A question while it is written: its name and the JSON object that goes in. */
#ifndef CLI_QUESTION_H
#define CLI_QUESTION_H

#include <jansson.h>
#include <stdbool.h>

#include <daybook/daybook.h>

struct call;

/* Made by question_begin(), used up by door_ask(). Members that are not given are left out. */
struct question {
    const char *name;
    json_t *json;
    bool failed;                    /* memory ran short on the way; door_ask() says so */
    struct daybook_secrets secrets; /* borrowed; none for most */
};

struct question question_begin(const char *name);

/* Add a member. Text and JSON that are NULL add nothing; question_json() takes the value over. */
void question_text(struct question *question, const char *name, const char *text);
void question_bool(struct question *question, const char *name, bool value);
void question_integer(struct question *question, const char *name, json_int_t value);
void question_json(struct question *question, const char *name, json_t *value);

/* Add a list of texts. */
void question_texts(struct question *question, const char *name, char *const *texts, size_t count);

/* Add what --key-memory says, if it was given. */
void question_key_memory(struct question *question, const struct call *call);

/* Free what a question holds that was never asked. */
void question_end(struct question *question);

#endif
