/* A patient's journal in memory with a hostile member: Eve, a caregiver who has every key a
 * caregiver has. */
#ifndef FUZZ_EVE_H
#define FUZZ_EVE_H

#include "journal/state.h"
#include "wire/ops.h"

/* Begin anew: a journal of Ana's, her circle, and Eve in it. */
void eve_begin(void);
void eve_end(void);

/* Ana's circle. */
struct own_circle *eve_circle(void);

/* What Eve's device signs with. */
struct key256 eve_device(void);

/* Eve's feed in a stream: what her operations are chained and signed in. */
struct id128 eve_feed(enum stream stream);

/* Fill in who a run is by and sign its head over the chain of its headers; a header that is no
 * header is signed too. */
void eve_sign(enum stream stream, struct wire_run *run);

/* Send what is sealed as content of OPS, HAVE or KEYS to Ana: over the broker, and once more as if
 * out of a file. */
void eve_send(enum envelope_kind kind, enum stream stream, struct bytes content);

/* The content of a HAVE, signed by Eve. */
void eve_sign_have(enum stream stream, struct bytes signed_part, struct buffer *out_content);

/* Whatever was sent: Ana is a member, her journal is sound, reads, and takes an entry. */
void eve_look(void);

#endif
