/* Writes the JSON object of a question member by member. */
#include "cli/question.h"

#include "cli/call.h"

struct question question_begin(const char *name)
{
    json_t *json = json_object();
    return (struct question){.name = name, .json = json, .failed = json == NULL};
}

static void put(struct question *question, const char *name, json_t *value)
{
    if (json_object_set_new(question->json, name, value) != 0) {
        question->failed = true;
    }
}

void question_text(struct question *question, const char *name, const char *text)
{
    if (text != NULL) {
        put(question, name, json_string(text));
    }
}

void question_bool(struct question *question, const char *name, bool value)
{
    put(question, name, json_boolean(value));
}

void question_integer(struct question *question, const char *name, json_int_t value)
{
    put(question, name, json_integer(value));
}

void question_json(struct question *question, const char *name, json_t *value)
{
    if (value != NULL) {
        put(question, name, value);
    }
}

void question_texts(struct question *question, const char *name, char *const *texts, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        if (json_array_append_new(list, json_string(texts[i])) != 0) {
            question->failed = true;
        }
    }
    put(question, name, list);
}

void question_key_memory(struct question *question, const struct call *call)
{
    if (call_has(call, "key-memory")) {
        question_integer(question, "memory_mib", call_number(call, "key-memory", 0));
    }
}

void question_end(struct question *question)
{
    json_decref(question->json);
    question->json = NULL;
}
