/* What both sides of a pairing must have seen alike. */
#include "journal/transcript.h"

#include "journal/labels.h"
#include "vault/digest.h"

struct key256 transcript_first(struct bytes request, struct key256 inviter_ephemeral)
{
    const struct bytes parts[] = {{inviter_ephemeral.bytes, sizeof inviter_ephemeral.bytes},
                                  request};
    return digest_256(LABEL_JOIN_FIRST, parts, 2);
}

enum daybook_status transcript_final(struct key256 first, const struct join_answer *answer,
                                     struct key256 *out_final)
{
    struct buffer unsigned_answer = {0};
    join_answer_encode(answer, false, &unsigned_answer);
    if (unsigned_answer.failed) {
        buffer_free(&unsigned_answer);
        return DAYBOOK_NO_MEMORY;
    }
    const struct bytes parts[] = {{first.bytes, sizeof first.bytes},
                                  buffer_bytes(&unsigned_answer)};
    *out_final = digest_256(LABEL_JOIN_FINAL, parts, 2);
    buffer_free(&unsigned_answer);
    return DAYBOOK_OK;
}
