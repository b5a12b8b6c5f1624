/* Whose clock is wrong, told from how far the clocks of a circle are apart. */
#include "domain/clock_skew.h"

#include <assert.h>
#include <stdlib.h>

/* Clocks beyond this, 140,000 years from 1970, are as good as one at that end. */
static const int64_t moment_max_ms = (int64_t)1 << 52;

static int64_t bounded(int64_t ms)
{
    int64_t at_least = ms > -moment_max_ms ? ms : -moment_max_ms;
    return at_least < moment_max_ms ? at_least : moment_max_ms;
}

static bool agree(int64_t left_ms, int64_t right_ms)
{
    int64_t apart_ms = left_ms - right_ms;
    return apart_ms <= CLOCK_SKEW_MAX_MS && apart_ms >= -(int64_t)CLOCK_SKEW_MAX_MS;
}

bool clock_skew_read(int64_t said_ms, int64_t own_ms, bool may_be_late, int64_t *out_ahead_ms)
{
    int64_t ahead_ms = bounded(said_ms) - bounded(own_ms);
    if (may_be_late && ahead_ms < -(int64_t)CLOCK_SKEW_MAX_MS) {
        return false;
    }
    *out_ahead_ms = ahead_ms;
    return true;
}

static int compare(const void *left, const void *right)
{
    int64_t left_ms = *(const int64_t *)left;
    int64_t right_ms = *(const int64_t *)right;
    return (left_ms > right_ms) - (left_ms < right_ms);
}

/* Those that agree with one clock, sorted; returns how many. */
static size_t gather(const int64_t *ahead_ms, size_t count, int64_t one_ms, int64_t *out_group)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        if (agree(ahead_ms[i], one_ms)) {
            out_group[size++] = ahead_ms[i];
        }
    }
    qsort(out_group, size, sizeof *out_group, compare);
    return size;
}

/* The clocks that count: how far ahead the one is that most agree with, and what they say. */
struct majority {
    bool found;
    int64_t center_ms;
    int64_t right_ms;
};

static struct majority find_majority(const int64_t *ahead_ms, size_t count)
{
    struct majority majority = {.found = false};
    size_t largest = count / 2; /* more than that is wanted */
    for (size_t i = 0; i < count; i++) {
        int64_t group[CLOCK_SKEW_CLOCKS_MAX];
        size_t size = gather(ahead_ms, count, ahead_ms[i], group);
        if (size > largest) {
            largest = size;
            majority = (struct majority){true, ahead_ms[i], group[size / 2]};
        }
    }
    return majority;
}

void clock_skew_judge(const int64_t *ahead_ms, size_t count, struct clock_judgement *out_judged)
{
    assert(count > 0 && count <= CLOCK_SKEW_CLOCKS_MAX && ahead_ms[0] == 0);
    const struct majority majority = find_majority(ahead_ms, count);
    for (size_t i = 0; i < count; i++) {
        out_judged[i] = (struct clock_judgement){CLOCK_AGREES, 0};
        if (!agree(ahead_ms[i], majority.center_ms)) {
            out_judged[i].verdict = majority.found ? CLOCK_WRONG : CLOCK_DIFFERS;
            out_judged[i].ahead_ms = ahead_ms[i] - majority.right_ms;
        }
    }
    for (size_t i = 1; i < count; i++) { /* who differs from another, that one differs from */
        if (out_judged[i].verdict == CLOCK_DIFFERS) {
            out_judged[0].verdict = CLOCK_DIFFERS;
        }
    }
}
