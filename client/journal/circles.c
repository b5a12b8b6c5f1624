/* People, devices and seats of a circle. */
#include "journal/circles.h"

#include <assert.h>
#include <string.h>

#include "base/buffer.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/seat_record.h"
#include "store/peer_rows.h"

/* Others find this device under the name its seat has, so a new seat is told to the circle. */
static enum daybook_status announce_seat(struct own_circle *own, const struct seat *seat)
{
    const struct circle_device *self = own_circle_self(own);
    if (bytes_equal_text(self->client_id, seat->client_id)) {
        return DAYBOOK_OK;
    }
    const struct circle_change change = {
        .type = OPERATION_ADD_DEVICE,
        .device = {.sign = self->sign,
                   .box = self->box,
                   .person = self->person,
                   .client_id = bytes_of_text(seat->client_id)},
    };
    return membership_write(own, &change, 1);
}

enum daybook_status journal_set_seat(struct journal *journal, size_t circle,
                                     const struct seat *seat, struct complaint *out_complaint)
{
    struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    char reason[TRANSPORT_REASON_SIZE];
    struct buffer record = {0};
    if (!own->complete) {
        own_circle_explain_restored(own, out_complaint);
        return DAYBOOK_DENIED;
    }
    if (seat_check(seat, reason) != DAYBOOK_OK) {
        complaint_begin(out_complaint, reason);
        return DAYBOOK_INVALID;
    }
    seat_record_encode(seat, &record);
    enum daybook_status status =
        record.failed
            ? DAYBOOK_NO_MEMORY
            : circle_rows_set_seat(journal->database, own->row.circle_no, buffer_bytes(&record));
    buffer_free(&record);
    if (status == DAYBOOK_OK) {
        status = uplink_set_seat(&own->uplink, seat);
    }
    return status == DAYBOOK_OK ? announce_seat(own, seat) : status;
}

enum daybook_status journal_get_seat(const struct journal *journal, size_t circle,
                                     const struct seat **out_seat)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    if (!own->uplink.has_seat) {
        return DAYBOOK_NOT_FOUND;
    }
    *out_seat = &own->uplink.seat;
    return DAYBOOK_OK;
}

/* What other devices last said of themselves. */
struct peer_list {
    struct peer_row *rows;
    size_t count;
};

static void describe_device(const struct own_circle *own, const struct circle_device *device,
                            const struct peer_list *peers, struct journal_device_row *out_row)
{
    struct journal_device_row row = {
        .device = device->sign,
        .is_self = key256_equal(device->sign, own->journal->self.sign),
        .retired = device->retired,
    };
    for (size_t i = 0; i < peers->count; i++) {
        if (key256_equal(peers->rows[i].device, device->sign)) {
            row.heard = true;
            row.heard_ms = peers->rows[i].heard_ms;
            row.version = peers->rows[i].version;
        }
    }
    *out_row = row;
}

/* The devices of one person; returns how many. */
static size_t describe_devices(const struct own_circle *own, struct id128 person,
                               const struct peer_list *peers, struct journal_device_row *out_rows)
{
    size_t count = 0;
    for (size_t i = 0; i < own->circle->device_count; i++) {
        if (id128_equal(own->circle->devices[i].person, person)) {
            describe_device(own, &own->circle->devices[i], peers, &out_rows[count++]);
        }
    }
    return count;
}

enum daybook_status journal_members(struct journal *journal, size_t circle, struct arena *arena,
                                    struct journal_member **out_members, size_t *out_count)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    const struct circle *fold = own->circle;
    struct peer_list list = {0};
    enum daybook_status status =
        peer_rows_list(journal->database, own->row.circle_no, arena, &list.rows, &list.count);
    struct journal_member *members = arena_take_array(arena, fold->person_count, sizeof *members);
    struct journal_device_row *devices =
        arena_take_array(arena, fold->device_count, sizeof *devices);
    size_t used = 0;
    if (status != DAYBOOK_OK || members == NULL || devices == NULL) {
        return status == DAYBOOK_OK ? DAYBOOK_NO_MEMORY : status;
    }
    for (size_t i = 0; i < fold->person_count; i++) {
        const struct circle_person *person = &fold->people[i];
        members[i] = (struct journal_member){
            .person = person->person,
            .name = person->name,
            .role = person->role,
            .is_self = id128_equal(person->person, own->row.person),
            .removed = person->removed,
            .grant_log = person->grants.log,
            .co_owner = person->grants.co_owner,
            .devices = devices + used,
        };
        members[i].device_count = describe_devices(own, person->person, &list, devices + used);
        used += members[i].device_count;
    }
    *out_members = members;
    *out_count = fold->person_count;
    return DAYBOOK_OK;
}

bool journal_is_alone(const struct journal *journal, size_t circle)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    size_t present = 0;
    for (size_t i = 0; i < own->circle->device_count; i++) {
        present += own->circle->devices[i].retired ? 0 : 1;
    }
    return present <= 1;
}
