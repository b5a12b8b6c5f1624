/* An entry as a person or program gives it: JSON members and typed words to struct entry. */
#ifndef REQUESTS_ENTRY_INPUT_H
#define REQUESTS_ENTRY_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include <daybook/status.h>

#include "domain/entry.h"
#include "domain/when.h"
#include "journal/circles.h"
#include "requests/input.h"

struct kind;
struct request;

/* The members an entry may have, as a list of texts. */
#define ENTRY_INPUT_MEMBERS                                                                        \
    "kind", "at", "fields", "words", "note", "for", "on_behalf_of", "visibility", "method",        \
        "certainty", "end", "zone", "plan_ref"

/* What reading entries needs, found out once for many of them. Borrows from the request. */
struct entry_input {
    struct journal *journal; /* NULL while it is locked: then people are not looked for */
    struct arena *arena;
    struct when_here here;
    const struct journal_member *members;
    size_t member_count;
};

/* Prepare to read entries of a circle. */
enum daybook_status entry_input_begin(struct request *request, size_t circle,
                                      struct entry_input *out_reader);

/* Prepare to read entries while the journal may be locked. */
struct entry_input entry_input_begin_locked(struct request *request);

/* Read one entry; its members were checked to be known ones. It borrows from the input and from the
 * request's arena. INVALID, NOT_FOUND or CONFLICT, with a complaint. */
enum daybook_status entry_input_read(const struct entry_input *reader, const struct input *input,
                                     struct entry *out_entry);

/* Read "fields" and "words" of a kind, each field once, into one map; the kind may be NULL when
 * there are no words. When they change an entry, an empty word becomes null, which removes the
 * field. */
enum daybook_status entry_input_fields(const struct entry_input *reader, const struct input *input,
                                       const struct kind *kind, bool is_change,
                                       struct value *out_fields);

/* Read a moment, if that member is there. */
bool entry_input_moment(const struct when_here *here, const struct input *input, const char *name,
                        struct timestamp *out_at);

/* Where and when the request is asked. Borrows its desk. */
struct when_here entry_input_here(const struct request *request);

#endif
