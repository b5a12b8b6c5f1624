/* Writing a hand-over: what others lack, sealed as for a broker, in one file. */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "journal/backup_place.h"
#include "journal/handover.h"
#include "journal/handover_plan.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/sealing.h"
#include "journal/settling.h"
#include "wire/handover.h"

enum { PIECE_SIZE = 262144 }; /* bytes written before others have their turn */

struct handover_out {
    struct own_circle *circle;
    struct backup_place place;
    struct arena *arena; /* of the plan */
    struct handover_plan plan;
    size_t next; /* part */
    uint32_t frames;
    struct buffer envelope;
    struct handover_out_state state;
};

static void explain(enum daybook_status status, struct complaint *out_complaint)
{
    if (out_complaint->text[0] != '\0') {
        return;
    }
    if (status == DAYBOOK_CONFLICT) {
        complaint_begin(out_complaint, "There is a file of that name already: choose another name, "
                                       "or replace it with --force.");
    } else if (status == DAYBOOK_FULL) {
        complaint_begin(out_complaint, "There is no room for the file there: nothing was kept; "
                                       "free some space, or choose another place.");
    } else if (status == DAYBOOK_FAILED) {
        complaint_begin(out_complaint, "The file cannot be written there: check that the folder "
                                       "exists and can be written to.");
    } else if (status == DAYBOOK_INVALID) {
        complaint_begin(out_complaint, "The file's name must be a path that begins with /.");
    }
}

/* Was it for want of room that the system refused? */
static bool is_full(void)
{
    return errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
}

static enum daybook_status write_bytes(struct handover_out *handover, struct bytes bytes)
{
    handover->state.size += bytes.size;
    while (bytes.size > 0) {
        ssize_t written = write(handover->place.descriptor, bytes.data, bytes.size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return is_full() ? DAYBOOK_FULL : DAYBOOK_FAILED;
        }
        bytes = (struct bytes){bytes.data + written, bytes.size - (size_t)written};
    }
    return DAYBOOK_OK;
}

static enum daybook_status write_envelope(struct handover_out *handover)
{
    uint8_t frame[HANDOVER_FRAME_SIZE];
    handover_frame_encode(buffer_bytes(&handover->envelope), frame);
    handover->frames++;
    enum daybook_status status = write_bytes(handover, (struct bytes){frame, sizeof frame});
    return status == DAYBOOK_OK ? write_bytes(handover, buffer_bytes(&handover->envelope)) : status;
}

/* The first envelope of what is left of a part, which then begins behind it. */
static enum daybook_status seal_next(struct handover_out *handover, struct handover_part *part)
{
    struct own_circle *circle = handover->circle;
    struct sealing_range range = {.feed = part->feed, .first = part->first, .last = part->last};
    enum daybook_status status = DAYBOOK_OK;
    buffer_clear(&handover->envelope);
    if (part->kind == ENVELOPE_HAVE) {
        return sealing_have(circle, part->stream, false, &handover->envelope);
    }
    if (part->kind == ENVELOPE_KEYS) {
        status = sealing_keys(circle, part->box, &range, &handover->envelope);
    } else {
        status = sealing_run(circle, &range, &handover->envelope);
    }
    if (status == DAYBOOK_OK) {
        part->first = range.last + 1;
        handover->state.operations += part->again ? 0 : range.operations;
    }
    return status;
}

/* Nothing can be done here about a key that others must renew, a feed that gave way meanwhile, or a
 * device without a real key: the rest is handed over nevertheless. */
static bool is_skipped(struct handover_out *handover, const struct handover_part *part,
                       enum daybook_status status)
{
    if (status == DAYBOOK_DENIED && part->kind == ENVELOPE_OPS) {
        handover->state.held_back += part->last - part->first + 1;
    }
    return status == DAYBOOK_DENIED || status == DAYBOOK_OFFLINE || status == DAYBOOK_INVALID;
}

static enum daybook_status write_next(struct handover_out *handover)
{
    struct handover_part *part = &handover->plan.parts[handover->next];
    enum daybook_status status = seal_next(handover, part);
    if (is_skipped(handover, part, status)) {
        handover->next++;
        return DAYBOOK_OK;
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    handover->next += part->kind == ENVELOPE_HAVE || part->first > part->last ? 1 : 0;
    return write_envelope(handover);
}

static enum daybook_status finish(struct handover_out *handover)
{
    uint8_t end[HANDOVER_FRAME_SIZE];
    handover_end_encode(handover->frames, end);
    enum daybook_status status = write_bytes(handover, (struct bytes){end, sizeof end});
    if (status == DAYBOOK_OK && fsync(handover->place.descriptor) != 0) {
        status = is_full() ? DAYBOOK_FULL : DAYBOOK_FAILED;
    }
    if (status == DAYBOOK_OK) {
        status = backup_place_name(&handover->place);
    }
    handover->state.done = status == DAYBOOK_OK;
    return status;
}

enum daybook_status handover_out_carry_on(struct handover_out *handover,
                                          struct complaint *out_complaint)
{
    assert(handover != NULL && out_complaint != NULL);
    uint64_t before = handover->state.size;
    enum daybook_status status = DAYBOOK_OK;
    while (status == DAYBOOK_OK && handover->next < handover->plan.count &&
           handover->state.size - before < PIECE_SIZE) {
        status = write_next(handover);
    }
    if (status == DAYBOOK_OK && handover->next == handover->plan.count && !handover->state.done) {
        status = finish(handover);
    }
    explain(status, out_complaint);
    return status;
}

/* Days that changed are summed up, and keys that no longer fit renewed, before it is looked what
 * others lack. */
static enum daybook_status prepare(struct own_circle *circle)
{
    circle->summaries_due_ms = journal_monotonic_ms(circle->journal);
    enum daybook_status status = settling_circle(circle);
    if (status == DAYBOOK_OK) {
        status = membership_renew_epochs(circle);
    }
    return status == DAYBOOK_OK ? settling_circle(circle) : status;
}

static enum daybook_status begin(struct handover_out *handover, const struct handover_wish *wish,
                                 struct complaint *out_complaint)
{
    uint8_t start[HANDOVER_START_SIZE];
    handover->arena = arena_create(0);
    enum daybook_status status = handover->arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    if (status == DAYBOOK_OK) {
        status = prepare(handover->circle);
    }
    if (status == DAYBOOK_OK) {
        status = handover_plan_make(handover->circle, wish, handover->arena, &handover->plan,
                                    out_complaint);
    }
    if (status == DAYBOOK_OK) {
        status = backup_place_begin(wish->path, wish->replace, &handover->place);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    handover_start_encode(start);
    return write_bytes(handover, (struct bytes){start, sizeof start});
}

enum daybook_status handover_out_begin(struct journal *journal, const struct handover_wish *wish,
                                       struct handover_out **out_handover,
                                       struct complaint *out_complaint)
{
    assert(journal != NULL && wish != NULL && out_handover != NULL && out_complaint != NULL);
    struct own_circle *circle = journal_circle(journal, wish->circle);
    assert(circle != NULL);
    if (!circle->complete) {
        own_circle_explain_restored(circle, out_complaint);
        return DAYBOOK_DENIED;
    }
    struct handover_out *handover = calloc(1, sizeof *handover);
    if (handover == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    handover->circle = circle;
    handover->place.descriptor = -1;
    enum daybook_status status = begin(handover, wish, out_complaint);
    if (status != DAYBOOK_OK) {
        explain(status, out_complaint);
        handover_out_free(handover);
        return status;
    }
    *out_handover = handover;
    return DAYBOOK_OK;
}

void handover_out_state(const struct handover_out *handover, struct handover_out_state *out_state)
{
    *out_state = handover->state;
}

void handover_out_free(struct handover_out *handover)
{
    if (handover == NULL) {
        return;
    }
    backup_place_end(&handover->place);
    buffer_free(&handover->envelope);
    arena_free(handover->arena);
    free(handover);
}
