/* Members of an answer, read without fear of one that is missing. */
#ifndef CLI_REPLY_H
#define CLI_REPLY_H

#include <jansson.h>
#include <stdbool.h>

/* The text of a member, "" when there is none. Borrowed from the answer. */
const char *reply_text(const json_t *answer, const char *name);

/* The number of a member, 0 when there is none. */
json_int_t reply_integer(const json_t *answer, const char *name);

/* True when the member is there and true. */
bool reply_is(const json_t *answer, const char *name);

/* A list, for json_array_size() and json_array_get(), which take NULL as empty. Borrowed. */
const json_t *reply_list(const json_t *answer, const char *name);

/* A moment as people read it, "2026-06-01 09:13": its first 16 characters. */
enum { REPLY_MOMENT_SIZE = 17, REPLY_SHORT_ID_SIZE = 9 };
void reply_moment(const json_t *answer, const char *name, char out_text[static REPLY_MOMENT_SIZE]);

/* The first 8 digits of an id: enough to name it here. */
void reply_short_id(const json_t *answer, const char *name,
                    char out_text[static REPLY_SHORT_ID_SIZE]);

/* Print the texts of a list with commas. */
void reply_print_texts(const json_t *list);

#endif
