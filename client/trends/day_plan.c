/* What plans ask of a day. */
#include "trends/day_plan.h"

#include <assert.h>
#include <string.h>

#include "base/timestamp.h"
#include "domain/plan_ref.h"
#include "domain/plan_schedule.h"
#include "domain/value.h"
#include "trends/day_builder.h"

static bool begins_with(struct bytes text, const char *word)
{
    size_t size = 0;
    while (size < text.size && word[size] != '\0') {
        uint8_t letter = text.data[size];
        uint8_t small = letter >= 'A' && letter <= 'Z' ? (uint8_t)(letter - 'A' + 'a') : letter;
        if (small != (uint8_t)word[size]) {
            return false;
        }
        size++;
    }
    return word[size] == '\0';
}

static bool is_riluzole(struct bytes drug, struct bytes atc)
{
    static const char *const NAMES[] = {"riluzol",  "rilutek",  "teglutik",
                                        "tiglutik", "exservan", "emylif"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (begins_with(drug, NAMES[i])) {
            return true;
        }
    }
    return begins_with(atc, "n07xx02");
}

bool day_plan_is_riluzole(const struct value *item)
{
    return is_riluzole(value_text(item, "drug"), value_text(item, "atc"));
}

static bool item_has_cycles(const struct value *item)
{
    return bytes_equal_text(value_text(item, "schedule"), "cycle");
}

/* A week's sessions are spread evenly, so a day has what is due by it and not by the day before. */
static uint32_t sessions_on(const struct value *item, int32_t day)
{
    uint32_t due = plan_schedule_sessions_by(item, day);
    return day == day_monday(day) ? due : due - plan_schedule_sessions_by(item, day - 1);
}

static void add_exercise(struct day_plan *plan, const struct value *item, int32_t day)
{
    enum exercise_type type;
    if (exercise_type_find(value_text(item, "type"), &type)) {
        plan->sessions[type] += sessions_on(item, day);
    }
}

static void add_medicine(struct day_plan *plan, const struct value *item, int32_t from_day,
                         int32_t day)
{
    uint32_t doses = plan_schedule_doses(item, from_day, day);
    plan->doses += doses;
    plan->riluzole_doses += day_plan_is_riluzole(item) ? doses : 0;
    plan->cycle_doses += item_has_cycles(item) ? doses : 0;
}

static void add_version(struct day_plan *plan, const struct plan_version *version, int32_t day)
{
    size_t count = 0;
    const struct value *items = plan_items(version, "item", &count);
    bool exercise = bytes_equal_text(version->kind, "exercise_plan");
    bool medication = bytes_equal_text(version->kind, "medication_plan");
    for (size_t i = 0; i < count; i++) {
        if (exercise) {
            add_exercise(plan, &items[i], day);
        } else if (medication) {
            add_medicine(plan, &items[i], version->from_day, day);
        }
    }
}

/* The newest version of this plan among those cited; NULL when none is. */
static const struct plan_version *newest_cited(const struct plan_book *plans, struct id128 plan,
                                               const struct bytes *cited, size_t count)
{
    const struct plan_version *newest = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct plan_version *version =
            cited[i].size == 0 ? NULL : plan_book_cited(plans, cited[i]);
        if (version != NULL && id128_equal(version->plan, plan) &&
            (newest == NULL || version->number > newest->number)) {
            newest = version;
        }
    }
    return newest;
}

static bool is_in_force(const struct plan_book *plans, int32_t day, struct id128 plan)
{
    const struct plan_version *version = NULL;
    const struct bytes any_kind = {NULL, 0};
    while ((version = plan_book_next_in_force(plans, any_kind, day, version)) != NULL) {
        if (id128_equal(version->plan, plan)) {
            return true;
        }
    }
    return false;
}

static bool was_cited_before(const struct plan_book *plans, struct id128 plan,
                             const struct bytes *cited, size_t index)
{
    return newest_cited(plans, plan, cited, index) != NULL;
}

struct day_plan day_plan_of(const struct plan_book *plans, int32_t day, const struct bytes *cited,
                            size_t cited_count)
{
    assert(plans != NULL);
    struct day_plan plan = {0};
    const struct plan_version *version = NULL;
    const struct bytes any_kind = {NULL, 0};
    while ((version = plan_book_next_in_force(plans, any_kind, day, version)) != NULL) {
        const struct plan_version *held = newest_cited(plans, version->plan, cited, cited_count);
        add_version(&plan, held != NULL ? held : version, day);
    }
    /* A plan that ended meanwhile was still held by whoever cites it. */
    for (size_t i = 0; i < cited_count; i++) {
        const struct plan_version *held =
            cited[i].size == 0 ? NULL : plan_book_cited(plans, cited[i]);
        if (held != NULL && !is_in_force(plans, day, held->plan) &&
            !was_cited_before(plans, held->plan, cited, i)) {
            add_version(&plan, newest_cited(plans, held->plan, cited, cited_count), day);
        }
    }
    return plan;
}

static void note_types(const struct plan_version *version, bool *planned)
{
    size_t count = 0;
    const struct value *items = plan_items(version, "item", &count);
    for (size_t i = 0; i < count; i++) {
        enum exercise_type type;
        if (exercise_type_find(value_text(&items[i], "type"), &type)) {
            planned[type] = true;
        }
    }
}

void day_plan_types(const struct plan_book *plans, int32_t day,
                    bool out_planned[static EXERCISE_TYPE_COUNT])
{
    const struct plan_version *version = NULL;
    const struct bytes kind = bytes_of_text("exercise_plan");
    memset(out_planned, 0, EXERCISE_TYPE_COUNT * sizeof *out_planned);
    while ((version = plan_book_next_in_force(plans, kind, day, version)) != NULL) {
        note_types(version, out_planned);
    }
}

static const struct value *cited_item(const struct plan_book *plans, struct bytes text)
{
    struct plan_ref ref;
    if (plans == NULL || !plan_ref_read(text, &ref) || ref.item.size == 0) {
        return NULL;
    }
    const struct plan_version *version = plan_book_cited(plans, text);
    return version == NULL ? NULL : plan_item(version, ref.item);
}

bool day_plan_dose(const struct plan_book *plans, const struct trend_entry *entry,
                   struct day_plan_dose *out_dose)
{
    struct bytes status = value_text(entry->fields, "status");
    if (!bytes_equal_text(entry->kind, "medication_dose") || status.size == 0 ||
        value_text(entry->fields, "prn_for").size > 0) {
        return false;
    }
    const struct value *item = cited_item(plans, entry->plan_ref);
    struct bytes name = value_text(entry->fields, "drug");
    *out_dose = (struct day_plan_dose){
        .riluzole =
            item != NULL ? day_plan_is_riluzole(item) : is_riluzole(name, (struct bytes){NULL, 0}),
        .cycle = item != NULL && item_has_cycles(item),
        .taken = bytes_equal_text(status, "taken") || bytes_equal_text(status, "late"),
    };
    return true;
}
