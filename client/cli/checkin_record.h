/* What a check-in has on record: today's answers so far, yesterday's, and where the next one goes.
 */
#ifndef CLI_CHECKIN_RECORD_H
#define CLI_CHECKIN_RECORD_H

#include <jansson.h>

#include "cli/door.h"

/* Begin with checkin_record_open(); everything is owned. */
struct checkin_record {
    struct door *door;
    json_t *kinds;     /* the answer of "kinds" */
    json_t *self;      /* of "status": who asks */
    json_t *today;     /* of "list" */
    json_t *yesterday; /* of "list" */
    json_t *ids;       /* of today's entries, by kind */
};

/* Ask for all of it. What went wrong was said; checkin_record_close() in every case. */
enum daybook_status checkin_record_open(struct door *door, struct checkin_record *out_record);
void checkin_record_close(struct checkin_record *record);

/* The catalogue's row of a field, NULL when it has none. Borrowed. */
const json_t *checkin_record_field(const struct checkin_record *record, const char *kind,
                                   const char *field);

/* What this person answered today or yesterday; NULL when nothing. Borrowed. */
json_t *checkin_record_today(const struct checkin_record *record, const char *kind,
                             const char *field);
json_t *checkin_record_yesterday(const struct checkin_record *record, const char *kind,
                                 const char *field);

/* Save one answer, as it was typed or as a value (the other is NULL; the value is taken over):
 * today's entry of the kind gets it, or a new entry is written. INVALID: the answer does not fit,
 * nothing changed; what went wrong was said. */
enum daybook_status checkin_record_save(struct checkin_record *record, const json_t *asked,
                                        const char *typed, json_t *value);

#endif
