/* Using the recovery sheet in the patient's circle. */
#include "journal/recovery.h"

#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/writer.h"
#include "store/peer_rows.h"
#include "store/setting_rows.h"
#include "vault/random.h"

enum { ADMIT_PAUSE_MS = 5000 }; /* between looks at what came of a lost device */

bool recovery_fits(const struct own_circle *circle, const struct identity *sheet)
{
    return circle->circle != NULL &&
           key256_equal(circle->circle->recovery_sign, identity_public(sheet).sign);
}

/* A member that can be retired: not this device, and not retired before. */
static bool can_retire(const struct own_circle *circle, struct key256 device)
{
    const struct circle_device *found = circle_find_device(circle->circle, device);
    return found != NULL && !found->retired && !key256_equal(device, circle->journal->self.sign);
}

/* The engine holds the sheet's feed like anybody else's. */
static enum daybook_status introduce_feed(struct own_circle *circle, const struct feed_row *feed)
{
    return engine_deliver(circle, &(struct sync_event){.type = SYNC_EVENT_FEED,
                                                       .stream = feed->stream,
                                                       .device = feed->device,
                                                       .position = own_circle_position(feed)});
}

static enum daybook_status append_as(struct own_circle *circle, const struct identity *sheet,
                                     const struct circle_change *changes, size_t count)
{
    struct writer writer;
    const struct writer_author author = {sheet, random_id()};
    enum daybook_status status = writer_begin_as(circle, STREAM_CIRCLE, &author, &writer);
    if (status != DAYBOOK_OK) {
        return status;
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = membership_append(&writer, &changes[i]);
    }
    status = writer_end(&writer, status);
    return status == DAYBOOK_OK ? introduce_feed(circle, &writer.feed) : status;
}

enum daybook_status recovery_use(struct own_circle *circle, const struct identity *sheet,
                                 const struct key256 *lost)
{
    if (!recovery_fits(circle, sheet)) {
        return DAYBOOK_DENIED;
    }
    size_t count = 1;
    enum daybook_status status = DAYBOOK_OK;
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    struct circle_change changes[2] = {
        {.type = OPERATION_RECOVER,
         .device = {.sign = circle->journal->self.sign,
                    .box = circle->journal->self.box,
                    .person = circle_patient(circle->circle)->person,
                    .client_id = bytes_of_text(circle->uplink.seat.client_id)}},
    };
    if (lost != NULL && can_retire(circle, *lost)) {
        changes[count] =
            (struct circle_change){.type = OPERATION_RETIRE_DEVICE, .target_device = *lost};
        const struct membership_target target = {lost, 1, MEMBERSHIP_CUTS};
        status = membership_cuts(circle, &target, arena, &changes[count++]);
    }
    if (status == DAYBOOK_OK) {
        status = append_as(circle, sheet, changes, count);
    }
    arena_free(arena);
    if (status == DAYBOOK_OK) {
        status = membership_changed(circle);
    }
    return status == DAYBOOK_OK ? membership_renew_epochs(circle) : status;
}

/* Does this device hold more of the lost one than its cuts let in? */
static bool holds_more(const struct own_circle *circle, struct key256 lost)
{
    for (size_t i = 0; i < circle->feed_count; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        const struct circle_place last = {feed->device, feed->feed, feed->number};
        if (key256_equal(feed->device, lost) && circle_beyond_cut(circle->circle, &last)) {
            return true;
        }
    }
    return false;
}

/* Is something of the stream here? A device that holds a stream names its feeds; one that holds
 * none of it has nothing of the lost device's either. */
static bool holds_any(const struct own_circle *circle, enum stream stream)
{
    for (size_t i = 0; i < circle->feed_count; i++) {
        if (circle->feeds[i].stream == stream && circle->feeds[i].number > 0) {
            return true;
        }
    }
    return false;
}

static bool has_told(const struct peer_position_row *rows, size_t count, struct key256 device,
                     enum stream stream)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].stream == stream && key256_equal(rows[i].device, device)) {
            return true;
        }
    }
    return false;
}

/* Did a device say since the restoring what it holds of all it reads? */
static bool has_told_all(const struct own_circle *circle, const struct circle_device *device,
                         const struct peer_position_row *rows, size_t count)
{
    for (int stream = 0; stream < STREAM_COUNT; stream++) {
        if (circle_reads(circle->circle, device, (enum stream)stream) &&
            holds_any(circle, (enum stream)stream) &&
            !has_told(rows, count, device->sign, (enum stream)stream)) {
            return false;
        }
    }
    return true;
}

/* Did every other device of the circle? */
static bool all_have_told(const struct own_circle *circle, const struct peer_position_row *rows,
                          size_t count)
{
    for (size_t i = 0; i < circle->circle->device_count; i++) {
        const struct circle_device *device = &circle->circle->devices[i];
        bool counts = !device->retired && !key256_equal(device->sign, circle->journal->self.sign);
        if (counts && !has_told_all(circle, device, rows, count)) {
            return false;
        }
    }
    return true;
}

/* Is everything here that others said they hold of the lost device? A feed nobody showed yet may be
 * one of its. */
static bool all_has_come(struct own_circle *circle, const struct peer_position_row *rows,
                         size_t count, struct key256 lost)
{
    for (size_t i = 0; i < count; i++) {
        const struct feed_row *feed = own_circle_feed(circle, rows[i].feed);
        bool may_be_lost = feed == NULL || key256_equal(feed->device, lost);
        if (may_be_lost && rows[i].number > (feed == NULL ? 0 : feed->number)) {
            return false;
        }
    }
    return true;
}

static enum daybook_status admit(struct own_circle *circle, struct key256 lost, struct arena *arena)
{
    struct circle_change change = {.type = OPERATION_RETIRE_DEVICE, .target_device = lost};
    const struct membership_target target = {&lost, 1, MEMBERSHIP_TRUSTS};
    enum daybook_status status = membership_cuts(circle, &target, arena, &change);
    return status == DAYBOOK_OK ? membership_write(circle, &change, 1) : status;
}

enum daybook_status recovery_admit_held(struct own_circle *circle)
{
    struct journal *journal = circle->journal;
    const struct key256 lost = journal->lost_device;
    struct peer_position_row *rows = NULL;
    size_t count = 0;
    if (!journal->restored || !circle->complete || journal->role != ROLE_PATIENT) {
        return DAYBOOK_OK;
    }
    circle->admit_after_ms = journal_monotonic_ms(journal) + ADMIT_PAUSE_MS;
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = holds_more(circle, lost) ? admit(circle, lost, arena) : DAYBOOK_OK;
    if (status == DAYBOOK_OK) {
        status =
            peer_rows_positions(journal->database, circle->row.circle_no, arena, &rows, &count);
    }
    if (status == DAYBOOK_OK && all_have_told(circle, rows, count) &&
        all_has_come(circle, rows, count, lost)) {
        status = setting_rows_remove(journal->database, SETTING_LOST_DEVICE);
        journal->restored = status != DAYBOOK_OK;
    }
    arena_free(arena);
    return status;
}
