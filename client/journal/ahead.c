/* Runs that arrived while one before them is missing, kept in memory until it is there. */
#include "journal/ahead.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "journal/own_circle.h"
#include "journal/receiving.h"
#include "wire/ops.h"

/* A copy of a run that was checked against itself. */
struct ahead_run {
    struct received_run received; /* of what follows */
    struct wire_run run;
    struct wire_operation *operations;
    struct key256 *hashes;
    struct buffer text; /* headers and bodies, one after the other */
    size_t size;        /* of all that, in bytes */
};

const struct received_run *ahead_run_received(const struct ahead_run *kept)
{
    return &kept->received;
}

void ahead_run_free(struct ahead_run *kept)
{
    if (kept == NULL) {
        return;
    }
    buffer_free(&kept->text);
    free(kept->operations);
    free(kept->hashes);
    free(kept);
}

void ahead_forget(struct ahead *ahead)
{
    for (size_t i = 0; i < ahead->count; i++) {
        ahead_run_free(ahead->runs[i]);
    }
    *ahead = (struct ahead){0};
}

static uint64_t last_of(const struct wire_run *run)
{
    return run->first + run->count - 1;
}

static size_t text_size_of(const struct wire_run *run)
{
    size_t size = 0;
    for (size_t i = 0; i < run->count; i++) {
        size += run->operations[i].header.size + run->operations[i].body.size;
    }
    return size;
}

static size_t size_of(const struct wire_run *run)
{
    size_t each = sizeof(struct wire_operation) + sizeof(struct key256);
    return sizeof(struct ahead_run) + run->count * each + text_size_of(run);
}

/* Append to a text that has room for it, so that what was appended before stays where it is. An
 * erased body stays one. */
static struct bytes append(struct buffer *text, struct bytes bytes)
{
    if (bytes.data == NULL) {
        return bytes;
    }
    uint8_t *copy = text->data + text->size;
    buffer_append(text, bytes);
    return (struct bytes){copy, bytes.size};
}

/* NULL when memory is short. */
static struct ahead_run *copy_run(const struct received_run *received)
{
    const struct wire_run *run = received->run;
    struct ahead_run *kept = calloc(1, sizeof *kept);
    if (kept == NULL) {
        return NULL;
    }
    kept->operations = calloc(run->count, sizeof *kept->operations);
    kept->hashes = calloc(run->count, sizeof *kept->hashes);
    (void)buffer_extend(&kept->text, text_size_of(run)); /* failed tells */
    if (kept->operations == NULL || kept->hashes == NULL || kept->text.failed) {
        ahead_run_free(kept);
        return NULL;
    }
    buffer_clear(&kept->text);
    for (size_t i = 0; i < run->count; i++) {
        kept->operations[i].header = append(&kept->text, run->operations[i].header);
        kept->operations[i].body = append(&kept->text, run->operations[i].body);
        kept->hashes[i] = received->hashes[i];
    }
    kept->run = *run;
    kept->run.operations = kept->operations;
    kept->received = *received;
    kept->received.run = &kept->run;
    kept->received.hashes = kept->hashes;
    kept->size = size_of(run);
    return kept;
}

static struct ahead_run *take_out(struct ahead *ahead, size_t index)
{
    struct ahead_run *kept = ahead->runs[index];
    ahead->count--;
    ahead->size -= kept->size;
    memmove(&ahead->runs[index], &ahead->runs[index + 1],
            (ahead->count - index) * sizeof(struct ahead_run *));
    return kept;
}

static uint64_t distance_of(struct own_circle *circle, const struct received_run *received)
{
    uint64_t held = own_circle_held(circle, received->feed);
    return received->run->first > held ? received->run->first - held : 0;
}

static bool is_kept(const struct ahead *ahead, const struct received_run *received)
{
    for (size_t i = 0; i < ahead->count; i++) {
        const struct received_run *kept = &ahead->runs[i]->received;
        if (id128_equal(kept->feed, received->feed) && kept->run->first <= received->run->first &&
            last_of(kept->run) >= last_of(received->run)) {
            return true;
        }
    }
    return false;
}

/* Forget the farthest run, if it is farther than that. */
static bool forget_farthest(struct own_circle *circle, uint64_t distance)
{
    struct ahead *ahead = &circle->ahead;
    size_t farthest = ahead->count;
    for (size_t i = 0; i < ahead->count; i++) {
        uint64_t there = distance_of(circle, &ahead->runs[i]->received);
        if (there > distance) {
            distance = there;
            farthest = i;
        }
    }
    if (farthest == ahead->count) {
        return false;
    }
    ahead_run_free(take_out(ahead, farthest));
    return true;
}

void ahead_keep(struct own_circle *circle, const struct received_run *received)
{
    struct ahead *ahead = &circle->ahead;
    size_t size = size_of(received->run);
    uint64_t distance = distance_of(circle, received);
    if (size > AHEAD_SIZE_MAX || is_kept(ahead, received)) {
        return;
    }
    while (ahead->count == AHEAD_RUN_MAX || ahead->size + size > AHEAD_SIZE_MAX) {
        if (!forget_farthest(circle, distance)) {
            return;
        }
    }
    struct ahead_run *kept = copy_run(received);
    if (kept != NULL) {
        ahead->runs[ahead->count++] = kept;
        ahead->size += size;
    }
}

struct ahead_run *ahead_take(struct own_circle *circle, struct id128 feed)
{
    struct ahead *ahead = &circle->ahead;
    uint64_t held = own_circle_held(circle, feed);
    size_t i = 0;
    while (i < ahead->count) {
        const struct received_run *received = &ahead->runs[i]->received;
        bool in_reach = id128_equal(received->feed, feed) && received->run->first <= held + 1;
        if (in_reach && last_of(received->run) > held) {
            return take_out(ahead, i);
        }
        if (in_reach) {
            ahead_run_free(take_out(ahead, i));
        } else {
            i++;
        }
    }
    return NULL;
}
