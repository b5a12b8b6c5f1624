/* Looking at the journal itself: is every byte and every chain whole, and what is kept where. */
#ifndef JOURNAL_INSPECTION_H
#define JOURNAL_INSPECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "journal/journal.h"

struct journal_verification {
    uint64_t units; /* pages and frames authenticated */
    uint64_t feeds;
    uint64_t operations; /* whose chain and body hash were recomputed */
    uint64_t entries;
    bool sound;
    char damage[240]; /* the first damage found: what and where; empty when sound */
};
/* Authenticate every unit, run SQLite's integrity check, recompute every chain and check every
 * signed head. OK with sound false when damage was found; other statuses when it could not be
 * looked at. */
enum daybook_status journal_verify(struct journal *journal,
                                   struct journal_verification *out_result);

/* The same for a store that does not open: what can be said of it with the passphrase alone. */
enum daybook_status journal_verify_closed(const char *folder, const struct secret *passphrase,
                                          struct journal_verification *out_result,
                                          struct complaint *out_complaint);

struct journal_status_peer {
    struct bytes name;
    enum role role;
    struct key256 device;
    bool heard;
    int64_t heard_ms;
    uint64_t lacks; /* operations this device is not known to hold */
};
/* Of what was written on this device, how much is where, as far as is known. */
struct journal_reaches {
    uint64_t here;       /* on no other device */
    uint64_t shared;     /* on at least one other device */
    uint64_t everywhere; /* on every device entitled to it */
};
struct journal_status {
    struct bytes patient;
    uint64_t entries;                  /* log entries that are not retracted */
    struct journal_reaches operations; /* of every kind */
    struct journal_reaches written;    /* of these, writing of entries, plans and questions */
    int64_t only_here_since_ms; /* when the oldest of written.here was; only when there is some */
    uint64_t quarantined;
    uint64_t erased;                         /* entries */
    uint64_t erased_waiting;                 /* of these, what some device has not confirmed */
    const struct journal_status_peer *peers; /* present devices; the longest silent one first */
    size_t peer_count;
};
enum daybook_status journal_circle_status(struct journal *journal, size_t circle,
                                          struct arena *arena, struct journal_status *out_status);

#endif
