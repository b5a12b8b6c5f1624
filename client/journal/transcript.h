/* What both sides of a pairing must have seen alike (schema/wire/join.cddl). For journal/ only. */
#ifndef JOURNAL_TRANSCRIPT_H
#define JOURNAL_TRANSCRIPT_H

#include "base/bytes.h"
#include "wire/invitation.h"

/* After JOIN1: its content and the inviter's ephemeral key. */
struct key256 transcript_first(struct bytes request, struct key256 inviter_ephemeral);

/* After JOIN2: the first one and the answer without its signature. NO_MEMORY. */
enum daybook_status transcript_final(struct key256 first, const struct join_answer *answer,
                                     struct key256 *out_final);

#endif
