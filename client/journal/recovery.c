/* Using the recovery sheet in the patient's circle. */
#include "journal/recovery.h"

#include "base/buffer.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/writer.h"
#include "store/setting_rows.h"
#include "vault/random.h"
#include "wire/body.h"

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

enum daybook_status recovery_admit_held(struct own_circle *circle)
{
    struct journal *journal = circle->journal;
    const struct key256 lost = journal->lost_device;
    struct circle_change change = {.type = OPERATION_RETIRE_DEVICE, .target_device = lost};
    enum daybook_status status = DAYBOOK_OK;
    if (!journal->restored || !circle->complete || journal->role != ROLE_PATIENT) {
        return DAYBOOK_OK;
    }
    if (holds_more(circle, lost)) {
        const struct membership_target target = {&lost, 1, MEMBERSHIP_TRUSTS};
        struct arena *arena = arena_create(0);
        status =
            arena == NULL ? DAYBOOK_NO_MEMORY : membership_cuts(circle, &target, arena, &change);
        if (status == DAYBOOK_OK) {
            status = membership_write(circle, &change, 1);
        }
        arena_free(arena);
    }
    if (status == DAYBOOK_OK) {
        status = setting_rows_remove(journal->database, SETTING_LOST_DEVICE);
    }
    if (status == DAYBOOK_OK) {
        journal->restored = false;
    }
    return status;
}
