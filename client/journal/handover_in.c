/* Taking in a hand-over: each envelope by itself, as if a broker had kept it. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "journal/handover.h"
#include "journal/incarnation.h"
#include "journal/receiving.h"
#include "journal/settling.h"
#include "wire/handover.h"

enum { PIECE_FRAMES = 8 }; /* taken before others have their turn; each may be a commit */

struct handover_in {
    struct journal *journal;
    struct own_circle *circle; /* of the last envelope that was for this journal; NULL: none yet */
    int descriptor;
    uint32_t frames; /* read so far */
    bool damaged;    /* something was passed over, or is missing */
    bool newer;      /* something is of a kind this program does not know */
    bool done;
    struct buffer envelope;
    struct receiving_tally tally;
};

/* As many bytes as there are, up to size. */
static enum daybook_status read_bytes(int descriptor, uint8_t *out_bytes, size_t size,
                                      size_t *out_taken)
{
    *out_taken = 0;
    while (*out_taken < size) {
        ssize_t taken = read(descriptor, out_bytes + *out_taken, size - *out_taken);
        if (taken < 0 && errno == EINTR) {
            continue;
        }
        if (taken < 0) {
            return DAYBOOK_FAILED;
        }
        if (taken == 0) {
            break;
        }
        *out_taken += (size_t)taken;
    }
    return DAYBOOK_OK;
}

/* What follows in the circle from what was taken. */
static enum daybook_status settle(struct own_circle *circle, bool at_end)
{
    enum daybook_status status = DAYBOOK_OK;
    if (at_end) {
        circle->summaries_due_ms = journal_monotonic_ms(circle->journal);
        status = incarnation_settle(circle);
    }
    return status == DAYBOOK_OK ? settling_circle(circle) : status;
}

/* One envelope that is whole. */
static enum daybook_status take(struct handover_in *handover)
{
    struct own_circle *circle = NULL;
    enum daybook_status status = receiving_handed(
        handover->journal, buffer_bytes(&handover->envelope), &handover->tally, &circle);
    if (circle != NULL) {
        handover->circle = circle;
    }
    if (status == DAYBOOK_FORGED || status == DAYBOOK_INVALID || status == DAYBOOK_NEWER) {
        handover->newer = handover->newer || status == DAYBOOK_NEWER;
        handover->damaged = handover->damaged || status != DAYBOOK_NEWER;
        return DAYBOOK_OK;
    }
    return status == DAYBOOK_OK && circle != NULL ? settle(circle, false) : status;
}

/* Whatever comes behind this place cannot be read, or there is nothing. */
static enum daybook_status end(struct handover_in *handover, bool whole)
{
    handover->done = true;
    handover->damaged = handover->damaged || !whole;
    return handover->circle == NULL ? DAYBOOK_OK : settle(handover->circle, true);
}

/* The end says how many frames there were, and nothing follows it. */
static enum daybook_status read_end(struct handover_in *handover,
                                    const struct handover_frame *frame)
{
    uint8_t byte = 0;
    size_t taken = 0;
    enum daybook_status status = read_bytes(handover->descriptor, &byte, 1, &taken);
    return status == DAYBOOK_OK ? end(handover, taken == 0 && frame->count == handover->frames)
                                : status;
}

static enum daybook_status take_next(struct handover_in *handover)
{
    uint8_t bytes[HANDOVER_FRAME_SIZE];
    struct handover_frame frame;
    size_t taken = 0;
    enum daybook_status status = read_bytes(handover->descriptor, bytes, sizeof bytes, &taken);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (taken < sizeof bytes || handover_frame_decode(bytes, &frame) != DAYBOOK_OK) {
        return end(handover, false);
    }
    if (frame.is_end) {
        return read_end(handover, &frame);
    }
    buffer_clear(&handover->envelope);
    uint8_t *room = buffer_extend(&handover->envelope, frame.size);
    if (room == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    status = read_bytes(handover->descriptor, room, frame.size, &taken);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (taken < frame.size) {
        return end(handover, false);
    }
    handover->frames++;
    if (!handover_frame_fits(&frame, buffer_bytes(&handover->envelope))) {
        handover->damaged = true;
        return DAYBOOK_OK;
    }
    return take(handover);
}

/* What was taken, as the beginning of a sentence that goes on with what was not. */
static void complain(const struct handover_in *handover, const char *rest,
                     struct complaint *out_complaint)
{
    complaint_begin(out_complaint, "New operations taken from the file: ");
    complaint_add_number(out_complaint, (double)handover->tally.fresh);
    complaint_add(out_complaint, rest);
}

static enum daybook_status judge(const struct handover_in *handover,
                                 struct complaint *out_complaint)
{
    if (handover->damaged) {
        complain(
            handover,
            "; it is cut off or altered, and the rest was left: fetch it again, and take it in "
            "once more.",
            out_complaint);
        return DAYBOOK_DAMAGED;
    }
    if (handover->newer) {
        complain(handover, "; a newer version of Daybook wrote the rest: update this one.",
                 out_complaint);
        return DAYBOOK_NEWER;
    }
    if (handover->circle == NULL) {
        complaint_begin(out_complaint, "Nothing in this file is for this journal: it is of another "
                                       "circle, or was written for others; nothing was taken.");
        return DAYBOOK_DENIED;
    }
    return DAYBOOK_OK;
}

enum daybook_status handover_in_carry_on(struct handover_in *handover,
                                         struct complaint *out_complaint)
{
    assert(handover != NULL && out_complaint != NULL);
    enum daybook_status status = DAYBOOK_OK;
    for (int i = 0; i < PIECE_FRAMES && status == DAYBOOK_OK && !handover->done; i++) {
        status = take_next(handover);
    }
    if (status == DAYBOOK_FULL) {
        complain(handover,
                 "; there is no room for the rest: free some space, and take it in once more.",
                 out_complaint);
    } else if (status == DAYBOOK_FAILED) {
        complain(handover, "; the rest cannot be read or stored: take it in once more.",
                 out_complaint);
    }
    return status == DAYBOOK_OK && handover->done ? judge(handover, out_complaint) : status;
}

static enum daybook_status open_file(const char *path, int *out_descriptor,
                                     struct complaint *out_complaint)
{
    struct stat facts;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) {
        complaint_begin(out_complaint, errno == ENOENT ? "There is no such file."
                                                       : "The file cannot be read: check that it "
                                                         "is yours.");
        return errno == ENOENT ? DAYBOOK_NOT_FOUND : DAYBOOK_FAILED;
    }
    if (fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        (void)close(descriptor); /* nothing was written to it */
        complaint_begin(out_complaint, "That is no file.");
        return DAYBOOK_INVALID;
    }
    *out_descriptor = descriptor;
    return DAYBOOK_OK;
}

static enum daybook_status read_start(struct handover_in *handover, struct complaint *out_complaint)
{
    uint8_t start[HANDOVER_START_SIZE];
    size_t taken = 0;
    enum daybook_status status = read_bytes(handover->descriptor, start, sizeof start, &taken);
    if (status == DAYBOOK_OK) {
        status = taken < sizeof start ? DAYBOOK_INVALID : handover_start_decode(start);
    }
    if (status == DAYBOOK_INVALID) {
        complaint_begin(out_complaint, "This is no file that 'daybook sync --to' wrote, or it is "
                                       "cut off or altered; nothing was taken.");
    } else if (status == DAYBOOK_NEWER) {
        complaint_begin(out_complaint, "A newer version of Daybook wrote this file: update this "
                                       "one; nothing was taken.");
    } else if (status == DAYBOOK_FAILED) {
        complaint_begin(out_complaint, "The file cannot be read; nothing was taken.");
    }
    return status;
}

enum daybook_status handover_in_begin(struct journal *journal, const char *path,
                                      struct handover_in **out_handover,
                                      struct complaint *out_complaint)
{
    assert(journal != NULL && path != NULL && out_handover != NULL && out_complaint != NULL);
    struct handover_in *handover = calloc(1, sizeof *handover);
    if (handover == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    handover->journal = journal;
    handover->descriptor = -1;
    enum daybook_status status = open_file(path, &handover->descriptor, out_complaint);
    if (status == DAYBOOK_OK) {
        status = read_start(handover, out_complaint);
    }
    if (status != DAYBOOK_OK) {
        handover_in_free(handover);
        return status;
    }
    *out_handover = handover;
    return DAYBOOK_OK;
}

void handover_in_state(const struct handover_in *handover, struct handover_in_state *out_state)
{
    const struct receiving_tally *tally = &handover->tally;
    const struct own_circle *circle = handover->circle;
    *out_state = (struct handover_in_state){
        .done = handover->done,
        .patient = circle == NULL ? (struct bytes){NULL, 0} : circle_patient(circle->circle)->name,
        .fresh = tally->fresh,
        .known = tally->operations - tally->fresh - tally->behind,
        .behind = tally->behind,
    };
}

void handover_in_free(struct handover_in *handover)
{
    if (handover == NULL) {
        return;
    }
    if (handover->descriptor >= 0) {
        (void)close(handover->descriptor); /* it was only read from */
    }
    buffer_free(&handover->envelope);
    free(handover);
}
