/* A message between simulated devices, as it looks after opening: the broker only carries it. */
#include "simulation/message.h"

#include <assert.h>
#include <stdlib.h>

struct message *message_create(enum message_kind kind, size_t count)
{
    struct message *message = calloc(1, sizeof *message);
    assert(message != NULL);
    message->kind = kind;
    message->references = 1;
    message->count = count;
    if (kind == MESSAGE_RUN) {
        message->hashes = calloc(count + 1, sizeof *message->hashes);
        assert(message->hashes != NULL);
    } else {
        message->positions = calloc(count + 1, sizeof *message->positions);
        assert(message->positions != NULL);
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
