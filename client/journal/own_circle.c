/* A care circle in memory: loaded from the store, folded anew when its membership grows. */
#include "journal/own_circle.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "journal/seat_record.h"
#include "store/epoch_rows.h"
#include "store/peer_rows.h"
#include "vault/digest.h"
#include "vault/random.h"
#include "wire/body.h"

struct feed_row *own_circle_feed(struct own_circle *circle, struct id128 feed)
{
    for (size_t i = 0; i < circle->feed_count; i++) {
        if (id128_equal(circle->feeds[i].feed, feed)) {
            return &circle->feeds[i];
        }
    }
    return NULL;
}

struct feed_row *own_circle_own_feed(struct own_circle *circle, enum stream stream)
{
    struct id128 feed = digest_feed(circle->row.circle, circle->journal->self.sign,
                                    circle->row.incarnation, (uint8_t)stream);
    return own_circle_feed(circle, feed);
}

static enum daybook_status keep_feed(struct own_circle *circle, const struct feed_row *row,
                                     struct feed_row **out_feed)
{
    if (circle->feed_count == HAVE_FEED_MAX) {
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
    return keep_feed(circle, &row, out_feed);
}

void own_circle_drop_feeds(struct own_circle *circle, size_t count)
{
    assert(count <= circle->feed_count);
    circle->feed_count = count;
}

static enum daybook_status hold_epoch(struct own_circle *circle, const struct held_epoch *epoch)
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
    return status == DAYBOOK_OK ? hold_epoch(circle, epoch) : status;
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

const struct held_epoch *own_circle_writing_epoch(const struct own_circle *circle,
                                                  enum stream stream)
{
    if (circle->circle == NULL || !circle_epoch_fits(circle->circle, stream)) {
        return NULL;
    }
    return own_circle_epoch(circle, stream, circle->circle->epochs[stream]->id.bytes);
}

const struct circle_device *own_circle_self(const struct own_circle *circle)
{
    assert(circle->complete);
    return circle_find_device(circle->circle, circle->journal->self.sign);
}

bool own_circle_reads(const struct own_circle *circle, enum stream stream)
{
    return circle->complete && circle_reads(circle->circle, own_circle_self(circle), stream);
}

static bool holds_epoch(const struct own_circle *circle, struct key256 id)
{
    for (size_t i = 0; i < circle->epoch_count; i++) {
        if (key256_equal(circle->epochs[i].id, id)) {
            return true;
        }
    }
    return false;
}

/* A key that does not open is somebody's mistake, not ours: the stream then stays unreadable until
 * the next rekey. */
static enum daybook_status take_epoch(struct own_circle *circle,
                                      const struct circle_epoch *announced)
{
    if (holds_epoch(circle, announced->id)) {
        return DAYBOOK_OK;
    }
    for (size_t i = 0; i < announced->recipient_count; i++) {
        const struct circle_recipient *recipient = &announced->recipients[i];
        struct held_epoch epoch = {announced->stream, announced->generation, announced->id, NULL};
        if (!key256_equal(recipient->device, circle->journal->self.sign) ||
            epoch_open_sealed(circle->journal->identity, recipient->sealed, announced->id,
                              &epoch.epoch) != DAYBOOK_OK) {
            continue;
        }
        enum daybook_status status = own_circle_keep_epoch(circle, &epoch);
        if (status != DAYBOOK_OK) {
            epoch_free(epoch.epoch);
        }
        return status;
    }
    return DAYBOOK_OK;
}

/* A row of the `circle` stream as the fold wants it; false for a type that is no membership
 * operation or bytes that do not decode, which both stay stored and mean nothing. */
static bool read_change(const struct own_circle *circle, const struct operation_row *row,
                        struct arena *arena, struct circle_operation *out_operation)
{
    enum stream stream = STREAM_LOG;
    if (!operation_stream(row->type, &stream) || stream != STREAM_CIRCLE ||
        row->body.data == NULL) {
        return false;
    }
    /* The circle is named after its genesis: any other one founds another circle. */
    if (row->type == OPERATION_GENESIS &&
        !id128_equal(digest_circle(row->header, row->body), circle->row.circle)) {
        return false;
    }
    *out_operation =
        (struct circle_operation){.hash = row->hash, .hlc = row->hlc, .author = row->device};
    return body_decode_change((enum operation_type)row->type, row->body, arena,
                              &out_operation->change) == DAYBOOK_OK;
}

static enum daybook_status mark_refused(struct own_circle *circle,
                                        const struct operation_list *rows,
                                        const struct circle_operation *operations, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < rows->count; j++) {
            const struct operation_row *row = &rows->rows[j];
            if (!key256_equal(row->hash, operations[i].hash) ||
                row->quarantined == operations[i].refused) {
                continue;
            }
            enum daybook_status status = operation_rows_set_quarantined(
                circle->journal->database, row->operation_no, operations[i].refused);
            if (status != DAYBOOK_OK) {
                return status;
            }
        }
    }
    return DAYBOOK_OK;
}

static enum daybook_status take_epochs(struct own_circle *circle,
                                       const struct circle_operation *operations, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (operations[i].refused || operations[i].change.type != OPERATION_NEW_EPOCH) {
            continue;
        }
        enum daybook_status status = take_epoch(circle, &operations[i].change.epoch);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    return DAYBOOK_OK;
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

/* Quarantine what the fold refused, take the keys meant for this device: all of it or nothing. */
static enum daybook_status settle_fold(struct own_circle *circle, const struct operation_list *rows,
                                       const struct circle_operation *operations, size_t count)
{
    struct database *database = circle->journal->database;
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = mark_refused(circle, rows, operations, count);
    if (status == DAYBOOK_OK) {
        status = take_epochs(circle, operations, count);
    }
    if (status == DAYBOOK_OK) {
        status = database_commit(database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(database);
    }
    return status;
}

enum daybook_status own_circle_refold(struct own_circle *circle)
{
    struct operation_list rows;
    struct circle_operation *operations = NULL;
    size_t count = 0;
    struct circle *folded = NULL;
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = operation_rows_of_stream(
        circle->journal->database, circle->row.circle_no, STREAM_CIRCLE, arena, &rows);
    if (status != DAYBOOK_OK) {
        goto done;
    }
    operations = arena_take_array(arena, rows.count, sizeof *operations);
    if (operations == NULL) {
        status = DAYBOOK_NO_MEMORY;
        goto done;
    }
    for (size_t i = 0; i < rows.count; i++) {
        count += read_change(circle, &rows.rows[i], arena, &operations[count]) ? 1 : 0;
    }
    status = circle_fold(operations, count, arena, &folded);
    if (status == DAYBOOK_INVALID) { /* the genesis is still to come */
        status = DAYBOOK_OK;
        goto done;
    }
    if (status == DAYBOOK_OK) {
        status = settle_fold(circle, &rows, operations, count);
    }
    if (status != DAYBOOK_OK) {
        goto done;
    }
    arena_free(circle->arena);
    circle->arena = arena;
    arena = NULL;
    circle->circle = folded;
    circle->complete = circle_find_device(folded, circle->journal->self.sign) != NULL;
    circle->members_due = true;
done:
    arena_free(arena);
    return status;
}

struct sync_position own_circle_position(const struct feed_row *feed)
{
    struct sync_position position = {.feed = feed->feed, .number = feed->number};
    memcpy(position.hash_start, feed->hash.bytes, sizeof position.hash_start);
    return position;
}

static enum daybook_status load_feeds(struct own_circle *circle, struct arena *arena)
{
    struct feed_row *rows = NULL;
    size_t count = 0;
    enum daybook_status status =
        feed_rows_list(circle->journal->database, circle->row.circle_no, arena, &rows, &count);
    for (size_t i = 0; status == DAYBOOK_OK && i < count; i++) {
        struct feed_row *feed = NULL;
        status = keep_feed(circle, &rows[i], &feed);
        if (status != DAYBOOK_OK) {
            return status;
        }
        struct sync_event event = {.type = SYNC_EVENT_FEED,
                                   .now_ms = journal_monotonic_ms(circle->journal),
                                   .stream = feed->stream,
                                   .device = feed->device,
                                   .position = own_circle_position(feed)};
        struct sync_actions actions;
        sync_handle(circle->engine.sync, &event, &actions);
    }
    return status;
}

static enum daybook_status hold_stored_epoch(void *context, const struct epoch_row *row)
{
    struct own_circle *circle = context;
    struct held_epoch epoch = {row->stream, row->generation, row->epoch, NULL};
    enum daybook_status status = epoch_import(row->key, &epoch.epoch);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = hold_epoch(circle, &epoch);
    if (status != DAYBOOK_OK) {
        epoch_free(epoch.epoch);
    }
    return status;
}

/* The stored positions come sorted by device and stream: each group is one PEER event. */
static enum daybook_status load_peers(struct own_circle *circle, struct arena *arena)
{
    struct peer_position_row *rows = NULL;
    size_t count = 0;
    enum daybook_status status =
        peer_rows_positions(circle->journal->database, circle->row.circle_no, arena, &rows, &count);
    struct sync_position *positions = arena_take_array(arena, count, sizeof *positions);
    if (status == DAYBOOK_OK && positions == NULL) {
        status = DAYBOOK_NO_MEMORY;
    }
    size_t start = 0;
    for (size_t i = 0; status == DAYBOOK_OK && i < count; i++) {
        positions[i] = (struct sync_position){.feed = rows[i].feed, .number = rows[i].number};
        memcpy(positions[i].hash_start, rows[i].hash_start, sizeof positions[i].hash_start);
        bool last_of_group = i + 1 == count || rows[i + 1].stream != rows[i].stream ||
                             !key256_equal(rows[i + 1].device, rows[i].device);
        if (last_of_group) {
            struct sync_event event = {.type = SYNC_EVENT_PEER,
                                       .now_ms = journal_monotonic_ms(circle->journal),
                                       .stream = rows[i].stream,
                                       .device = rows[i].device,
                                       .positions = positions + start,
                                       .position_count = i + 1 - start};
            struct sync_actions actions;
            sync_handle(circle->engine.sync, &event, &actions);
            start = i + 1;
        }
    }
    return status;
}

/* Before it is connected the engine only takes notes: whatever it asks for waits until it is asked
 * again. */
static void introduce_members(struct own_circle *circle)
{
    struct sync_member members[CIRCLE_DEVICE_MAX];
    struct sync_event event = {.type = SYNC_EVENT_MEMBERS,
                               .now_ms = journal_monotonic_ms(circle->journal),
                               .members = members,
                               .member_count = own_circle_members(circle, members)};
    struct sync_actions actions;
    sync_handle(circle->engine.sync, &event, &actions);
    circle->members_due = false;
}

static enum daybook_status load_parts(struct own_circle *circle, const struct circle_row *row,
                                      struct arena *arena)
{
    if (row->seat.data != NULL) {
        struct seat seat;
        enum daybook_status status = seat_record_decode(row->seat, arena, &seat);
        if (status == DAYBOOK_OK) {
            status = uplink_set_seat(&circle->uplink, &seat);
        }
        seat_wipe(&seat);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    enum daybook_status status =
        epoch_rows_visit(circle->journal->database, row->circle_no, hold_stored_epoch, circle);
    if (status == DAYBOOK_OK) {
        /* The fold comes before feeds and peers: the engine hears of members first. */
        status = own_circle_refold(circle);
    }
    if (status == DAYBOOK_OK) {
        introduce_members(circle);
        status = load_feeds(circle, arena);
    }
    return status == DAYBOOK_OK ? load_peers(circle, arena) : status;
}

static enum daybook_status add_to_list(struct journal *journal, struct own_circle *circle)
{
    struct own_circle **circles = realloc(
        journal->circles, (journal->circle_count + 1) * sizeof *circles); /* a handful in all */
    if (circles == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    journal->circles = circles;
    journal->circles[journal->circle_count++] = circle;
    return DAYBOOK_OK;
}

enum daybook_status own_circle_load(struct journal *journal, const struct circle_row *row,
                                    struct own_circle **out_circle)
{
    enum daybook_status status = DAYBOOK_NO_MEMORY;
    struct arena *arena = arena_create(0);
    struct own_circle *circle = calloc(1, sizeof *circle);
    struct sync_options options = sync_options_default(journal->self.sign, random_number());
    if (arena == NULL || circle == NULL) {
        goto done;
    }
    circle->journal = journal;
    circle->row = *row;
    circle->row.seat = (struct bytes){0};
    circle->engine.sync = sync_create(&options);
    if (circle->engine.sync == NULL) {
        goto done;
    }
    status = load_parts(circle, row, arena);
    if (status == DAYBOOK_OK) {
        status = add_to_list(journal, circle);
    }
    if (status == DAYBOOK_OK) {
        *out_circle = circle;
        circle = NULL;
    }
done:
    own_circle_free(circle);
    arena_free(arena);
    return status;
}

void own_circle_free(struct own_circle *circle)
{
    if (circle == NULL) {
        return;
    }
    uplink_end(&circle->uplink);
    for (size_t i = 0; i < circle->epoch_count; i++) {
        epoch_free(circle->epochs[i].epoch);
    }
    free(circle->epochs);
    free(circle->feeds);
    engine_end(&circle->engine);
    arena_free(circle->arena);
    free(circle);
}
