/* Putting a circle of the store into memory, and freeing it. */
#include <stdlib.h>
#include <string.h>

#include "journal/flag_watch.h"
#include "journal/own_circle.h"
#include "journal/seat_record.h"
#include "store/epoch_rows.h"
#include "store/peer_rows.h"
#include "vault/random.h"

enum { OLDER_MQTT_MS = 7 * 86400 * 1000 };

static enum daybook_status load_feeds(struct own_circle *circle, struct arena *arena)
{
    struct feed_row *rows = NULL;
    size_t count = 0;
    enum daybook_status status =
        feed_rows_list(circle->journal->database, circle->row.circle_no, arena, &rows, &count);
    for (size_t i = 0; status == DAYBOOK_OK && i < count; i++) {
        struct feed_row *feed = NULL;
        status = own_circle_hold_feed(circle, &rows[i], &feed);
    }
    return status;
}

static enum daybook_status introduce_feeds(struct own_circle *circle)
{
    struct sync_actions actions = {0};
    for (size_t i = 0; i < circle->feed_count && !actions.no_memory; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        const struct sync_event event = {
            .type = SYNC_EVENT_FEED,
            .now_ms = journal_monotonic_ms(circle->journal),
            .stream = feed->stream,
            .device = feed->device,
            .position = own_circle_position(feed),
            .closed = key256_equal(feed->device, circle->journal->self.sign) &&
                      !own_circle_is_current(circle, feed->feed)};
        sync_handle(circle->engine.sync, &event, &actions);
    }
    return actions.no_memory ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
}

static enum daybook_status hold_stored_epoch(void *context, const struct epoch_row *row)
{
    struct own_circle *circle = context;
    struct held_epoch epoch = {row->stream, row->generation, row->epoch, NULL};
    enum daybook_status status = epoch_import(row->key, &epoch.epoch);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = own_circle_hold_epoch(circle, &epoch);
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

/* Whether its broker still counts as one that speaks MQTT 3.1.1 alone: now and then it is asked
 * again. */
static bool begins_older(const struct own_circle *circle, const struct circle_row *row)
{
    int64_t ago_ms = journal_wall_ms(circle->journal) - row->older_mqtt_ms;
    return row->older_mqtt_ms != 0 && ago_ms >= 0 && ago_ms < OLDER_MQTT_MS;
}

static enum daybook_status load_parts(struct own_circle *circle, const struct circle_row *row,
                                      struct arena *arena)
{
    if (row->seat.data != NULL) {
        struct seat seat;
        enum daybook_status status = seat_record_decode(row->seat, arena, &seat);
        if (status == DAYBOOK_OK) {
            seat.begins_older = begins_older(circle, row);
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
        status = load_feeds(circle, arena);
    }
    if (status == DAYBOOK_OK) {
        status = own_circle_refold(circle);
    }
    if (status == DAYBOOK_OK) {
        introduce_members(circle); /* first: the engine knows no feed or peer of a stranger */
        status = introduce_feeds(circle);
    }
    return status == DAYBOOK_OK ? load_peers(circle, arena) : status;
}

static enum daybook_status add_to_list(struct journal *journal, struct own_circle *circle)
{
    struct own_circle **circles =
        realloc(journal->circles,
                (journal->circle_count + 1) * sizeof(struct own_circle *)); /* a handful in all */
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
    circle->judging_due = true;
    flag_watch_begin(circle);
    status = engine_begin(circle, &options);
    if (status == DAYBOOK_OK) {
        status = load_parts(circle, row, arena);
    }
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
    ahead_forget(&circle->ahead);
    arena_free(circle->arena);
    free(circle);
}
