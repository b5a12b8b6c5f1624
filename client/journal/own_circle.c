/* A care circle in memory: its feeds, keys and members. */
#include "journal/own_circle.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/epoch_rows.h"
#include "vault/digest.h"

struct own_circle *own_circle_find(const struct journal *journal, struct id128 id)
{
    for (size_t i = 0; i < journal->circle_count; i++) {
        if (id128_equal(journal->circles[i]->row.circle, id)) {
            return journal->circles[i];
        }
    }
    return NULL;
}

struct feed_row *own_circle_feed(const struct own_circle *circle, struct id128 feed)
{
    for (size_t i = 0; i < circle->feed_count; i++) {
        if (id128_equal(circle->feeds[i].feed, feed)) {
            return &circle->feeds[i];
        }
    }
    return NULL;
}

uint64_t own_circle_held(const struct own_circle *circle, struct id128 feed)
{
    const struct feed_row *row = own_circle_feed(circle, feed);
    return row == NULL ? 0 : row->number;
}

struct feed_row *own_circle_own_feed(struct own_circle *circle, enum stream stream)
{
    struct id128 feed = digest_feed(circle->row.circle, circle->journal->self.sign,
                                    circle->row.incarnation, (uint8_t)stream);
    return own_circle_feed(circle, feed);
}

bool own_circle_is_current(const struct own_circle *circle, struct id128 feed)
{
    for (int stream = 0; stream < STREAM_COUNT; stream++) {
        if (id128_equal(feed, digest_feed(circle->row.circle, circle->journal->self.sign,
                                          circle->row.incarnation, (uint8_t)stream))) {
            return true;
        }
    }
    return false;
}

/* Each stream has room of its own, as in the engine. */
static bool is_stream_full(const struct own_circle *circle, enum stream stream)
{
    size_t count = 0;
    for (size_t i = 0; i < circle->feed_count; i++) {
        count += circle->feeds[i].stream == stream ? 1 : 0;
    }
    return count >= HAVE_FEED_MAX;
}

enum daybook_status own_circle_hold_feed(struct own_circle *circle, const struct feed_row *row,
                                         struct feed_row **out_feed)
{
    if (is_stream_full(circle, row->stream)) {
        return DAYBOOK_FULL;
    }
    if (circle->feed_count == circle->feed_capacity) {
        size_t capacity = circle->feed_capacity == 0 ? 16 : circle->feed_capacity * 2;
        struct feed_row *feeds = realloc(circle->feeds, capacity * sizeof *feeds);
        if (feeds == NULL) {
            return DAYBOOK_NO_MEMORY;
        }
        circle->feeds = feeds;
        circle->feed_capacity = capacity;
    }
    circle->feeds[circle->feed_count] = *row;
    *out_feed = &circle->feeds[circle->feed_count++];
    return DAYBOOK_OK;
}

enum daybook_status own_circle_add_feed(struct own_circle *circle, struct key256 device,
                                        struct id128 incarnation, enum stream stream,
                                        struct feed_row **out_feed)
{
    struct feed_row row = {
        .circle_no = circle->row.circle_no,
        .feed = digest_feed(circle->row.circle, device, incarnation, (uint8_t)stream),
        .device = device,
        .incarnation = incarnation,
        .stream = stream,
    };
    enum daybook_status status = feed_rows_add(circle->journal->database, &row);
    if (status != DAYBOOK_OK) {
        return status;
    }
    return own_circle_hold_feed(circle, &row, out_feed);
}

void own_circle_drop_feeds(struct own_circle *circle, size_t count)
{
    assert(count <= circle->feed_count);
    circle->feed_count = count;
}

enum daybook_status own_circle_hold_epoch(struct own_circle *circle, const struct held_epoch *epoch)
{
    if (circle->epoch_count == circle->epoch_capacity) {
        size_t capacity = circle->epoch_capacity == 0 ? 8 : circle->epoch_capacity * 2;
        struct held_epoch *epochs = realloc(circle->epochs, capacity * sizeof *epochs);
        if (epochs == NULL) {
            return DAYBOOK_NO_MEMORY;
        }
        circle->epochs = epochs;
        circle->epoch_capacity = capacity;
    }
    circle->epochs[circle->epoch_count++] = *epoch;
    return DAYBOOK_OK;
}

enum daybook_status own_circle_keep_epoch(struct own_circle *circle, const struct held_epoch *epoch)
{
    struct secret *key = NULL;
    enum daybook_status status = epoch_export(epoch->epoch, &key);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct epoch_row row = {
        .stream = epoch->stream,
        .generation = epoch->generation,
        .epoch = epoch->id,
        .key = {secret_data(key), secret_size(key)},
    };
    status = epoch_rows_put(circle->journal->database, circle->row.circle_no, &row);
    secret_free(key);
    return status == DAYBOOK_OK ? own_circle_hold_epoch(circle, epoch) : status;
}

static bool newer(const struct held_epoch *left, const struct held_epoch *right)
{
    if (left->generation != right->generation) {
        return left->generation > right->generation;
    }
    return key256_compare(left->id, right->id) > 0;
}

const struct held_epoch *own_circle_epoch(const struct own_circle *circle, enum stream stream,
                                          const uint8_t *reference)
{
    const struct held_epoch *found = NULL;
    for (size_t i = 0; i < circle->epoch_count; i++) {
        const struct held_epoch *epoch = &circle->epochs[i];
        bool fits =
            epoch->stream == stream &&
            (reference == NULL || memcmp(epoch->id.bytes, reference, EPOCH_REFERENCE_SIZE) == 0);
        if (fits && (found == NULL || newer(epoch, found))) {
            found = epoch;
        }
    }
    return found;
}

/* By its whole id: two may share a reference, and who announces one chooses its id. */
static const struct held_epoch *find_epoch(const struct own_circle *circle, enum stream stream,
                                           struct key256 id)
{
    for (size_t i = 0; i < circle->epoch_count; i++) {
        if (circle->epochs[i].stream == stream && key256_equal(circle->epochs[i].id, id)) {
            return &circle->epochs[i];
        }
    }
    return NULL;
}

const struct held_epoch *own_circle_writing_epoch(const struct own_circle *circle,
                                                  enum stream stream)
{
    if (circle->circle == NULL) {
        return NULL;
    }
    const struct circle_device *self =
        circle_find_device(circle->circle, circle->journal->self.sign);
    if (self != NULL && self->retired) {
        return own_circle_epoch(circle, stream, NULL);
    }
    return circle_epoch_fits(circle->circle, stream)
               ? find_epoch(circle, stream, circle->circle->epochs[stream]->id)
               : NULL;
}

const struct circle_device *own_circle_self(const struct own_circle *circle)
{
    assert(circle->complete);
    return circle_find_device(circle->circle, circle->journal->self.sign);
}

bool own_circle_is_patients(const struct own_circle *circle, struct key256 device)
{
    const struct circle_person *person =
        circle->circle == NULL ? NULL : circle_author(circle->circle, device);
    return person != NULL && person->role == ROLE_PATIENT;
}

bool own_circle_reads(const struct own_circle *circle, enum stream stream)
{
    return circle->complete && circle_reads(circle->circle, own_circle_self(circle), stream);
}

struct circle_place own_circle_place(const struct own_circle *circle,
                                     const struct operation_row *row)
{
    struct circle_place place = {.author = row->device, .number = row->number};
    for (size_t i = 0; i < circle->feed_count; i++) {
        if (circle->feeds[i].feed_no == row->feed_no) {
            place.feed = circle->feeds[i].feed;
        }
    }
    return place;
}

void own_circle_explain_restored(const struct own_circle *circle, struct complaint *out_complaint)
{
    bool patient = circle->journal->role == ROLE_PATIENT;
    if (!circle->journal->restored) {
        complaint_begin(out_complaint,
                        "This device is not in the circle, because who let it in had been removed: "
                        "it can be read. To write, ask for another invitation and join with "
                        "'daybook circle join CODE'.");
        return;
    }
    complaint_begin(out_complaint,
                    "This journal was restored and is not a device of the circle yet: "
                    "it can be read. To write, ");
    complaint_add(out_complaint,
                  patient ? "restore it with the recovery words, or join from another device of "
                            "the patient with 'daybook circle join CODE'."
                          : "ask for an invitation and join with 'daybook circle join CODE'.");
}

size_t own_circle_members(const struct own_circle *circle,
                          struct sync_member out_members[static CIRCLE_DEVICE_MAX])
{
    size_t count = 0;
    for (size_t i = 0; circle->circle != NULL && i < circle->circle->device_count; i++) {
        const struct circle_device *device = &circle->circle->devices[i];
        if (device->retired || count == CIRCLE_DEVICE_MAX) {
            continue;
        }
        out_members[count] = (struct sync_member){.device = device->sign};
        for (int stream = 0; stream < STREAM_COUNT; stream++) {
            out_members[count].reads[stream] =
                circle_reads(circle->circle, device, (enum stream)stream);
        }
        count++;
    }
    /* A device that joins reads membership before it is part of it. */
    if (!circle->complete && count < CIRCLE_DEVICE_MAX) {
        out_members[count] = (struct sync_member){.device = circle->journal->self.sign};
        out_members[count++].reads[STREAM_CIRCLE] = true;
    }
    return count;
}

struct sync_position own_circle_position(const struct feed_row *feed)
{
    struct sync_position position = {.feed = feed->feed, .number = feed->number};
    memcpy(position.hash_start, feed->hash.bytes, sizeof position.hash_start);
    return position;
}
