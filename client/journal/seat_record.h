/* A seat as it is kept in the store and in an invitation's terms. For journal/ only. */
#ifndef JOURNAL_SEAT_RECORD_H
#define JOURNAL_SEAT_RECORD_H

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"
#include "transport/seat.h"
#include "wire/invitation.h"

void seat_record_encode(const struct seat *seat, struct buffer *out_bytes);

/* The decoded seat borrows its CA from the arena. DAMAGED: not such a record. */
enum daybook_status seat_record_decode(struct bytes bytes, struct arena *arena,
                                       struct seat *out_seat);

/* Between the seat of a code and the seat of a connection. INVALID: a text is too long. */
void seat_record_to_invitation(const struct seat *seat, struct invitation_seat *out_seat);
enum daybook_status seat_record_from_invitation(const struct invitation_seat *seat,
                                                struct seat *out_seat);

#endif
