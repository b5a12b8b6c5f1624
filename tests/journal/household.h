/* A patient, a caregiver and a therapist with journals in memory, one broker in memory, and a clock
 * that moves only when the test says so. */
#ifndef JOURNAL_HOUSEHOLD_H
#define JOURNAL_HOUSEHOLD_H

#include "journal/circles.h"
#include "journal/entries.h"
#include "journal/exchange.h"
#include "journal/journal.h"
#include "transport/memory_broker.h"
#include "trends/summary.h"

enum { HOUSEHOLD_MAX = 5 };

struct household {
    struct memory_broker *broker;
    struct journal *journals[HOUSEHOLD_MAX];
    size_t count;
    int64_t wall_ms;
    int64_t monotonic_ms;
};

/* The clock starts at 2026-08-30T08:00:00Z. */
void household_begin(struct household *household);
void household_end(struct household *household);

/* The household's clock and broker, for a journal made elsewhere. */
struct journal_ports household_ports(struct household *household);

/* A journal of its own; returns its place. */
size_t household_add(struct household *household, const char *name, enum role role);

/* The seat of a place at the broker, admitted there. */
struct seat household_seat(struct household *household, size_t place);

/* Set the patient's seat (place 0), invite the others as what they are with automatic approval, and
 * run until they are members. */
void household_pair(struct household *household);

void household_go_online(const struct household *household);

/* Let time pass, stepping every journal that is online; one that is NULL is closed. */
void household_run(struct household *household, int64_t ms);

/* A field of text, which is borrowed, and one of a whole number. */
struct value_pair household_text(const char *name, const char *text);
struct value_pair household_number(const char *name, int64_t number);

/* Log one entry of a kind with these fields. */
struct id128 household_say(const struct household *household, size_t place, const char *kind,
                           const struct value_pair *pairs, size_t count);

/* The same with one field, a whole number. */
struct id128 household_log(struct household *household, size_t place, const char *kind,
                           const char *field, int64_t number);

/* Log a note. */
struct id128 household_note(struct household *household, size_t place, const char *text);

/* Entries a journal lists. */
size_t household_count(struct household *household, size_t place);

/* How things go today, as this journal computes it; on the arena. */
const struct trend_summary *household_summary(const struct household *household, size_t place,
                                              size_t circle, struct arena *arena);

/* The median of the worst pain of each of the last seven days, as this journal computes it; -1 when
 * there is none. */
double household_pain(struct household *household, size_t place);

#endif
