/* Bytes around the envelopes of a hand-over (schema/wire/handover.cddl). */
#ifndef WIRE_HANDOVER_H
#define WIRE_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"

enum {
    HANDOVER_START_SIZE = 8,
    HANDOVER_FRAME_SIZE = 8,
    HANDOVER_ENVELOPE_MIN = 53,     /* bytes: the clear ones, a nonce and a tag */
    HANDOVER_ENVELOPE_MAX = 1114112 /* bytes: what an envelope may hold, padded and sealed */
};

/* What stands before an envelope, or at the end. */
struct handover_frame {
    bool is_end;
    uint32_t size;     /* of the envelope; 0 at the end */
    uint32_t checksum; /* of the envelope */
    uint32_t count;    /* at the end: how many frames came before */
};

/* The start of every file. */
void handover_start_encode(uint8_t out_bytes[static HANDOVER_START_SIZE]);

/* INVALID: this is no hand-over; NEWER: of another version. */
enum daybook_status handover_start_decode(const uint8_t bytes[static HANDOVER_START_SIZE]);

/* The frame of an envelope of HANDOVER_ENVELOPE_MIN to MAX bytes (asserted). */
void handover_frame_encode(struct bytes envelope, uint8_t out_bytes[static HANDOVER_FRAME_SIZE]);

/* The end behind so many frames. */
void handover_end_encode(uint32_t count, uint8_t out_bytes[static HANDOVER_FRAME_SIZE]);

/* INVALID: no envelope has that size. */
enum daybook_status handover_frame_decode(const uint8_t bytes[static HANDOVER_FRAME_SIZE],
                                          struct handover_frame *out_frame);

/* Is it the envelope the frame was made for, byte for byte? Tells accidents, not intent. */
bool handover_frame_fits(const struct handover_frame *frame, struct bytes envelope);

#endif
