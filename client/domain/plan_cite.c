/* Finds the version of a plan, and its item, that an entry belongs to. */
#include "domain/plan_cite.h"

#include <stddef.h>

/* What belongs to which plan, and the field by which entry and item are the same when no name is
 * given. */
static const struct belonging {
    const char *kind;
    const char *plan;
    const char *likeness;
    bool needs_item;
} belongings[] = {
    {"exercise_session", "exercise_plan", "type", false},
    {"medication_dose", "medication_plan", "drug", true},
};

enum { BELONGING_COUNT = sizeof belongings / sizeof belongings[0] };

static const struct belonging *find_belonging(struct bytes kind)
{
    for (size_t i = 0; i < BELONGING_COUNT; i++) {
        if (bytes_equal_text(kind, belongings[i].kind)) {
            return &belongings[i];
        }
    }
    return NULL;
}

bool plan_cite_applies(struct bytes kind)
{
    return find_belonging(kind) != NULL;
}

static uint8_t lower(uint8_t letter)
{
    return letter >= 'A' && letter <= 'Z' ? (uint8_t)(letter - 'A' + 'a') : letter;
}

static bool is_alike(struct bytes left, struct bytes right)
{
    bool alike = left.size == right.size && left.size > 0;
    for (size_t i = 0; alike && i < left.size; i++) {
        alike = lower(left.data[i]) == lower(right.data[i]);
    }
    return alike;
}

/* The place of the item that is named or, without a name, of the only one that is alike; the count
 * of items when there is none. */
static size_t find_item(const struct belonging *belonging, const struct plan_version *version,
                        const struct entry *entry, size_t *out_count)
{
    size_t count = 0;
    const struct value *items = plan_items(version, "item", &count);
    struct bytes name = value_text(&entry->fields, "plan_item_ref");
    struct bytes likeness = value_text(&entry->fields, belonging->likeness);
    size_t found = count;
    size_t alike = 0;
    *out_count = count;
    for (size_t i = 0; i < count; i++) {
        char room[PLAN_PLACE_SIZE];
        bool fits = name.size > 0 ? bytes_equal(plan_item_name(&items[i], i, room), name)
                                  : is_alike(value_text(&items[i], belonging->likeness), likeness);
        alike += fits ? 1 : 0;
        found = fits ? i : found;
    }
    return alike == 1 ? found : count;
}

bool plan_cite(const struct plan_book *book, const struct entry *entry,
               char out_ref[static PLAN_REF_TEXT_SIZE])
{
    const struct belonging *belonging = find_belonging(entry->kind);
    if (belonging == NULL) {
        return false;
    }
    int32_t day = timestamp_day(entry->at);
    struct bytes kind = bytes_of_text(belonging->plan);
    const struct plan_version *version = NULL;
    const struct plan_version *cited = NULL;
    const struct value *item = NULL;
    size_t place = 0;
    while ((version = plan_book_next_in_force(book, kind, day, version)) != NULL) {
        size_t count = 0;
        size_t found = find_item(belonging, version, entry, &count);
        if (found < count) {
            item = &plan_items(version, "item", &count)[found];
            place = found;
        }
        if (found < count || (item == NULL && !belonging->needs_item)) {
            cited = version;
        }
    }
    if (cited == NULL) {
        return false;
    }
    char room[PLAN_PLACE_SIZE];
    const struct plan_ref ref = {
        .plan = cited->plan,
        .number = cited->number,
        .has_mark = cited->mark != 0,
        .mark = cited->mark,
        .item = item == NULL ? (struct bytes){NULL, 0} : plan_item_name(item, place, room),
    };
    return plan_ref_write(&ref, out_ref);
}
