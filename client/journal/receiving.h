/* Opening what arrives, and giving it to the engine once it is authentic. For journal/ only. */
#ifndef JOURNAL_RECEIVING_H
#define JOURNAL_RECEIVING_H

#include <daybook/status.h>

#include "journal/state.h"
#include "transport/transport.h"
#include "wire/backup.h"
#include "wire/envelope.h"
#include "wire/ops.h"

/* A run that was opened and checked against itself: chain, body hashes and signature. */
struct received_run {
    const struct wire_run *run;
    struct id128 feed;
    enum stream stream;
    const struct key256 *hashes;
    const struct backup_mark *marks; /* of a run from a backup; NULL: it came just now */
};

/* Check a run against itself: each body against its header, the chain from what it says came
 * before, and the signature of its head. FORGED. What is told borrows from the run and the arena.
 */
enum daybook_status receiving_check(struct id128 circle, enum stream stream,
                                    const struct wire_run *run, struct arena *arena,
                                    struct received_run *out_received);

/* Handle one message of the circle. What is not authentic, not ours or not readable is dropped here
 * without a word: the protocol asks again for what is missing. Statuses of the store are returned.
 */
enum daybook_status receiving_message(struct own_circle *circle,
                                      const struct transport_event *event);

/* What envelopes brought, counted in operations of runs that are authentic. */
struct receiving_tally {
    uint64_t operations;
    uint64_t fresh;  /* stored now */
    uint64_t behind; /* neither stored nor held: something before them is missing, or they were
                        refused */
};

/* Handle an envelope that no topic came with, as one a broker had kept, and add to the tally. OK
 * with *out_circle NULL: no key of this journal is meant for it; the circle it is of otherwise.
 * FORGED: a key is, and does not open it; or it is for nobody here in this place. NEWER, INVALID:
 * not an envelope of ours. Statuses of the store. */
enum daybook_status receiving_handed(struct journal *journal, struct bytes envelope,
                                     struct receiving_tally *tally, struct own_circle **out_circle);

/* Put operations of the run from skip on, with their views, into the open transaction; when that is
 * rolled back, the heads in memory are the caller's to undo. FORGED: they do not continue what is
 * held. */
enum daybook_status receiving_put(struct own_circle *circle, const struct received_run *received,
                                  size_t skip);

/* Perform STORE: commit operations of the run from skip on, with their views. On OK the head is in
 * memory and store. */
enum daybook_status receiving_store(struct own_circle *circle, const struct received_run *received,
                                    size_t skip);

#endif
