/* Who is in the circle, folded from the operations a device holds. */
#include "simulation/members.h"

#include <string.h>

/* Whether a change of this kind is held; the last of two kinds decides between them. */
static int last_of(const struct circle *circle, uint64_t view, size_t subject,
                   enum change_kind kind)
{
    int last = -1;
    for (size_t i = 0; i < circle->ledger.change_count; i++) {
        const struct change *change = &circle->ledger.changes[i];
        if ((view >> i & 1) != 0 && change->subject == subject && change->kind == kind) {
            last = (int)i;
        }
    }
    return last;
}

size_t members_fold(const struct circle *circle, uint64_t view,
                    struct sync_member out_members[static BROKER_DEVICE_MAX])
{
    size_t count = 0;
    for (size_t identity = 0; identity < BROKER_DEVICE_MAX; identity++) {
        bool added =
            identity < circle->first_count || last_of(circle, view, identity, CHANGE_ADD) >= 0;
        if (!added || last_of(circle, view, identity, CHANGE_REMOVE) >= 0) {
            continue;
        }
        struct sync_member *member = &out_members[count++];
        *member = (struct sync_member){.device = device_key(identity)};
        memcpy(member->reads, circle->reads[identity], sizeof member->reads);
        int granted = last_of(circle, view, identity, CHANGE_GRANT);
        int taken = last_of(circle, view, identity, CHANGE_UNGRANT);
        if (granted != taken) {
            member->reads[STREAM_LOG] = granted > taken;
        }
    }
    return count;
}

bool members_refold(struct device *device)
{
    if (device->member_count > 0 && device->view == device->disk.view) {
        return false;
    }
    device->view = device->disk.view;
    device->member_count = members_fold(device->circle, device->view, device->members);
    memset(device->reads, 0, sizeof device->reads);
    for (size_t i = 0; i < device->member_count; i++) {
        if (key256_equal(device->members[i].device, device->key)) {
            memcpy(device->reads, device->members[i].reads, sizeof device->reads);
        }
    }
    return true;
}

bool members_know(const struct device *device, size_t identity)
{
    for (size_t i = 0; i < device->member_count; i++) {
        if (key256_equal(device->members[i].device, device_key(identity))) {
            return true;
        }
    }
    return false;
}

uint32_t members_readers(const struct device *device, enum stream stream)
{
    uint32_t readers = 0;
    for (size_t i = 0; i < device->member_count; i++) {
        if (device->members[i].reads[stream]) {
            readers |= UINT32_C(1) << (device->members[i].device.bytes[0] - 1);
        }
    }
    return readers;
}

void members_learn(struct device *device)
{
    if (members_refold(device)) {
        device_report(device, (struct sync_event){.type = SYNC_EVENT_MEMBERS,
                                                  .members = device->members,
                                                  .member_count = device->member_count});
        broker_subscribe(device->circle->broker, device->slot, device->reads);
    }
}
