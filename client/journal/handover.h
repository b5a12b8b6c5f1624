/* Handing over in a file what others lack, and taking such a file in (schema/wire/handover.md). */
#ifndef JOURNAL_HANDOVER_H
#define JOURNAL_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "journal/journal.h"

struct handover_wish {
    size_t circle;
    const char *path; /* absolute */
    struct bytes who; /* a person, by the start of the name or the id; empty: everybody */
    bool everything;  /* also what those are known to hold */
    bool replace;     /* the file may take the place of another */
};

/* A file that is being written. */
struct handover_out;

/* Begin, beside the name that is wanted: the file gets it last. The journal must stay open until
 * handover_out_free(), which alone may come later. NOT_FOUND, CONFLICT: who; CONFLICT: there is a
 * file of that name, and replace is false; DENIED: this copy of the journal cannot write; INVALID:
 * the path is not absolute; FULL, FAILED, NO_MEMORY; with a complaint. */
enum daybook_status handover_out_begin(struct journal *journal, const struct handover_wish *wish,
                                       struct handover_out **out_handover,
                                       struct complaint *out_complaint);

/* Carry on for a moment. When nothing is left to write, the file is synced and gets its name. */
enum daybook_status handover_out_carry_on(struct handover_out *handover,
                                          struct complaint *out_complaint);

struct handover_out_state {
    bool done;           /* the file has its name */
    uint64_t operations; /* in it so far */
    uint64_t held_back;  /* that are not, because nobody but others may renew the key of theirs */
    uint64_t size;       /* of the file so far in bytes */
};
void handover_out_state(const struct handover_out *handover, struct handover_out_state *out_state);

/* Remove what is unfinished, and free. NULL is allowed. */
void handover_out_free(struct handover_out *handover);

/* A file that is being taken in. */
struct handover_in;

/* Begin. The journal must stay open until handover_in_free(), which alone may come later.
 * NOT_FOUND: there is no such file; INVALID: it is no hand-over; NEWER; FAILED, NO_MEMORY; with a
 * complaint. */
enum daybook_status handover_in_begin(struct journal *journal, const char *path,
                                      struct handover_in **out_handover,
                                      struct complaint *out_complaint);

/* Carry on for a moment. What was taken stays taken, whatever comes then. DENIED: nothing in the
 * file is for this journal; DAMAGED: it is cut off or altered, and what is whole of it was taken;
 * NEWER: the same of what a newer program wrote; statuses of the store; with a complaint. */
enum daybook_status handover_in_carry_on(struct handover_in *handover,
                                         struct complaint *out_complaint);

struct handover_in_state {
    bool done;
    struct bytes patient; /* whose circle; empty: not known yet. Borrowed until the next step */
    uint64_t fresh;       /* operations that were new */
    uint64_t known;       /* that were held already */
    uint64_t behind;      /* that come behind others which are missing here */
};
void handover_in_state(const struct handover_in *handover, struct handover_in_state *out_state);

/* Free. NULL is allowed. */
void handover_in_free(struct handover_in *handover);

#endif
