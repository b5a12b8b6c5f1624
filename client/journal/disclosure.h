/* What one person of the circle can see, found out from what was really published and granted. */
#ifndef JOURNAL_DISCLOSURE_H
#define JOURNAL_DISCLOSURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "journal/journal.h"

/* A measure as it stands in published days; names that only a later version knows are among them.
 */
struct disclosed_measure {
    struct bytes name;
    uint32_t days;  /* of which a daily number is readable */
    uint32_t weeks; /* of which a weekly one is */
};

struct disclosed_days {
    uint32_t days;
    int32_t first; /* the first and the last, when there are any */
    int32_t last;
    const struct disclosed_measure *measures; /* in the order of names */
    size_t measure_count;
};

/* How the log is open to somebody. */
enum disclosed_log {
    DISCLOSED_LOG_NEVER,
    DISCLOSED_LOG_BEFORE, /* granted once and taken back: what was written until then may be there
                           */
    DISCLOSED_LOG_NOW,
};

struct journal_disclosure {
    struct bytes name; /* of the person */
    enum role role;
    struct disclosed_days team;
    struct disclosed_days own; /* what people keep from the team, as far as this person and the
                                  owner of this journal may both see it */
    uint32_t waiting_days;     /* that changed here and are not published yet */
    enum disclosed_log log;
    uint64_t entries;          /* of the log that both may see; 0 unless it is open now */
    uint64_t plans;            /* plans and evaluations, retracted ones too */
    uint64_t questions;        /* for the team, in the patient's words, retracted ones too */
    uint64_t messages;         /* what therapists said of flags and questions, retracted ones too */
    const struct bytes *names; /* of everybody who is or was in the circle */
    size_t name_count;
};

/* Find out, in the arena. The person is named by the start of their name or id. NOT_FOUND,
 * CONFLICT; DENIED: they read entries that this device does not hold; each with a complaint. */
struct journal_inquiry {
    size_t circle;
    struct bytes who;
    struct complaint *complaint;
};
enum daybook_status journal_disclosed(struct journal *journal,
                                      const struct journal_inquiry *inquiry, struct arena *arena,
                                      struct journal_disclosure *out_disclosure);

#endif
