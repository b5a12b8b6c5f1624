/* Finds what a check-in may ask, and what was asked before. */
#include "requests/checkin_day.h"

#include <string.h>

#include "base/timestamp.h"
#include "domain/catalog.h"
#include "domain/plan_ref.h"
#include "domain/plan_schedule.h"

enum { SECONDS_OFFER = 3, SECONDS_PLANNED = 4, SECONDS_KIND_MAX = 20, DAILY = 1 };

/* Answers that nobody need be asked for at home. */
static const struct {
    const char *kind;
    const char *field;
    const char *by_role[ROLE_COUNT];
} presets[] = {
    {"niv_use", "part", {"night", "night"}},
    {"niv_use", "source", {"estimate", "estimate"}},
    {"alsfrs_r", "version", {"r", "r"}},
    {"alsfrs_r", "administered", {"self", "caregiver"}},
};

/* Kinds that plans ask for, or devices, and not the calendar. */
static const char *const by_other_means[] = {"exercise_session", "medication_dose", "activity_day",
                                             "pause"};

const char *checkin_day_preset(const struct kind *kind, const struct field_rule *field,
                               enum role role)
{
    for (size_t i = 0; i < sizeof presets / sizeof presets[0]; i++) {
        if (strcmp(presets[i].kind, kind->name) == 0 &&
            strcmp(presets[i].field, field->name) == 0) {
            return presets[i].by_role[role];
        }
    }
    return NULL;
}

bool checkin_day_is_each(const struct kind *kind)
{
    return strcmp(kind->name, "adl_status") == 0;
}

/* Days between two askings of a kind: by the monitoring plan, else by its own cadence. 0: never. */
static uint32_t period_of(const struct checkin_day *day, const struct kind *kind, uint32_t own)
{
    return agenda_plan_period(
        plan_book_in_force(day->book, bytes_of_text("monitoring_plan"), day->day), kind->name, own);
}

static struct checkin_item *add(struct checkin_day *day, enum checkin_form form,
                                const struct kind *kind, struct agenda_question agenda)
{
    if (day->count == CHECKIN_ITEMS_MAX) {
        return NULL;
    }
    agenda.open = true;
    day->agenda[day->count] = agenda;
    struct checkin_item *item = &day->items[day->count++];
    *item = (struct checkin_item){.form = form, .kind = kind, .counted_day = INT32_MIN};
    return item;
}

/* The daily core, in its order. A required field must be there for the others to be written. */
static void list_core(struct checkin_day *day)
{
    struct checkin_question asked;
    for (int place = 1; place <= CATALOG_CHECKIN_MAX; place++) {
        if (!catalog_checkin(place, &asked) || !kind_may_log(asked.kind, day->role)) {
            continue;
        }
        const struct agenda_question agenda = {
            .period_days = period_of(day, asked.kind, DAILY),
            .seconds = agenda_seconds(asked.field),
            .pinned = asked.field->required && asked.kind->cadence == CADENCE_DAILY,
        };
        struct checkin_item *item = add(day, CHECKIN_FIELD, asked.kind, agenda);
        if (item != NULL) {
            item->field = asked.field;
        }
    }
}

static bool is_core(const struct kind *kind)
{
    for (size_t i = 0; i < kind->field_count; i++) {
        if (kind->fields[i].checkin > 0) {
            return true;
        }
    }
    return false;
}

static bool is_askable(const struct field_rule *field)
{
    return field->type == FIELD_BOOL || field->type == FIELD_CHOICE ||
           field->type == FIELD_INTEGER || field->type == FIELD_DECIMAL;
}

/* Seconds for the required fields of a kind; 0 when one of them cannot be asked for like this. */
static uint32_t seconds_of(const struct checkin_day *day, const struct kind *kind)
{
    uint32_t seconds = 0;
    bool askable = true;
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct field_rule *field = &kind->fields[i];
        bool asked = field->required && checkin_day_preset(kind, field, day->role) == NULL;
        askable = askable && (!asked || is_askable(field));
        seconds += asked ? agenda_seconds(field) : 0;
    }
    return askable ? seconds : 0;
}

/* Nobody is asked about a mask that was never prescribed. */
static bool has_no_use(const struct checkin_day *day, const struct kind *kind)
{
    const struct plan_version *plan =
        plan_book_in_force(day->book, bytes_of_text("respiratory_plan"), day->day);
    struct bytes niv = {NULL, 0};
    if (plan != NULL) {
        niv = value_text(plan->fields, "niv");
    }
    return strcmp(kind->name, "niv_use") == 0 && (niv.size == 0 || bytes_equal_text(niv, "none"));
}

static void list_kinds(struct checkin_day *day)
{
    for (size_t i = 0; i < catalog_count(); i++) {
        const struct kind *kind = catalog_at(i);
        /* What is measured in a clinic is asked for only when a therapist says so. */
        bool at_home = kind->cadence != CADENCE_QUARTERLY && !has_no_use(day, kind);
        uint32_t period = period_of(day, kind, at_home ? agenda_period(kind->cadence) : 0);
        uint32_t seconds = seconds_of(day, kind);
        bool asked = kind->family == FAMILY_ENTRY && kind_may_log(kind, day->role) &&
                     !is_core(kind) && period > 0 && seconds > 0;
        for (size_t j = 0; j < sizeof by_other_means / sizeof by_other_means[0]; j++) {
            asked = asked && strcmp(kind->name, by_other_means[j]) != 0;
        }
        bool scale = seconds > SECONDS_KIND_MAX || checkin_day_is_each(kind);
        if (asked) {
            (void)add(day, scale ? CHECKIN_SCALE : CHECKIN_KIND, kind,
                      (struct agenda_question){.period_days = period,
                                               .seconds = scale ? SECONDS_OFFER : seconds});
        }
    }
}

/* The nth time of an item; empty when it names none. */
static struct bytes time_of(const struct value *planned, uint32_t nth)
{
    const struct value *times = value_find(planned, "times");
    bool there = times != NULL && times->type == VALUE_LIST && nth < times->as.list.count &&
                 times->as.list.items[nth].type == VALUE_TEXT;
    return there ? times->as.list.items[nth].as.text : (struct bytes){NULL, 0};
}

/* Has a time of the day come? An unreadable one has. */
static bool has_come(const struct checkin_day *day, struct bytes time)
{
    int32_t minute = 0;
    return !plan_schedule_minute(time, &minute) || minute <= day->minute;
}

static bool is_visit(const struct value *planned, int32_t day, int32_t *out_due)
{
    return bytes_equal_text(value_text(planned, "schedule"), "visit") &&
           plan_schedule_date(planned, "next_due", out_due) && *out_due <= day;
}

/* How often an item is to be asked about today. */
static uint32_t times_today(const struct checkin_day *day, enum checkin_form form,
                            const struct plan_version *plan, const struct value *planned)
{
    int32_t due = 0;
    bool once = form == CHECKIN_EXERCISE || is_visit(planned, day->day, &due);
    return once ? 1 : plan_schedule_doses(planned, plan->from_day, day->day);
}

static void add_planned(struct checkin_day *day, enum checkin_form form,
                        const struct checkin_item *planned)
{
    uint32_t times = times_today(day, form, planned->plan, planned->planned);
    for (uint32_t nth = 0; nth < times; nth++) {
        struct checkin_item *item =
            add(day, form, planned->kind,
                (struct agenda_question){.period_days = DAILY, .seconds = SECONDS_PLANNED});
        if (item != NULL) {
            *item = *planned;
            item->form = form;
            item->nth = nth;
            item->time = time_of(planned->planned, nth);
        }
    }
}

static enum daybook_status list_planned(struct checkin_day *day, enum checkin_form form,
                                        const struct plan_version *plan)
{
    size_t count = 0;
    const struct value *items = plan_items(plan, "item", &count);
    const char *kind = form == CHECKIN_DOSE ? "medication_dose" : "exercise_session";
    for (size_t i = 0; i < count; i++) {
        char room[PLAN_PLACE_SIZE];
        struct checkin_item planned = {.kind = catalog_find(bytes_of_text(kind)),
                                       .plan = plan,
                                       .planned = &items[i],
                                       .counted_day = INT32_MIN};
        if (!arena_copy(day->arena, plan_item_name(&items[i], i, room), &planned.name)) {
            return DAYBOOK_NO_MEMORY;
        }
        add_planned(day, form, &planned);
    }
    return DAYBOOK_OK;
}

static enum daybook_status list_plans(struct checkin_day *day, enum checkin_form form,
                                      const char *kind)
{
    const struct plan_version *plan = NULL;
    enum daybook_status status = DAYBOOK_OK;
    while (status == DAYBOOK_OK && (plan = plan_book_next_in_force(day->book, bytes_of_text(kind),
                                                                   day->day, plan)) != NULL) {
        status = list_planned(day, form, plan);
    }
    return status;
}

enum daybook_status checkin_day_list(struct checkin_day *day)
{
    list_core(day);
    enum daybook_status status = list_plans(day, CHECKIN_DOSE, "medication_plan");
    if (status == DAYBOOK_OK) {
        status = list_plans(day, CHECKIN_EXERCISE, "exercise_plan");
    }
    if (status == DAYBOOK_OK) {
        list_kinds(day);
    }
    return status;
}

static bool is_absent(const struct value *value, const char *reason)
{
    return value->type == VALUE_MAP && bytes_equal_text(value_text(value, "absent"), reason);
}

/* Left out, or not asked because the talk was over before. */
static bool is_open_question(const struct value *value)
{
    return is_absent(value, "skipped") || is_absent(value, "unknown");
}

static bool is_answered(const struct kind *kind, const struct value *fields)
{
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct value *value = value_find(fields, kind->fields[i].name);
        if (kind->fields[i].required && value != NULL && is_open_question(value)) {
            return false;
        }
    }
    return true;
}

static bool belongs(const struct checkin_item *item, const struct checkin_entry *entry)
{
    struct plan_ref ref;
    return plan_ref_read(entry->plan_ref, &ref) && id128_equal(ref.plan, item->plan->plan) &&
           bytes_equal(ref.item, item->name);
}

/* One of several doses of a day is the one of its place among them. */
static bool is_nth(struct checkin_item *item, int32_t day)
{
    item->counted = item->counted_day == day ? item->counted + 1 : 0;
    item->counted_day = day;
    return item->counted == item->nth;
}

static void note_planned(struct checkin_day *day, size_t index, const struct checkin_entry *entry)
{
    struct checkin_item *item = &day->items[index];
    struct bytes status = value_text(entry->fields, "status");
    if (!belongs(item, entry) || (item->form == CHECKIN_DOSE && !is_nth(item, entry->day))) {
        return;
    }
    bool done = bytes_equal_text(status, "done") || bytes_equal_text(status, "partial");
    item->done_this_week += done && entry->day >= day_monday(day->day) ? 1 : 0;
    agenda_note(&day->agenda[index].past, entry->day, status.size > 0);
}

/* Was a field of the daily core asked for in an entry, and was it answered? */
static bool was_asked(const struct checkin_item *item, const struct value *fields,
                      bool *out_answered)
{
    const struct value *value = value_find(fields, item->field->name);
    *out_answered = value != NULL && !is_absent(value, "skipped");
    return value != NULL && !is_absent(value, "unknown");
}

/* Nobody counts as having left out what somebody else left out. */
static void note_item(struct checkin_day *day, size_t index, const struct checkin_entry *entry)
{
    const struct checkin_item *item = &day->items[index];
    bool answered = is_answered(item->kind, entry->fields);
    switch (item->form) {
    case CHECKIN_EXERCISE:
    case CHECKIN_DOSE:
        note_planned(day, index, entry);
        return;
    case CHECKIN_FIELD:
        if (!was_asked(item, entry->fields, &answered)) {
            return;
        }
        break;
    case CHECKIN_KIND:
    case CHECKIN_SCALE:
        break;
    }
    if (answered || entry->own) {
        agenda_note(&day->agenda[index].past, entry->day, answered);
    }
}

void checkin_day_note(struct checkin_day *day, const struct checkin_entry *entry)
{
    double days = 0;
    if (entry->day > day->day) {
        return;
    }
    if (bytes_equal_text(entry->kind, "pause") &&
        value_number(value_find(entry->fields, "days"), &days)) {
        day->pause = pause_of(entry->day, days);
    }
    for (size_t i = 0; i < day->count; i++) {
        if (bytes_equal_text(entry->kind, day->items[i].kind->name)) {
            note_item(day, i, entry);
        }
    }
}

static bool is_open(const struct checkin_day *day, size_t index)
{
    const struct checkin_item *item = &day->items[index];
    const struct agenda_past *past = &day->agenda[index].past;
    int32_t due = 0;
    switch (item->form) {
    case CHECKIN_EXERCISE:
        return item->done_this_week < plan_schedule_sessions_by(item->planned, day->day);
    case CHECKIN_DOSE:
        if (is_visit(item->planned, day->day, &due)) {
            return !past->asked || past->ignored > 0 || past->last_day < due;
        }
        return has_come(day, item->time);
    case CHECKIN_FIELD:
    case CHECKIN_KIND:
    case CHECKIN_SCALE:
        break;
    }
    return true;
}

void checkin_day_choose(struct checkin_day *day)
{
    bool paused = pause_holds(&day->pause, day->day);
    for (size_t i = 0; i < day->count; i++) {
        day->agenda[i].open = !paused && is_open(day, i);
    }
    day->sum = agenda_choose(day->agenda, day->count, day->day, AGENDA_SECONDS);
}
