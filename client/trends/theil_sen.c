/* The Theil–Sen slope by counting inversions.
 *
 * Turned by a slope s, a point (x, y) lies at the height y - s x. Two points change places in
 * height exactly when s passes the slope of their pair, so the pairs below s are the inversions of
 * the heights in the order of x, which a merge sort counts, and the pairs between two slopes are
 * those between two such orders, which it can also pick from. Each round picks a sample of the
 * pairs that are left, brackets the wanted rank by two of the sample, and keeps what lies between;
 * after a few rounds so few are left that they can be looked at one by one. (Compare Matoušek
 * 1991.) */
#include "trends/theil_sen.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/timestamp.h"

enum {
    SAMPLE_MIN = 64,
    SAMPLES_TO_TAKE_ALL = 4, /* so many times a sample are looked at one by one */
    RUN_LENGTH = 8,
    SPAN_DAYS_MAX = 366 * (TIMESTAMP_YEAR_MAX - TIMESTAMP_YEAR_MIN + 1)
};

static const double UNITS_MAX = 1e12; /* a value in whole units; products then stay below 2^60 */
static const double UNITS_PER_ONE = 1e6;

/* rise / run, never divided; a run of 0 is steeper than anything, up or down. */
struct slope {
    int64_t rise;
    int64_t run;
};

static const struct slope STEEPEST_DOWN = {-1, 0};
static const struct slope STEEPEST_UP = {1, 0};
static const struct slope LEVEL = {0, 1};

struct point {
    int64_t x;
    int64_t y;
};

/* A point as it is sorted: its height times the run of the slope it is turned by. */
struct mark {
    int64_t height;
    uint32_t point;
};

struct theil_sen {
    size_t capacity;
    size_t count;
    struct point *points; /* by x */
    struct mark *marks;
    struct mark *spare;
    struct slope *sample;
    size_t sample_capacity;
    uint64_t chance;
};

/* Which of the inversions a merge sort meets are wanted: one of each of so many equal parts. */
struct picker {
    struct theil_sen *work;
    uint64_t inversions; /* there are in all */
    uint64_t wanted;
    uint64_t picked;
    uint64_t next; /* the number of the inversion to pick next */
    uint64_t met;
};

struct theil_sen *theil_sen_create(size_t capacity, struct arena *arena)
{
    assert(arena != NULL);
    struct theil_sen *work = arena_take(arena, sizeof *work);
    if (work == NULL) {
        return NULL;
    }
    work->capacity = capacity;
    work->sample_capacity = SAMPLES_TO_TAKE_ALL * (capacity < SAMPLE_MIN ? SAMPLE_MIN : capacity);
    work->points = arena_take_array(arena, capacity, sizeof *work->points);
    work->marks = arena_take_array(arena, capacity, sizeof *work->marks);
    work->spare = arena_take_array(arena, capacity, sizeof *work->spare);
    work->sample = arena_take_array(arena, work->sample_capacity, sizeof *work->sample);
    bool complete =
        work->points != NULL && work->marks != NULL && work->spare != NULL && work->sample != NULL;
    return complete ? work : NULL;
}

/* Marsaglia's xorshift: the picks need only be spread, and the same on every run. */
static uint64_t next_chance(struct theil_sen *work)
{
    work->chance ^= work->chance << 13;
    work->chance ^= work->chance >> 7;
    work->chance ^= work->chance << 17;
    return work->chance;
}

static bool is_less(struct slope left, struct slope right)
{
    return left.rise * right.run < right.rise * left.run;
}

static void choose_next(struct picker *picker)
{
    assert(picker->picked < picker->wanted);
    uint64_t begin = picker->picked * picker->inversions / picker->wanted;
    uint64_t end = (picker->picked + 1) * picker->inversions / picker->wanted;
    picker->next = begin + (end - begin > 1 ? next_chance(picker->work) % (end - begin) : 0);
}

/* The right mark goes before these left ones: as many inversions. */
static void meet(struct picker *picker, const struct mark *lefts, size_t left_count,
                 struct mark right)
{
    const struct point *points = picker->work->points;
    while (picker->picked < picker->wanted && picker->next < picker->met + left_count) {
        const struct point *a = &points[lefts[picker->next - picker->met].point];
        const struct point *b = &points[right.point];
        picker->work->sample[picker->picked++] = a->x < b->x
                                                     ? (struct slope){b->y - a->y, b->x - a->x}
                                                     : (struct slope){a->y - b->y, a->x - b->x};
        if (picker->picked < picker->wanted) {
            choose_next(picker);
        }
    }
    picker->met += left_count;
}

static void sort_run(struct mark *marks, size_t count, struct picker *picker)
{
    for (size_t i = 1; i < count; i++) {
        struct mark mark = marks[i];
        size_t place = i;
        while (place > 0 && mark.height < marks[place - 1].height) {
            place--;
        }
        if (place < i) {
            meet(picker, marks + place, i - place, mark);
            memmove(marks + place + 1, marks + place, (i - place) * sizeof *marks);
            marks[place] = mark;
        }
    }
}

/* Merge marks[0..left) and marks[left..count), each in order, into out. */
static void merge(const struct mark *marks, size_t left_count, size_t count, struct mark *out,
                  struct picker *picker)
{
    size_t left = 0;
    size_t right = left_count;
    size_t merged = 0;
    while (left < left_count && right < count) {
        if (marks[right].height < marks[left].height) {
            meet(picker, marks + left, left_count - left, marks[right]);
            out[merged++] = marks[right++];
        } else {
            out[merged++] = marks[left++];
        }
    }
    memcpy(out + merged, marks + left, (left_count - left) * sizeof *out);
    memcpy(out + merged + left_count - left, marks + right, (count - right) * sizeof *out);
}

/* Sort the marks by height, equal ones staying in their order. Returns the strict inversions there
 * were. */
static uint64_t sort_marks(struct theil_sen *work, struct picker *picker)
{
    size_t count = work->count;
    for (size_t start = 0; start < count; start += RUN_LENGTH) {
        size_t run = count - start < RUN_LENGTH ? count - start : RUN_LENGTH;
        sort_run(work->marks + start, run, picker);
    }
    for (size_t width = RUN_LENGTH; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            size_t both = count - start < 2 * width ? count - start : 2 * width;
            size_t left = both < width ? both : width;
            merge(work->marks + start, left, both, work->spare + start, picker);
        }
        struct mark *sorted = work->spare;
        work->spare = work->marks;
        work->marks = sorted;
    }
    return picker->met;
}

static void turn(struct theil_sen *work, struct slope slope)
{
    for (size_t i = 0; i < work->count; i++) {
        const struct point *point = &work->points[work->marks[i].point];
        work->marks[i].height = slope.run * point->y - slope.rise * point->x;
    }
}

/* Put the points in the order they have just above a slope. */
static void sort_above(struct theil_sen *work, struct slope slope)
{
    struct picker none = {.work = work};
    for (size_t i = 0; i < work->count; i++) {
        work->marks[i].point = (uint32_t)(work->count - 1 - i);
    }
    turn(work, slope);
    (void)sort_marks(work, &none);
}

/* How many pairs have a smaller slope; also how many have this one. */
static uint64_t count_below(struct theil_sen *work, struct slope slope, uint64_t *out_equal)
{
    struct picker none = {.work = work};
    for (size_t i = 0; i < work->count; i++) {
        work->marks[i].point = (uint32_t)i;
    }
    turn(work, slope);
    uint64_t below = sort_marks(work, &none);
    uint64_t equal = 0;
    size_t start = 0;
    for (size_t i = 1; i < work->count; i++) {
        start = work->marks[i].height > work->marks[start].height ? i : start;
        equal += i - start;
    }
    *out_equal = equal;
    return below;
}

/* The pairs strictly between two slopes, and how many are not above the lower one. */
struct bracket {
    struct slope low;
    struct slope high;
    uint64_t passed;
    uint64_t inside;
};

static size_t sample_inside(struct theil_sen *work, const struct bracket *bracket)
{
    bool takes_all = bracket->inside <= work->sample_capacity;
    uint64_t wanted = takes_all ? bracket->inside : work->sample_capacity / SAMPLES_TO_TAKE_ALL;
    struct picker picker = {.work = work, .inversions = bracket->inside, .wanted = wanted};
    choose_next(&picker);
    sort_above(work, bracket->low);
    turn(work, bracket->high);
    uint64_t inversions = sort_marks(work, &picker);
    assert(inversions == bracket->inside && picker.picked == wanted);
    (void)inversions;
    return (size_t)wanted;
}

/* Part the slopes from first to last by the one in the middle: none up to the returned place is
 * larger than it, none behind is smaller. */
static size_t part_slopes(struct slope *slopes, size_t first, size_t last)
{
    struct slope pivot = slopes[first + (last - first) / 2];
    for (;;) {
        while (is_less(slopes[first], pivot)) {
            first++;
        }
        while (is_less(pivot, slopes[last])) {
            last--;
        }
        if (first >= last) {
            return last;
        }
        struct slope swapped = slopes[first];
        slopes[first++] = slopes[last];
        slopes[last--] = swapped;
    }
}

/* Hoare's selection: the slope of that rank, with no larger one before it and no smaller behind. */
static struct slope select_slope(struct slope *slopes, size_t count, size_t rank)
{
    size_t first = 0;
    size_t last = count - 1;
    while (first < last) {
        size_t place = part_slopes(slopes, first, last);
        if (rank <= place) {
            last = place;
        } else {
            first = place + 1;
        }
    }
    return slopes[rank];
}

/* Narrow the bracket by a slope inside it. True when the slope has the rank itself. */
static bool narrow(struct theil_sen *work, struct bracket *bracket, uint64_t rank,
                   struct slope slope)
{
    uint64_t equal = 0;
    uint64_t below = count_below(work, slope, &equal);
    if (rank < below) {
        bracket->high = slope;
        bracket->inside = below - bracket->passed;
        return false;
    }
    if (rank < below + equal) {
        return true;
    }
    bracket->low = slope;
    bracket->inside -= below + equal - bracket->passed;
    bracket->passed = below + equal;
    return false;
}

/* The slope that has this rank, from 0, among those of all pairs. That of what mostly stands still,
 * as counts of what is rare do, is found at once. */
static struct slope slope_of_rank(struct theil_sen *work, uint64_t rank)
{
    struct bracket bracket = {
        .low = STEEPEST_DOWN,
        .high = STEEPEST_UP,
        .inside = (uint64_t)work->count * (work->count - 1) / 2,
    };
    if (narrow(work, &bracket, rank, LEVEL)) {
        return LEVEL;
    }
    for (;;) {
        size_t picked = sample_inside(work, &bracket);
        uint64_t rank_inside = rank - bracket.passed;
        if (picked == bracket.inside) {
            return select_slope(work->sample, picked, (size_t)rank_inside);
        }
        size_t middle = (size_t)(rank_inside * picked / bracket.inside);
        size_t margin = (size_t)sqrt((double)picked);
        size_t first = middle < margin ? 0 : middle - margin;
        size_t second = picked - 1 - middle < margin ? picked - 1 : middle + margin;
        struct slope low = select_slope(work->sample, picked, first);
        struct slope high = select_slope(work->sample, picked, second);
        if (narrow(work, &bracket, rank, low)) {
            return low;
        }
        /* Otherwise the rank is below the lower one already. */
        if (is_less(bracket.low, high) && is_less(high, bracket.high) &&
            narrow(work, &bracket, rank, high)) {
            return high;
        }
    }
}

/* The smallest slope above one that is not the largest: the next to change places are neighbours.
 */
static struct slope slope_above(struct theil_sen *work, struct slope slope)
{
    struct slope next = STEEPEST_UP;
    sort_above(work, slope);
    for (size_t i = 1; i < work->count; i++) {
        const struct point *lower = &work->points[work->marks[i - 1].point];
        const struct point *upper = &work->points[work->marks[i].point];
        struct slope between = {upper->y - lower->y, upper->x - lower->x};
        if (between.run > 0 && is_less(between, next)) {
            next = between;
        }
    }
    return next;
}

static double units_per_one(const double *values, size_t count)
{
    double largest = 0.0;
    for (size_t i = 0; i < count; i++) {
        assert(isfinite(values[i]));
        largest = fmax(largest, fabs(values[i]));
    }
    return largest * UNITS_PER_ONE <= UNITS_MAX ? UNITS_PER_ONE : UNITS_MAX / largest;
}

double theil_sen_slope(struct theil_sen *work, const int32_t *days, const double *values,
                       size_t count)
{
    assert(work != NULL && days != NULL && values != NULL);
    assert(count >= 2 && count <= work->capacity);
    double units = units_per_one(values, count);
    work->count = count;
    work->chance = 1;
    for (size_t i = 0; i < count; i++) {
        assert(i == 0 || days[i - 1] < days[i]);
        work->points[i].x = (int64_t)days[i] - days[0];
        work->points[i].y = llround(values[i] * units);
    }
    assert(work->points[count - 1].x <= SPAN_DAYS_MAX);

    uint64_t pairs = (uint64_t)count * (count - 1) / 2;
    uint64_t equal = 0;
    struct slope middle = slope_of_rank(work, (pairs - 1) / 2);
    struct slope second = middle;
    if (pairs % 2 == 0 && count_below(work, middle, &equal) + equal <= pairs / 2) {
        second = slope_above(work, middle);
    }
    double lower = (double)middle.rise / (double)middle.run;
    double upper = (double)second.rise / (double)second.run;
    return (lower + (upper - lower) / 2.0) / units;
}
