/* Clocks of the circle's devices that are wrong. */
#include "journal/clocks.h"

#include <assert.h>

#include "base/buffer.h"
#include "domain/duration.h"
#include "journal/own_circle.h"
#include "journal/state.h"
#include "store/peer_rows.h"

static const int64_t heard_lately_ms = INT64_C(24) * 3600 * 1000;
static const int64_t way_ms =
    30000; /* a message takes a moment: 20 hours are not to be told as 19 */

/* The clocks that are known, side by side: the own one is the first. */
struct clocks {
    const struct circle_device *devices[CLOCK_SKEW_CLOCKS_MAX];
    int64_t ahead_ms[CLOCK_SKEW_CLOCKS_MAX];
    size_t count;
};

/* What was heard by a clock that has been set since says nothing. */
static void add_clock(const struct own_circle *own, const struct peer_row *peer,
                      struct clocks *clocks)
{
    const struct circle_device *device = circle_find_device(own->circle, peer->device);
    int64_t since_ms = journal_wall_ms(own->journal) - peer->heard_ms;
    if (peer->has_ahead && since_ms >= 0 && since_ms < heard_lately_ms && device != NULL &&
        !device->retired && clocks->count < CLOCK_SKEW_CLOCKS_MAX) {
        clocks->devices[clocks->count] = device;
        clocks->ahead_ms[clocks->count++] = peer->ahead_ms;
    }
}

/* "Ben's device 0a1b2c3d", as 'circle members' shows it. */
static void name_device(const struct journal_clock *clock, struct buffer *out_text)
{
    char hex[KEY256_HEX_SIZE];
    const size_t short_size = 8;
    key256_to_hex(clock->device, hex);
    buffer_append(out_text, clock->name);
    buffer_append_text(out_text, "'s device ");
    buffer_append(out_text, (struct bytes){(const uint8_t *)hex, short_size});
}

static void write_text(const struct journal_clock *clock, struct buffer *out_text)
{
    char apart[DURATION_TEXT_SIZE];
    int64_t ahead_ms = clock->judgement.ahead_ms;
    duration_text((ahead_ms < 0 ? -ahead_ms : ahead_ms) + way_ms, apart);
    if (clock->judgement.verdict == CLOCK_DIFFERS) {
        buffer_append_text(out_text, "The clocks of this device and of ");
        name_device(clock, out_text);
        buffer_append_text(out_text, " differ by ");
        buffer_append_text(out_text, apart);
        buffer_append_text(out_text, ": look which one is right, and set the other.");
        return;
    }
    buffer_append_text(out_text, clock->is_self ? "This device's clock" : "The clock of ");
    if (!clock->is_self) {
        name_device(clock, out_text);
    }
    buffer_append_text(out_text, " is ");
    buffer_append_text(out_text, apart);
    buffer_append_text(out_text, ahead_ms < 0 ? " slow" : " fast");
    buffer_append_text(out_text, ": most others in the circle agree. Set it right; what was "
                                 "written meanwhile keeps the time it said.");
}

static enum daybook_status describe(const struct own_circle *own,
                                    const struct circle_device *device,
                                    struct clock_judgement judgement, struct arena *arena,
                                    struct journal_clock *out_clock)
{
    struct buffer text = {0};
    const struct circle_person *person = circle_find_person(own->circle, device->person);
    assert(person != NULL);
    *out_clock = (struct journal_clock){
        .device = device->sign,
        .is_self = key256_equal(device->sign, own->journal->self.sign),
        .name = person->name,
        .judgement = judgement,
    };
    write_text(out_clock, &text);
    bool copied = !text.failed && arena_copy(arena, buffer_bytes(&text), &out_clock->text);
    buffer_free(&text);
    return copied ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

enum daybook_status journal_clocks(struct journal *journal, size_t circle, struct arena *arena,
                                   struct journal_clock **out_clocks, size_t *out_count)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    struct clock_judgement judged[CLOCK_SKEW_CLOCKS_MAX];
    struct clocks clocks = {.count = 1};
    struct peer_row *peers = NULL;
    size_t peer_count = 0;
    size_t count = 0;
    if (!own->complete) { /* a restored copy, which hears nobody */
        *out_clocks = NULL;
        *out_count = 0;
        return DAYBOOK_OK;
    }
    clocks.devices[0] = own_circle_self(own);
    enum daybook_status status =
        peer_rows_list(journal->database, own->row.circle_no, arena, &peers, &peer_count);
    for (size_t i = 0; i < peer_count && status == DAYBOOK_OK; i++) {
        add_clock(own, &peers[i], &clocks);
    }
    struct journal_clock *found = arena_take_array(arena, clocks.count, sizeof *found);
    if (status != DAYBOOK_OK || found == NULL) {
        return status == DAYBOOK_OK ? DAYBOOK_NO_MEMORY : status;
    }
    clock_skew_judge(clocks.ahead_ms, clocks.count, judged);
    for (size_t i = 0; i < clocks.count && status == DAYBOOK_OK; i++) {
        /* That the own clock differs is told with each clock it differs from. */
        if (judged[i].verdict == CLOCK_WRONG || (i > 0 && judged[i].verdict == CLOCK_DIFFERS)) {
            status = describe(own, clocks.devices[i], judged[i], arena, &found[count++]);
        }
    }
    if (status == DAYBOOK_OK) {
        *out_clocks = found;
        *out_count = count;
    }
    return status;
}
