/* The table of feeds: those held, and those known from a HAVE alone. */
#include "sync/feeds.h"

#include <stdlib.h>
#include <string.h>

#include "sync/engine.h"

enum { FEEDS_FIRST_CAPACITY = 8 };

/* The place of an id in the list, or where it belongs. */
static size_t place_of(const struct feed_list *list, struct id128 id)
{
    size_t low = 0;
    size_t high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (id128_compare(list->items[middle]->id, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_at(const struct feed_list *list, size_t place, struct id128 id)
{
    return place < list->count && id128_equal(list->items[place]->id, id);
}

struct feed *feeds_find(const struct sync *sync, enum stream stream, struct id128 id)
{
    const struct feed_list *list = &sync->feeds[stream];
    size_t place = place_of(list, id);
    return is_at(list, place, id) ? list->items[place] : NULL;
}

static bool grow(struct feed_list *list)
{
    if (list->count < list->capacity) {
        return true;
    }
    size_t capacity = list->capacity == 0 ? FEEDS_FIRST_CAPACITY : list->capacity * 2;
    struct feed **items = realloc(list->items, capacity * sizeof(struct feed *));
    if (items == NULL) {
        return false;
    }
    list->items = items;
    list->capacity = capacity;
    return true;
}

/* Drop one feed that exists by hearsay; false when all are held. */
static bool make_room(const struct sync *sync, struct feed_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct feed *feed = list->items[i];
        if (feed->number == 0 && feed != sync->storing && !engine_owns(sync, feed)) {
            free(feed);
            list->count--;
            memmove(&list->items[i], &list->items[i + 1], (list->count - i) * sizeof(void *));
            return true;
        }
    }
    return false;
}

static struct holding blank_holding(void)
{
    return (struct holding){.offered_ms = SYNC_LONG_AGO, .due_ms = SYNC_NEVER};
}

static struct feed *create(enum stream stream, struct id128 id)
{
    struct feed *feed = calloc(1, sizeof *feed);
    if (feed == NULL) {
        return NULL;
    }
    feed->id = id;
    feed->stream = stream;
    feed->hold_until_ms = SYNC_LONG_AGO;
    feed->written_due_ms = SYNC_NEVER;
    feed->absent_due_ms = SYNC_NEVER;
    feed->absent_after_ms = SYNC_LONG_AGO;
    feed->passed_ms = SYNC_LONG_AGO;
    feed->due_ms = SYNC_NEVER;
    feed->pace.since_ms = SYNC_NEVER;
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        feed->holdings[slot] = blank_holding();
    }
    return feed;
}

struct feed *feeds_obtain(struct sync *sync, enum stream stream, struct id128 id, bool wanted)
{
    struct feed_list *list = &sync->feeds[stream];
    size_t place = place_of(list, id);
    if (is_at(list, place, id)) {
        return list->items[place];
    }
    if (list->count >= HAVE_FEED_MAX && !(wanted && make_room(sync, list))) {
        return NULL;
    }
    struct feed *feed = grow(list) ? create(stream, id) : NULL;
    if (feed == NULL) {
        sync->no_memory = true;
        return NULL;
    }
    place = place_of(list, id);
    memmove(&list->items[place + 1], &list->items[place], (list->count - place) * sizeof(void *));
    list->items[place] = feed;
    list->count++;
    return feed;
}

bool feeds_set_author(struct feed *feed, struct key256 author)
{
    if (feed->author_known) {
        return key256_equal(feed->author, author);
    }
    feed->author = author;
    feed->author_known = true;
    return true;
}

size_t feeds_held_of(const struct sync *sync, const struct feed *feed)
{
    size_t count = 0;
    const struct feed_list *list = &sync->feeds[feed->stream];
    for (size_t i = 0; i < list->count; i++) {
        const struct feed *other = list->items[i];
        count +=
            other->number > 0 && other->author_known && key256_equal(other->author, feed->author);
    }
    return count;
}

struct feed *feeds_next(const struct sync *sync, struct feed_walk *walk)
{
    while (walk->stream < STREAM_COUNT && walk->place == sync->feeds[walk->stream].count) {
        walk->stream++;
        walk->place = 0;
    }
    return walk->stream == STREAM_COUNT ? NULL : sync->feeds[walk->stream].items[walk->place++];
}

void feeds_clear_slot(struct sync *sync, size_t slot)
{
    struct feed_walk walk = {0};
    for (struct feed *feed = feeds_next(sync, &walk); feed != NULL;
         feed = feeds_next(sync, &walk)) {
        feed->holdings[slot] = blank_holding();
    }
}

void feeds_free(struct sync *sync)
{
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        for (size_t i = 0; i < sync->feeds[stream].count; i++) {
            free(sync->feeds[stream].items[i]);
        }
        free(sync->feeds[stream].items);
    }
}
