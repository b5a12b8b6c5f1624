/* Writing answers: the small values every answer is made of. */
#ifndef REQUESTS_ANSWER_H
#define REQUESTS_ANSWER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "base/timestamp.h"
#include "journal/journal.h"

/* An object that names its schema. Each function below returns an object the caller owns, or NULL
 * when memory is short; json_object_set_new() takes NULL for a failure, so that a writer checks
 * once at the end. */
json_t *answer_begin(const char *schema);

/* Set a member. False when memory is short or value is NULL; the value is owned by the object
 * either way. */
bool answer_set(json_t *object, const char *name, json_t *value);

json_t *answer_text(struct bytes text);
json_t *answer_id(struct id128 id);
json_t *answer_key(struct key256 key);
json_t *answer_moment(struct timestamp at);
json_t *answer_day(int32_t day);

/* A moment of our own clock, with the offset of the place the ports tell. */
json_t *answer_local(const struct journal_ports *ports, int64_t utc_ms);

/* A list of static texts. */
json_t *answer_words(const char *const *words, size_t count);

/* The sentence for a status nobody could say more about; never NULL. */
const char *answer_sentence(enum daybook_status status);

#endif
