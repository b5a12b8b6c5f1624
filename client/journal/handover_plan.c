/* What a hand-over has to hold for those it is for. */
#include "journal/handover_plan.h"

#include <string.h>

#include "journal/own_circle.h"
#include "store/peer_rows.h"

/* Planning while it is done. */
struct planning {
    const struct own_circle *circle;
    bool everything;
    const struct circle_device *receivers[CIRCLE_DEVICE_MAX];
    size_t receiver_count;
    struct peer_position_row *positions;
    size_t position_count;
    struct handover_plan plan;
};

static bool is_meant(const struct own_circle *circle, const struct circle_device *device,
                     struct bytes who)
{
    const struct circle_person *person = circle_find_person(circle->circle, device->person);
    bool self = key256_equal(device->sign, circle->journal->self.sign);
    return !device->retired && !self && person != NULL && !person->removed &&
           (who.size == 0 || journal_name_starts(person->name, who) ||
            journal_id_starts(person->person, who));
}

/* False: the receivers are of several people. */
static bool are_of_one_person(const struct planning *planning)
{
    for (size_t i = 1; i < planning->receiver_count; i++) {
        if (!id128_equal(planning->receivers[i]->person, planning->receivers[0]->person)) {
            return false;
        }
    }
    return true;
}

static enum daybook_status find_receivers(struct planning *planning, struct bytes who,
                                          struct complaint *out_complaint)
{
    const struct circle *fold = planning->circle->circle;
    for (size_t i = 0; i < fold->device_count; i++) {
        if (is_meant(planning->circle, &fold->devices[i], who) &&
            planning->receiver_count < CIRCLE_DEVICE_MAX) {
            planning->receivers[planning->receiver_count++] = &fold->devices[i];
        }
    }
    if (planning->receiver_count == 0) {
        complaint_begin(out_complaint,
                        who.size == 0
                            ? "Nobody else is in the circle yet: see 'daybook circle invite'."
                            : "Nobody else of that name is in the circle, with a device: see "
                              "'daybook circle members'.");
        return DAYBOOK_NOT_FOUND;
    }
    if (who.size > 0 && !are_of_one_person(planning)) {
        complaint_begin(out_complaint, "Several people fit: give more of the name, or the id.");
        return DAYBOOK_CONFLICT;
    }
    return DAYBOOK_OK;
}

static const struct peer_position_row *find_position(const struct planning *planning,
                                                     struct key256 device, struct id128 feed)
{
    for (size_t i = 0; i < planning->position_count; i++) {
        const struct peer_position_row *row = &planning->positions[i];
        if (key256_equal(row->device, device) && id128_equal(row->feed, feed)) {
            return row;
        }
    }
    return NULL;
}

/* The first operation of a feed that a device is not known to hold. Who was last heard to hold
 * another history of it is given all of it. */
static enum daybook_status first_lacking(const struct planning *planning,
                                         const struct feed_row *feed, struct key256 device,
                                         uint64_t *out_first)
{
    struct key256 hash = feed->hash;
    enum daybook_status status = DAYBOOK_OK;
    const struct peer_position_row *said =
        planning->everything ? NULL : find_position(planning, device, feed->feed);
    *out_first = 1;
    if (said == NULL || said->number == 0) {
        return DAYBOOK_OK;
    }
    if (said->number > feed->number) {
        *out_first = feed->number + 1;
        return DAYBOOK_OK;
    }
    if (said->number < feed->number) {
        status = operation_rows_hash(planning->circle->journal->database, feed->feed_no,
                                     said->number, &hash);
    }
    if (status == DAYBOOK_OK &&
        memcmp(hash.bytes, said->hash_start, sizeof said->hash_start) == 0) {
        *out_first = said->number + 1;
    }
    return status;
}

static struct handover_part *add_part(struct planning *planning, enum envelope_kind kind,
                                      const struct feed_row *feed, uint64_t first)
{
    struct handover_part *part = &planning->plan.parts[planning->plan.count++];
    *part = (struct handover_part){.kind = kind,
                                   .stream = feed->stream,
                                   .feed = feed->feed,
                                   .first = first,
                                   .last = feed->number};
    return part;
}

/* What each receiver lacks of a feed of `circle`, for it alone. */
static enum daybook_status plan_keys(struct planning *planning, const struct feed_row *feed)
{
    bool again = false;
    for (size_t i = 0; i < planning->receiver_count; i++) {
        const struct circle_device *device = planning->receivers[i];
        uint64_t first = 1;
        enum daybook_status status = first_lacking(planning, feed, device->sign, &first);
        if (status != DAYBOOK_OK) {
            return status;
        }
        if (first <= feed->number) {
            struct handover_part *part = add_part(planning, ENVELOPE_KEYS, feed, first);
            part->box = device->box;
            part->again = again;
            again = true;
        }
    }
    return DAYBOOK_OK;
}

/* What any receiver that reads the stream lacks of a feed, for all of them. */
static enum daybook_status plan_operations(struct planning *planning, const struct feed_row *feed)
{
    uint64_t lowest = feed->number + 1;
    for (size_t i = 0; i < planning->receiver_count; i++) {
        const struct circle_device *device = planning->receivers[i];
        uint64_t first = 1;
        if (!circle_reads(planning->circle->circle, device, feed->stream)) {
            continue;
        }
        enum daybook_status status = first_lacking(planning, feed, device->sign, &first);
        if (status != DAYBOOK_OK) {
            return status;
        }
        lowest = first < lowest ? first : lowest;
    }
    if (lowest <= feed->number) {
        (void)add_part(planning, ENVELOPE_OPS, feed, lowest);
    }
    return DAYBOOK_OK;
}

static enum daybook_status plan_feeds(struct planning *planning)
{
    const struct own_circle *circle = planning->circle;
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < circle->feed_count && status == DAYBOOK_OK; i++) {
        if (circle->feeds[i].stream == STREAM_CIRCLE) {
            status = plan_keys(planning, &circle->feeds[i]);
        }
    }
    for (size_t i = 0; i < circle->feed_count && status == DAYBOOK_OK; i++) {
        if (circle->feeds[i].stream != STREAM_CIRCLE) {
            status = plan_operations(planning, &circle->feeds[i]);
        }
    }
    return status;
}

static void plan_statements(struct planning *planning)
{
    for (int stream = 0; stream < STREAM_COUNT; stream++) {
        if (own_circle_reads(planning->circle, (enum stream)stream)) {
            planning->plan.parts[planning->plan.count++] =
                (struct handover_part){.kind = ENVELOPE_HAVE, .stream = (enum stream)stream};
        }
    }
}

enum daybook_status handover_plan_make(const struct own_circle *circle,
                                       const struct handover_wish *wish, struct arena *arena,
                                       struct handover_plan *out_plan,
                                       struct complaint *out_complaint)
{
    struct planning planning = {.circle = circle, .everything = wish->everything};
    enum daybook_status status = find_receivers(&planning, wish->who, out_complaint);
    if (status == DAYBOOK_OK) {
        status = peer_rows_positions(circle->journal->database, circle->row.circle_no, arena,
                                     &planning.positions, &planning.position_count);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    size_t most = circle->feed_count * (planning.receiver_count + 1) + STREAM_COUNT;
    planning.plan.parts = arena_take_array(arena, most, sizeof *planning.plan.parts);
    if (planning.plan.parts == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    status = plan_feeds(&planning);
    if (status == DAYBOOK_OK) {
        plan_statements(&planning);
        *out_plan = planning.plan;
    }
    return status;
}
