/* Envelopes that come without a topic: out of a file. */
#include "journal/own_circle.h"
#include "journal/reception.h"

static bool find_stream_of(const struct own_circle *circle, const uint8_t *key_reference,
                           enum stream *out_stream)
{
    for (int stream = 0; stream < STREAM_COUNT && circle->complete; stream++) {
        if (own_circle_epoch(circle, (enum stream)stream, key_reference) != NULL) {
            *out_stream = (enum stream)stream;
            return true;
        }
    }
    return false;
}

/* The circle and stream under one of whose keys the envelope is sealed. */
static bool find_stream(struct journal *journal, struct reception *reception)
{
    for (size_t i = 0; i < journal->circle_count; i++) {
        if (find_stream_of(journal->circles[i], reception->clear.key_reference,
                           &reception->topic.stream)) {
            reception->circle = journal->circles[i];
            return true;
        }
    }
    return false;
}

/* No topic says whose HAVE it is, but it opens for its device alone. */
static enum daybook_status receive_have_of_anybody(struct reception *reception)
{
    struct key256 devices[CIRCLE_DEVICE_MAX];
    size_t count = 0;
    const struct circle *fold = reception->circle->circle;
    for (size_t i = 0; i < fold->device_count && count < CIRCLE_DEVICE_MAX; i++) {
        if (!fold->devices[i].retired) {
            devices[count++] = fold->devices[i].sign;
        }
    }
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < count && status == DAYBOOK_OK && !reception->opened; i++) {
        status = receiving_have(reception, devices[i]);
    }
    return status;
}

/* KEYS name no circle: theirs is the one in which what they hold is signed. */
static enum daybook_status receive_keys_of_any(struct journal *journal, struct reception *reception)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < journal->circle_count && status == DAYBOOK_OK; i++) {
        reception->circle = journal->circles[i];
        if (reception->circle->complete && reception->tally.operations == 0) {
            status = receiving_keys(reception);
        }
        if (reception->tally.operations > 0) {
            return status;
        }
    }
    reception->circle = NULL;
    return status;
}

static enum daybook_status receive_without_topic(struct journal *journal,
                                                 struct reception *reception)
{
    enum daybook_status status = DAYBOOK_OK;
    switch ((enum envelope_kind)reception->clear.kind) {
    case ENVELOPE_KEYS:
        return receive_keys_of_any(journal, reception);
    case ENVELOPE_OPS:
        status = find_stream(journal, reception) ? receiving_ops(reception) : DAYBOOK_OK;
        return status == DAYBOOK_OK && reception->circle != NULL && !reception->opened
                   ? DAYBOOK_FORGED
                   : status;
    case ENVELOPE_HAVE:
        return find_stream(journal, reception) ? receive_have_of_anybody(reception) : DAYBOOK_OK;
    case ENVELOPE_JOIN1:
    case ENVELOPE_JOIN2:
    case ENVELOPE_JOIN3:
        return DAYBOOK_OK; /* nobody joins by file */
    }
    return DAYBOOK_OK;
}

enum daybook_status receiving_handed(struct journal *journal, struct bytes envelope,
                                     struct receiving_tally *tally, struct own_circle **out_circle)
{
    struct reception reception = {.payload = envelope, .retained = true};
    enum daybook_status status = envelope_clear_decode(envelope, &reception.clear);
    *out_circle = NULL;
    if (status != DAYBOOK_OK) {
        return status;
    }
    reception.arena = arena_create(0);
    if (reception.arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    status = receive_without_topic(journal, &reception);
    arena_free(reception.arena);
    tally->operations += reception.tally.operations;
    tally->fresh += reception.tally.fresh;
    tally->behind += reception.tally.behind;
    *out_circle = reception.circle;
    return status;
}
