/* Fuzzes plans as others may write them: a body of any shape is scheduled, cited and compared
 * without a fall, and a reference that is read is written again as the same. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/plan.h"
#include "domain/plan_cite.h"
#include "domain/plan_ref.h"
#include "domain/plan_schedule.h"
#include "wire/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TODAY = 20695, DAY_MS = 24 * 3600 * 1000 };

static void reference_survives_writing(struct bytes text)
{
    struct plan_ref ref;
    struct plan_ref again;
    char written[PLAN_REF_TEXT_SIZE];
    if (!plan_ref_read(text, &ref) || !plan_ref_write(&ref, written)) {
        return;
    }
    bool read = plan_ref_read(bytes_of_text(written), &again);
    assert(read);
    assert(id128_equal(ref.plan, again.plan) && ref.number == again.number);
    assert(ref.has_mark == again.has_mark && (!ref.has_mark || ref.mark == again.mark));
}

static void schedule_items(const struct plan_version *version)
{
    size_t count = 0;
    const struct value *items = plan_items(version, "item", &count);
    for (size_t i = 0; i < count; i++) {
        char room[PLAN_PLACE_SIZE];
        struct plan_cycle_day cycle_day;
        assert(plan_item_name(&items[i], i, room).size > 0);
        for (int32_t day = TODAY; day < TODAY + 7; day++) {
            (void)plan_schedule_doses(&items[i], version->from_day, day);
            (void)plan_schedule_sessions_by(&items[i], day);
            (void)plan_schedule_cycle(&items[i], version->from_day, day, &cycle_day);
        }
    }
}

/* What cites the plan, if anything does, cites this version of it. */
static void cite(const struct plan_book *book, const char *kind, const struct value *fields)
{
    char ref[PLAN_REF_TEXT_SIZE];
    const struct entry entry = {
        .kind = bytes_of_text(kind), .at = {.utc_ms = (int64_t)TODAY * DAY_MS}, .fields = *fields};
    if (plan_cite(book, &entry, ref)) {
        assert(plan_book_cited(book, bytes_of_text(ref)) == book->versions);
    }
}

static void read_plan(const struct entry *entry)
{
    const struct plan_version version = {
        .plan = {{1}},
        .number = 1,
        .kind = entry->kind,
        .from_day = timestamp_day(entry->at),
        .status = plan_status_of(&entry->fields),
        .fields = &entry->fields,
    };
    const struct plan_book book = {&version, 1};
    schedule_items(&version);
    cite(&book, "exercise_session", &entry->fields);
    cite(&book, "medication_dose", &entry->fields);
    (void)plan_book_cited(&book, entry->plan_ref);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct entry entry;
    struct arena *arena = arena_create(0);
    reference_survives_writing((struct bytes){data, size});
    if (arena != NULL &&
        body_decode_entry((struct bytes){data, size}, arena, &entry) == DAYBOOK_OK) {
        read_plan(&entry);
    }
    arena_free(arena);
    return 0;
}
