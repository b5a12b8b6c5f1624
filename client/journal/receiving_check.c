/* Is a run of operations what its author wrote? */
#include <string.h>

#include "journal/receiving.h"
#include "vault/digest.h"
#include "vault/identity.h"
#include "wire/operation.h"

/* Recompute the chain from what the run says came before it. False when a body is not the one its
 * header names. */
static bool chain_run(struct id128 feed, const struct wire_run *run, struct arena *arena,
                      struct key256 *out_hashes)
{
    struct key256 previous = run->previous;
    for (size_t i = 0; i < run->count; i++) {
        struct operation_header header;
        const struct wire_operation *operation = &run->operations[i];
        if (operation_header_decode(operation->header, arena, &header) != DAYBOOK_OK) {
            return false;
        }
        if (operation->body.data != NULL &&
            !key256_equal(digest_body(operation->body), header.body_hash)) {
            return false;
        }
        previous = digest_operation(feed, run->first + i, previous, operation->header);
        out_hashes[i] = previous;
    }
    return true;
}

enum daybook_status receiving_check(struct id128 circle, enum stream stream,
                                    const struct wire_run *run, struct arena *arena,
                                    struct received_run *out_received)
{
    struct signature signature;
    struct key256 *hashes = arena_take_array(arena, run->count, sizeof *hashes);
    if (hashes == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    struct id128 feed = digest_feed(circle, run->device, run->incarnation, (uint8_t)stream);
    memcpy(signature.bytes, run->signature, sizeof signature.bytes);
    if (run->count == 0 || !chain_run(feed, run, arena, hashes) ||
        identity_verify_head(run->device, feed, run->first + run->count - 1, hashes[run->count - 1],
                             &signature) != DAYBOOK_OK) {
        return DAYBOOK_FORGED;
    }
    *out_received =
        (struct received_run){.run = run, .feed = feed, .stream = stream, .hashes = hashes};
    return DAYBOOK_OK;
}
