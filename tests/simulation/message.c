/* A message between simulated devices, as it looks after opening: the broker only carries it. */
#include "simulation/message.h"

#include <assert.h>
#include <stdlib.h>

enum {
    MESSAGE_CLEAR_SIZE = 54,      /* clear bytes, nonce and tag */
    MESSAGE_PADDED_MIN = 512,     /* smallest padded content */
    MESSAGE_HEADING_SIZE = 150,   /* feed, previous hash and signature */
    MESSAGE_OPERATION_SIZE = 150, /* header and body of an ordinary entry */
    MESSAGE_POSITION_SIZE = 32,
};

struct message *message_create(enum message_kind kind, size_t count)
{
    struct message *message = calloc(1, sizeof *message);
    assert(message != NULL);
    message->kind = kind;
    message->references = 1;
    message->count = count;
    if (kind == MESSAGE_HAVE) {
        message->positions = calloc(count + 1, sizeof *message->positions);
        assert(message->positions != NULL);
    } else {
        message->hashes = calloc(count + 1, sizeof *message->hashes);
        assert(message->hashes != NULL);
    }
    return message;
}

struct message *message_keep(struct message *message)
{
    message->references++;
    return message;
}

void message_release(struct message *message)
{
    if (message == NULL || --message->references > 0) {
        return;
    }
    free(message->hashes);
    free(message->positions);
    free(message);
}

uint64_t message_size(const struct message *message)
{
    uint64_t each = message->kind == MESSAGE_HAVE ? MESSAGE_POSITION_SIZE : MESSAGE_OPERATION_SIZE;
    uint64_t content = MESSAGE_HEADING_SIZE + message->count * each;
    return MESSAGE_CLEAR_SIZE + (content < MESSAGE_PADDED_MIN ? MESSAGE_PADDED_MIN : content);
}
