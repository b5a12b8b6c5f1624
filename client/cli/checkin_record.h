/* Where the answers of a check-in go: each into an entry at once, and the next into the same one.
 */
#ifndef CLI_CHECKIN_RECORD_H
#define CLI_CHECKIN_RECORD_H

#include <jansson.h>

#include "cli/door.h"

/* Begin with checkin_record_open(); everything is owned. */
struct checkin_record {
    struct door *door;
    const char *patient; /* borrowed: as it was said whose; NULL: there is only one */
    json_t *kinds;       /* the answer of "kinds" */
    json_t *self;        /* of "status": who asks */
    json_t *today;       /* of "checkin": the questions */
    json_t *ids;         /* of the entries answers are added to, by slot */
    json_t *same;        /* names of fields answered as yesterday, by slot */
    size_t answers;      /* saved, what was left out not counted */
};

/* Ask for what does not depend on the patient, and then what is asked of this one (borrowed; NULL:
 * the only one). What went wrong was said; checkin_record_close() in every case. */
enum daybook_status checkin_record_open(struct door *door, struct checkin_record *out_record);
enum daybook_status checkin_record_begin(struct checkin_record *record, const char *patient);
void checkin_record_close(struct checkin_record *record);

/* The catalogue's row of a field, NULL when it has none. Borrowed. */
const json_t *checkin_record_field(const struct checkin_record *record, const char *kind,
                                   const char *field);

/* An answer: as it was typed, or as a value (the other is NULL; the value is taken over). The slot
 * names the entry it goes into; the first answer of a slot writes it, with the others that it must
 * have marked as unknown (as left out, when this one is), and with what is given beside (borrowed,
 * may be NULL). */
struct checkin_answer {
    const char *slot;
    const char *kind;
    const char *field;
    const char *typed;
    json_t *value;
    json_t *beside;
    bool as_yesterday;
    bool all_as_yesterday; /* said once for it and all that follow */
};

/* Save it. INVALID: the answer does not fit, nothing changed; what went wrong was said. */
enum daybook_status checkin_record_save(struct checkin_record *record,
                                        const struct checkin_answer *answer);

/* The values that stand for a question that was left out, or that does not apply. NULL: memory is
 * short. */
json_t *checkin_record_skipped(void);
json_t *checkin_record_not_applicable(void);

#endif
