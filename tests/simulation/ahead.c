/* Runs a simulated device keeps while one before them is missing. */
#include "simulation/ahead.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "simulation/ledger.h"

static void forget_one(struct ahead *ahead, size_t index)
{
    free((void *)(uintptr_t)ahead->runs[index].event.hashes);
    ahead->count--;
    memmove(&ahead->runs[index], &ahead->runs[index + 1],
            (ahead->count - index) * sizeof ahead->runs[0]);
}

static void forget_given(struct ahead *ahead)
{
    for (size_t i = ahead->count; i > 0; i--) {
        if (ahead->runs[i - 1].given) {
            forget_one(ahead, i - 1);
        }
    }
}

static bool is_kept(const struct ahead *ahead, const struct sync_event *run)
{
    for (size_t i = 0; i < ahead->count; i++) {
        const struct sync_event *kept = &ahead->runs[i].event;
        if (id128_equal(kept->position.feed, run->position.feed) && kept->first <= run->first &&
            kept->first + kept->hash_count >= run->first + run->hash_count) {
            return true;
        }
    }
    return false;
}

static uint64_t distance_of(const struct disk *disk, const struct ledger *ledger,
                            const struct sync_event *run)
{
    uint32_t number = 0;
    const struct disk_feed *feed = NULL;
    if (ledger_find_feed(ledger, run->position.feed, &number)) {
        feed = disk_feed(disk, number);
    }
    return run->first - (feed == NULL ? 0 : feed->count);
}

/* False when none is farther than the run. */
static bool forget_farthest(struct ahead *ahead, const struct disk *disk,
                            const struct ledger *ledger, const struct sync_event *run)
{
    uint64_t distance = distance_of(disk, ledger, run);
    size_t farthest = ahead->count;
    for (size_t i = 0; i < ahead->count; i++) {
        uint64_t there = distance_of(disk, ledger, &ahead->runs[i].event);
        if (there > distance) {
            distance = there;
            farthest = i;
        }
    }
    if (farthest == ahead->count) {
        return false;
    }
    forget_one(ahead, farthest);
    return true;
}

void ahead_keep(struct ahead *ahead, const struct disk *disk, const struct ledger *ledger,
                const struct sync_event *run)
{
    forget_given(ahead);
    bool full = ahead->count == AHEAD_RUN_MAX;
    if (is_kept(ahead, run) || (full && !forget_farthest(ahead, disk, ledger, run))) {
        return;
    }
    struct key256 *hashes = calloc(run->hash_count, sizeof *hashes);
    assert(hashes != NULL);
    memcpy(hashes, run->hashes, run->hash_count * sizeof *hashes);
    struct ahead_run *kept = &ahead->runs[ahead->count++];
    *kept = (struct ahead_run){.event = *run};
    kept->event.hashes = hashes;
    kept->event.retained = true;
}

const struct sync_event *ahead_give(struct ahead *ahead, const struct sync_position *held)
{
    for (size_t i = 0; i < ahead->count; i++) {
        struct ahead_run *kept = &ahead->runs[i];
        uint64_t last = kept->event.first + kept->event.hash_count - 1;
        bool in_reach = !kept->given && id128_equal(kept->event.position.feed, held->feed) &&
                        kept->event.first <= held->number + 1;
        kept->given = kept->given || in_reach;
        if (in_reach && last > held->number) {
            return &kept->event;
        }
    }
    return NULL;
}

void ahead_forget(struct ahead *ahead)
{
    while (ahead->count > 0) {
        forget_one(ahead, ahead->count - 1);
    }
}
