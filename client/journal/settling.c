/* What follows from what was written or arrived, with or without a connection. */
#include "journal/settling.h"

#include "journal/flag_watch.h"
#include "journal/incarnation.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/salvage.h"
#include "journal/state.h"
#include "journal/summaries.h"

/* What was noted for the engine while it could not be told. */
static enum daybook_status tell_engine(struct own_circle *circle)
{
    enum daybook_status status = DAYBOOK_OK;
    if (circle->members_due) {
        struct sync_member members[CIRCLE_DEVICE_MAX];
        circle->members_due = false;
        status = engine_deliver(
            circle, &(struct sync_event){.type = SYNC_EVENT_MEMBERS,
                                         .members = members,
                                         .member_count = own_circle_members(circle, members)});
    }
    for (int stream = 0; stream < STREAM_COUNT && status == DAYBOOK_OK; stream++) {
        const struct feed_row *feed = own_circle_own_feed(circle, (enum stream)stream);
        if (!circle->written_due[stream] || feed == NULL) {
            continue;
        }
        circle->written_due[stream] = false;
        status =
            engine_deliver(circle, &(struct sync_event){.type = SYNC_EVENT_WRITTEN,
                                                        .stream = (enum stream)stream,
                                                        .device = feed->device,
                                                        .position = own_circle_position(feed)});
        circle->written_due[stream] = status == DAYBOOK_NO_MEMORY;
    }
    return status;
}

/* What membership and an ended incarnation still want of the store. */
static enum daybook_status settle_feeds(struct own_circle *circle)
{
    enum daybook_status status =
        circle->fold_due ? membership_changed(circle) : membership_judge(circle);
    if (status == DAYBOOK_OK && circle->complete) {
        status = salvage_catch_up(circle);
    }
    if (status == DAYBOOK_OK && circle->engine.connected) {
        status = incarnation_settle(circle);
    }
    return status;
}

/* Publish days that changed, and look now and then whether others left it to this device. */
static enum daybook_status settle_summaries(struct own_circle *circle, int64_t now_ms)
{
    if (!circle->complete ||
        (now_ms < circle->summaries_due_ms && now_ms < circle->summaries_look_ms)) {
        return DAYBOOK_OK;
    }
    bool waits = circle->journal->role == ROLE_CAREGIVER;
    bool connected = circle->engine.connected;
    bool listens = connected && now_ms - circle->connected_ms >= SUMMARIES_LISTEN_MS;
    int64_t pause_ms = connected && !listens ? SUMMARIES_LISTEN_MS : SUMMARIES_LOOK_MS;
    circle->summaries_due_ms = INT64_MAX;
    circle->summaries_look_ms = waits ? now_ms + pause_ms : INT64_MAX;
    enum daybook_status status = summaries_publish(circle, listens);
    if (status != DAYBOOK_OK) {
        circle->summaries_due_ms = now_ms + SUMMARIES_RETRY_MS;
    }
    return status;
}

enum daybook_status settling_circle(struct own_circle *circle)
{
    int64_t now_ms = journal_monotonic_ms(circle->journal);
    enum daybook_status status = settle_feeds(circle);
    if (status == DAYBOOK_OK) {
        status = settle_summaries(circle, now_ms);
    }
    if (status == DAYBOOK_OK) {
        status = flag_watch_settle(circle, now_ms);
    }
    return status == DAYBOOK_OK ? tell_engine(circle) : status;
}
