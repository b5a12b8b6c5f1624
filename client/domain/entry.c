/* Checking an entry against the catalogue. */
#include "domain/entry.h"

#include <assert.h>

#include "base/limits.h"
#include "domain/catalog.h"
#include "domain/field_map.h"
#include "domain/normal_form.h"

enum { ZONE_SIZE_MAX = 64, PLAN_REF_SIZE_MAX = 120, OFFSET_MAX = 1439 };

static const char *const method_names[METHOD_COUNT] = {
    [METHOD_MANUAL] = "manual", [METHOD_VOICE] = "voice",   [METHOD_IMPORT] = "import",
    [METHOD_DEVICE] = "device", [METHOD_LOCKED] = "locked",
};

static const char *const certainty_names[CERTAINTY_COUNT] = {
    [CERTAINTY_SURE] = "sure",
    [CERTAINTY_ESTIMATE] = "estimate",
};

const char *entry_method_name(enum entry_method method)
{
    assert((unsigned)method < METHOD_COUNT);
    return method_names[method];
}

const char *entry_certainty_name(enum certainty certainty)
{
    assert((unsigned)certainty < CERTAINTY_COUNT);
    return certainty_names[certainty];
}

bool entry_method_from_name(struct bytes name, enum entry_method *out_method)
{
    assert(out_method != NULL);
    for (unsigned i = 0; i < METHOD_COUNT; i++) {
        if (bytes_equal_text(name, method_names[i])) {
            *out_method = (enum entry_method)i;
            return true;
        }
    }
    return false;
}

bool entry_certainty_from_name(struct bytes name, enum certainty *out_certainty)
{
    assert(out_certainty != NULL);
    for (unsigned i = 0; i < CERTAINTY_COUNT; i++) {
        if (bytes_equal_text(name, certainty_names[i])) {
            *out_certainty = (enum certainty)i;
            return true;
        }
    }
    return false;
}

static enum daybook_status refuse_kind(struct bytes name, struct complaint *out_complaint)
{
    complaint_begin(out_complaint, "There is no kind of entry called ");
    complaint_add_name(out_complaint, name);
    const struct kind *nearest = catalog_nearest(name);
    if (nearest != NULL) {
        complaint_add(out_complaint, "; did you mean \"");
        complaint_add(out_complaint, nearest->name);
        complaint_add(out_complaint, "\"?");
    } else {
        complaint_add(out_complaint, ": see the list of kinds.");
    }
    return DAYBOOK_NOT_FOUND;
}

static enum daybook_status refuse_role(const struct kind *kind, enum role role,
                                       struct complaint *out_complaint)
{
    complaint_begin(out_complaint, kind->name);
    complaint_add(out_complaint, ": a ");
    complaint_add(out_complaint, role_name(role));
    complaint_add(out_complaint, " may not log this; allowed:");
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        if (kind_may_log(kind, (enum role)i)) {
            complaint_add(out_complaint, " ");
            complaint_add(out_complaint, role_name((enum role)i));
        }
    }
    complaint_add(out_complaint, ".");
    return DAYBOOK_DENIED;
}

static size_t character_count(struct bytes text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += (text.data[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return count;
}

static bool is_moment(struct timestamp at)
{
    int32_t day = timestamp_day(at);
    return at.offset_minutes >= -OFFSET_MAX && at.offset_minutes <= OFFSET_MAX &&
           day >= day_of_date(TIMESTAMP_YEAR_MIN, 1, 1) &&
           day < day_of_date(TIMESTAMP_YEAR_MAX + 1, 1, 1);
}

/* Letters, digits, "/", "_", "+" and "-", as IANA names have them. */
static bool is_zone(struct bytes zone)
{
    for (size_t i = 0; i < zone.size; i++) {
        uint8_t letter = zone.data[i];
        bool is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        bool is_digit = letter >= '0' && letter <= '9';
        if (!is_letter && !is_digit && letter != '/' && letter != '_' && letter != '+' &&
            letter != '-') {
            return false;
        }
    }
    return zone.size <= ZONE_SIZE_MAX;
}

static bool is_plan_ref(struct bytes plan_ref)
{
    for (size_t i = 0; i < plan_ref.size; i++) {
        if (plan_ref.data[i] <= ' ' || plan_ref.data[i] > '~') {
            return false;
        }
    }
    return plan_ref.size <= PLAN_REF_SIZE_MAX;
}

/* What is wrong around the fields, NULL when nothing is. */
static const char *find_fault(const struct entry *entry)
{
    if (!is_moment(entry->at)) {
        return "the time lies outside the years 1900 to 2200.";
    }
    if (entry->has_end && !is_moment(entry->end)) {
        return "the end lies outside the years 1900 to 2200.";
    }
    if (entry->has_end && entry->end.utc_ms < entry->at.utc_ms) {
        return "it ends before it begins: check both times.";
    }
    if (!is_zone(entry->zone)) {
        return "the time zone is no IANA name such as Europe/Berlin.";
    }
    if (!is_plan_ref(entry->plan_ref)) {
        return "the plan is named by up to 120 letters without spaces.";
    }
    if (!bytes_are_text(entry->note)) {
        return "the note holds bytes that are no UTF-8 text.";
    }
    if (entry->note.size > ENTRY_NOTE_MAX || character_count(entry->note) > ENTRY_NOTE_CHARACTERS) {
        return "the note is longer than 2000 characters: split it into two entries.";
    }
    if (entry->fields.type != VALUE_MAP) {
        return "the fields are no map of names to values.";
    }
    if (entry->fields.as.map.count == 0 && entry->note.size == 0) {
        return "it says nothing yet: give a field or a note.";
    }
    return NULL;
}

enum daybook_status entry_check(const struct entry *entry, enum role author_role,
                                struct complaint *out_complaint)
{
    assert(entry != NULL && out_complaint != NULL);
    const struct kind *kind = catalog_find(entry->kind);
    if (kind == NULL) {
        return refuse_kind(entry->kind, out_complaint);
    }
    if (!kind_may_log(kind, author_role)) {
        return refuse_role(kind, author_role, out_complaint);
    }
    const char *fault = find_fault(entry);
    if (fault != NULL) {
        complaint_begin(out_complaint, kind->name);
        complaint_add(out_complaint, ": ");
        complaint_add(out_complaint, fault);
        return DAYBOOK_INVALID;
    }
    return field_map_check(kind, &entry->fields, out_complaint) ? DAYBOOK_OK : DAYBOOK_INVALID;
}

enum daybook_status entry_normalise(struct entry *entry, struct arena *arena)
{
    assert(entry != NULL && arena != NULL);
    const struct kind *kind = catalog_find(entry->kind);
    if (kind == NULL || entry->fields.type != VALUE_MAP) {
        return DAYBOOK_OK;
    }
    struct value fields = {0};
    if (!normal_form_of_map(kind->fields, kind->field_count, &entry->fields, arena, &fields)) {
        return DAYBOOK_NO_MEMORY;
    }
    entry->fields = fields;
    return DAYBOOK_OK;
}
