/* Opening what arrives, and giving it to the engine once it is authentic. For journal/ only. */
#ifndef JOURNAL_RECEIVING_H
#define JOURNAL_RECEIVING_H

#include <daybook/status.h>

#include "journal/state.h"
#include "transport/transport.h"
#include "wire/envelope.h"

/* A run that was opened and checked against itself: chain, body hashes and signature. */
struct received_run {
    const struct wire_run *run;
    struct id128 feed;
    enum stream stream;
    const struct key256 *hashes;
};

/* Handle one message of the circle. What is not authentic, not ours or not readable is dropped here
 * without a word: the protocol asks again for what is missing. Statuses of the store are returned.
 */
enum daybook_status receiving_message(struct own_circle *circle,
                                      const struct transport_event *event);

/* Perform STORE: commit operations of the run from skip on, with their views. On OK the head is in
 * memory and store. */
enum daybook_status receiving_store(struct own_circle *circle, const struct received_run *received,
                                    size_t skip);

#endif
