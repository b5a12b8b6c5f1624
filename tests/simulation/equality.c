/* Which devices of a world must hold the same in the end, and whether they do. */
#include "simulation/members.h"
#include "simulation/world.h"

static bool is_among(const struct sync_member *members, size_t count, struct key256 device)
{
    for (size_t i = 0; i < count; i++) {
        if (key256_equal(members[i].device, device)) {
            return true;
        }
    }
    return false;
}

/* What those who count know of the circle, all but one identity. */
static uint64_t view_of_others(const struct world *world, uint32_t counting, size_t identity)
{
    uint64_t view = 0;
    for (size_t slot = 0; slot < world->device_count; slot++) {
        const struct device *device = &world->devices[slot];
        bool counts = (counting >> slot & 1) != 0 && device->identity != identity;
        view |= counts ? device->disk.view : 0;
    }
    return view;
}

static bool is_member(const struct world *world, uint64_t view, const struct device *device)
{
    struct sync_member members[BROKER_DEVICE_MAX];
    size_t count = members_fold(&world->circle, view, members);
    return is_among(members, count, device->key);
}

/* Whether nobody at all removed this honest device that is still there. */
static bool may_count(const struct world *world, const struct device *device)
{
    uint64_t removals = 0;
    for (size_t slot = 0; slot < world->device_count; slot++) {
        removals |= world->devices[slot].destroyed ? 0 : world->devices[slot].disk.view;
    }
    return !device->destroyed && !world->circle.hostile[device->identity] &&
           is_member(world, removals, device);
}

/* Beginning with the first members: whose invitation was lost with its inviter has to be invited
 * anew. */
uint32_t world_counting(const struct world *world)
{
    uint32_t counting = 0;
    uint32_t before = UINT32_MAX;
    while (counting != before) {
        before = counting;
        for (size_t slot = 0; slot < world->device_count; slot++) {
            const struct device *device = &world->devices[slot];
            uint64_t view = view_of_others(world, before, device->identity);
            bool counts = may_count(world, device) && is_member(world, view, device);
            counting |= (uint32_t)counts << slot;
        }
    }
    return counting;
}

static bool is_in_two_histories(const struct ledger *ledger, size_t content)
{
    for (size_t i = 1; i < ledger->operation_count; i++) {
        const struct ledger_operation *operation = &ledger->operations[i];
        if (operation->content == content && ledger->feeds[operation->feed].forked) {
            return true;
        }
    }
    return false;
}

/* Two histories of a feed are put together by its author, who has to be there and read the stream.
 */
static bool is_for_nobody_to_mend(const struct world *world, uint32_t readers, size_t number)
{
    const struct content *content = &world->circle.ledger.contents[number];
    for (size_t slot = 0; slot < world->device_count; slot++) {
        if ((readers >> slot & 1) != 0 && world->devices[slot].identity == content->author) {
            return false;
        }
    }
    return is_in_two_histories(&world->circle.ledger, number);
}

/* Whether all who read a content hold it, or none. */
static bool is_settled(const struct world *world, const uint32_t readers[static STREAM_COUNT],
                       size_t number)
{
    const struct content *content = &world->circle.ledger.contents[number];
    uint32_t reads = readers[content->stream];
    uint32_t holders = content->holders & reads;
    return holders == 0 || holders == reads || world->circle.forks[content->author] ||
           is_for_nobody_to_mend(world, reads, number);
}

/* The first of those who count and the others who know the same of the circle: who knows of a
 * change that stands in one of two histories nobody mends cannot be read by who does not. */
static uint32_t take_alike(const struct world *world, uint32_t *left)
{
    uint32_t alike = 0;
    uint64_t view = 0;
    for (size_t slot = 0; slot < world->device_count; slot++) {
        const struct device *device = &world->devices[slot];
        bool counts = (*left >> slot & 1) != 0 && (alike == 0 || device->disk.view == view);
        view = counts ? device->disk.view : view;
        alike |= (uint32_t)counts << slot;
    }
    *left &= ~alike;
    return alike;
}

static bool are_equal(const struct world *world, uint32_t counting)
{
    uint32_t readers[STREAM_COUNT] = {0};
    for (size_t slot = 0; slot < world->device_count; slot++) {
        for (size_t stream = 0; stream < STREAM_COUNT && (counting >> slot & 1); stream++) {
            readers[stream] |= (uint32_t)world->devices[slot].reads[stream] << slot;
        }
    }
    for (size_t i = 0; i < world->circle.ledger.content_count; i++) {
        if (!is_settled(world, readers, i)) {
            return false;
        }
    }
    return true;
}

/* Whether a change of the circle stands where only some will ever read it. */
static bool is_divided(const struct world *world, uint32_t counting)
{
    const struct ledger *ledger = &world->circle.ledger;
    for (size_t i = 0; i < ledger->content_count; i++) {
        uint32_t holders = ledger->contents[i].holders & counting;
        if (ledger->contents[i].change != 0 && holders != 0 && holders != counting &&
            is_for_nobody_to_mend(world, counting, i)) {
            return true;
        }
    }
    return false;
}

bool world_is_equal(const struct world *world)
{
    uint32_t left = world_counting(world);
    if (are_equal(world, left)) {
        return true;
    }
    if (!is_divided(world, left)) {
        return false;
    }
    bool equal = true;
    while (left != 0 && equal) {
        equal = are_equal(world, take_alike(world, &left));
    }
    return equal;
}
