/* Invitations given out, and those being accepted. */
#ifndef STORE_INVITATION_ROWS_H
#define STORE_INVITATION_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"

struct database;

/* The numbers are in the store: never renumber. */
enum invitation_state {
    INVITATION_OPEN = 1,      /* given out, nobody has called */
    INVITATION_ANSWERED = 2,  /* JOIN1 came and JOIN2 was sent; the four words are known */
    INVITATION_CONFIRMED = 3, /* JOIN3 came: the joiner proved its key over the transcript */
    INVITATION_APPROVED = 4,  /* a person approved; admitted as soon as it is also confirmed */
    INVITATION_DONE = 5,      /* the device was added */
    INVITATION_BROKEN = 6,    /* two devices used one code: burnt */
    INVITATION_CALLING = 16,  /* joining side: sending JOIN1 */
    INVITATION_ACCEPTED = 17, /* joining side: JOIN2 came, sending JOIN3 until the keys come */
    INVITATION_JOINED = 18,   /* joining side: complete */
};

struct invitation_row {
    struct id128 invitation;
    int64_t circle_no; /* 0: none yet */
    enum invitation_state state;
    int64_t expires_ms;
    struct bytes terms;
    struct bytes code; /* data NULL on the inviting side */
    struct bytes pairing;
    struct bytes request; /* data NULL before it is known, as the next two */
    struct bytes answer;
    struct bytes transcript; /* 32 bytes */
};

enum daybook_status invitation_rows_put(struct database *database,
                                        const struct invitation_row *row);
enum daybook_status invitation_rows_list(struct database *database, struct arena *arena,
                                         struct invitation_row **out_rows, size_t *out_count);
enum daybook_status invitation_rows_remove(struct database *database, struct id128 invitation);

#endif
