/* What one person of the circle can see. */
#include "journal/disclosure.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "journal/day_record.h"
#include "journal/member.h"
#include "journal/own_circle.h"
#include "journal/own_day.h"
#include "store/entry_rows.h"
#include "store/summary_rows.h"
#include "trends/day.h"
#include "wire/body.h"

/* One figure that is published: of which measure and day. */
struct figure {
    struct bytes name;
    int32_t day;
    bool weekly;
};

struct figures {
    struct figure *items;
    size_t count;
    size_t capacity;
    int32_t *days;
    size_t day_count;
};

/* What is looked at, and for whom. */
struct look {
    struct own_circle *circle;
    const struct circle_person *person;
    struct arena *arena;
    struct figures team;
    struct figures own;
    uint64_t entries;
};

static bool add_figure(struct figures *figures, struct figure figure, struct arena *arena)
{
    enum { CAPACITY_FIRST = 256 };
    if (figures->count == figures->capacity) {
        size_t capacity = figures->capacity == 0 ? CAPACITY_FIRST : 2 * figures->capacity;
        struct figure *items = arena_take_array(arena, capacity, sizeof *items);
        if (items == NULL) {
            return false;
        }
        if (figures->count > 0) {
            memcpy(items, figures->items, figures->count * sizeof *items);
        }
        figures->items = items;
        figures->capacity = capacity;
    }
    figures->items[figures->count++] = figure;
    return true;
}

/* Only the state says that a figure stands for a week; it is the fourth of its list. */
static bool is_weekly(const struct value *list)
{
    enum { STATE = 3 };
    return list->type == VALUE_LIST && list->as.list.count > STATE &&
           list->as.list.items[STATE].type == VALUE_INTEGER &&
           list->as.list.items[STATE].as.integer == DAY_WEEKLY;
}

/* The figures of one body, as they are on the wire. */
static bool add_body(struct figures *figures, struct bytes body, struct arena *arena)
{
    struct value map;
    int32_t day = 0;
    if (!day_record_day(body, arena, &day) || body_decode_value(body, arena, &map) != DAYBOOK_OK) {
        return true; /* no day: the choices themselves */
    }
    figures->days[figures->day_count++] = day;
    const struct value *measures = value_find(&map, "measures");
    for (size_t i = 0;
         measures != NULL && measures->type == VALUE_MAP && i < measures->as.map.count; i++) {
        const struct value_pair *pair = &measures->as.map.pairs[i];
        const struct figure figure = {pair->key, day, is_weekly(&pair->value)};
        if (!add_figure(figures, figure, arena)) {
            return false;
        }
    }
    return true;
}

/* May both the person and the owner of this journal see what its author keeps from the team? */
static bool is_for_both(const struct look *look, struct id128 author)
{
    const struct own_circle *circle = look->circle;
    bool person = look->person->role == ROLE_THERAPIST || id128_equal(look->person->person, author);
    bool owner = circle->journal->role == ROLE_THERAPIST || id128_equal(circle->row.person, author);
    return person && owner;
}

static int by_name_and_day(const void *left, const void *right)
{
    const struct figure *a = left;
    const struct figure *b = right;
    int order = bytes_compare(a->name, b->name);
    return order != 0 ? order : (a->day > b->day) - (a->day < b->day);
}

static int by_day(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left;
    int32_t b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

/* A day of which two summaries stand is one day. */
static void count_days(struct figures *figures, struct disclosed_days *days)
{
    qsort(figures->days, figures->day_count, sizeof *figures->days, by_day);
    for (size_t i = 0; i < figures->day_count; i++) {
        days->days += i == 0 || figures->days[i] != figures->days[i - 1] ? 1 : 0;
    }
    if (figures->day_count > 0) {
        days->first = figures->days[0];
        days->last = figures->days[figures->day_count - 1];
    }
}

static enum daybook_status count_figures(struct figures *figures, struct arena *arena,
                                         struct disclosed_days *out_days)
{
    struct disclosed_days days = {0};
    struct disclosed_measure *measures = arena_take_array(arena, figures->count, sizeof *measures);
    if (measures == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    count_days(figures, &days);
    if (figures->count > 0) {
        qsort(figures->items, figures->count, sizeof *figures->items, by_name_and_day);
    }
    for (size_t i = 0; i < figures->count; i++) {
        const struct figure *figure = &figures->items[i];
        bool new_name = i == 0 || !bytes_equal(figure->name, figure[-1].name);
        if (new_name) {
            measures[days.measure_count++] = (struct disclosed_measure){.name = figure->name};
        }
        struct disclosed_measure *measure = &measures[days.measure_count - 1];
        if (new_name || figure->day != figure[-1].day) {
            measure->days += figure->weekly ? 0 : 1;
            measure->weeks += figure->weekly ? 1 : 0;
        }
    }
    days.measures = measures;
    *out_days = days;
    return DAYBOOK_OK;
}

/* Every published day whose bytes are readable, whether it is the one that is shown or not. */
static enum daybook_status look_at_days(struct look *look, struct journal_disclosure *disclosure)
{
    struct operation_list list;
    struct arena *arena = look->arena;
    struct own_circle *circle = look->circle;
    enum daybook_status status = operation_rows_of_stream(
        circle->journal->database, circle->row.circle_no, STREAM_TREND, arena, &list);
    if (status != DAYBOOK_OK) {
        return status;
    }
    look->team.days = arena_take_array(arena, list.count, sizeof *look->team.days);
    look->own.days = arena_take_array(arena, list.count, sizeof *look->own.days);
    if (look->team.days == NULL || look->own.days == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < list.count; i++) {
        const struct operation_row *row = &list.rows[i];
        struct id128 author;
        bool own = own_day_person(row->body, arena, &author);
        if (row->body.data == NULL || (own && !is_for_both(look, author))) {
            continue;
        }
        if (!add_body(own ? &look->own : &look->team, row->body, arena)) {
            return DAYBOOK_NO_MEMORY;
        }
    }
    status = count_figures(&look->team, arena, &disclosure->team);
    return status == DAYBOOK_OK ? count_figures(&look->own, arena, &disclosure->own) : status;
}

static bool may_see(const struct circle_person *person, const struct circle_person *author,
                    enum visibility visibility)
{
    bool own = author != NULL && id128_equal(author->person, person->person);
    return own || visibility_admits(visibility, person->role);
}

static enum daybook_status count_entry(void *context, const struct entry_listing *listing)
{
    struct look *look = context;
    const struct own_circle *circle = look->circle;
    struct entry entry;
    struct arena *scratch = arena_create(0);
    if (scratch == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    if (listing->row.stream == STREAM_LOG && listing->body.data != NULL &&
        body_decode_entry(listing->body, scratch, &entry) == DAYBOOK_OK) {
        const struct circle_person *author = circle_author(circle->circle, listing->first_device);
        const struct circle_person *owner = circle_find_person(circle->circle, circle->row.person);
        look->entries += may_see(look->person, author, entry.visibility) &&
                                 (owner == NULL || may_see(owner, author, entry.visibility))
                             ? 1
                             : 0;
    }
    arena_free(scratch);
    return DAYBOOK_OK;
}

static enum disclosed_log log_of(const struct circle_person *person)
{
    bool always = person->role == ROLE_PATIENT || person->role == ROLE_CAREGIVER;
    if (!person->removed && (always || person->grants.log)) {
        return DISCLOSED_LOG_NOW;
    }
    return always || person->grants.log || person->granted_hlc != 0 ? DISCLOSED_LOG_BEFORE
                                                                    : DISCLOSED_LOG_NEVER;
}

static enum daybook_status look_at_log(struct look *look, struct journal_disclosure *disclosure,
                                       struct complaint *out_complaint)
{
    const struct own_circle *circle = look->circle;
    const struct entry_range range = {
        .circle_no = circle->row.circle_no, .since_ms = INT64_MIN, .until_ms = INT64_MAX};
    disclosure->log = log_of(look->person);
    if (disclosure->log != DISCLOSED_LOG_NOW) {
        return DAYBOOK_OK;
    }
    if (!own_circle_reads(circle, STREAM_LOG) && circle->complete) {
        complaint_begin(out_complaint, "They read entries, which this device does not hold: ask on "
                                       "a device of the patient's.");
        return DAYBOOK_DENIED;
    }
    enum daybook_status status =
        entry_rows_list(circle->journal->database, &range, count_entry, look);
    disclosure->entries = look->entries;
    return status;
}

static enum daybook_status look_at_names(const struct look *look,
                                         struct journal_disclosure *disclosure)
{
    const struct circle *circle = look->circle->circle;
    struct bytes *names = arena_take_array(look->arena, circle->person_count, sizeof *names);
    if (names == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < circle->person_count; i++) {
        names[i] = circle->people[i].name;
    }
    disclosure->names = names;
    disclosure->name_count = circle->person_count;
    return DAYBOOK_OK;
}

static enum daybook_status look_at_waiting(const struct look *look,
                                           struct journal_disclosure *disclosure)
{
    struct summary_days days = {NULL, 0};
    const struct own_circle *circle = look->circle;
    if (circle->journal->role != ROLE_PATIENT) {
        return DAYBOOK_OK; /* others publish only in the patient's place */
    }
    enum daybook_status status = summary_rows_dirty_days(
        circle->journal->database, circle->row.circle_no, SUMMARY_OF_TEAM, look->arena, &days);
    disclosure->waiting_days = (uint32_t)days.count;
    return status;
}

/* Beside plans, their stream holds what therapists say, and that of the days the questions. */
static enum daybook_status look_at_words(const struct look *look,
                                         struct journal_disclosure *disclosure)
{
    struct database *database = look->circle->journal->database;
    int64_t circle_no = look->circle->row.circle_no;
    const struct entry_shelf answers = {circle_no, STREAM_PLAN, bytes_of_text("answer")};
    const struct entry_shelf acks = {circle_no, STREAM_PLAN, bytes_of_text("flag_ack")};
    const struct entry_shelf questions = {circle_no, STREAM_TREND, bytes_of_text("question")};
    uint64_t answered = 0;
    uint64_t acknowledged = 0;
    enum daybook_status status =
        entry_rows_total(database, circle_no, STREAM_PLAN, &disclosure->plans);
    if (status == DAYBOOK_OK) {
        status = entry_rows_total_on_shelf(database, &answers, &answered);
    }
    if (status == DAYBOOK_OK) {
        status = entry_rows_total_on_shelf(database, &acks, &acknowledged);
    }
    if (status == DAYBOOK_OK) {
        status = entry_rows_total_on_shelf(database, &questions, &disclosure->questions);
    }
    disclosure->messages = answered + acknowledged;
    disclosure->plans -= disclosure->messages;
    return status;
}

enum daybook_status journal_disclosed(struct journal *journal,
                                      const struct journal_inquiry *inquiry, struct arena *arena,
                                      struct journal_disclosure *out_disclosure)
{
    struct own_circle *own = journal_circle(journal, inquiry->circle);
    assert(own != NULL);
    struct look look = {.circle = own, .arena = arena};
    struct journal_disclosure disclosure = {.role = ROLE_DEVICE};
    enum daybook_status status = member_find(own, inquiry->who, &look.person, inquiry->complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    disclosure.name = look.person->name;
    disclosure.role = look.person->role;
    status = look_at_days(&look, &disclosure);
    if (status == DAYBOOK_OK) {
        status = look_at_log(&look, &disclosure, inquiry->complaint);
    }
    if (status == DAYBOOK_OK) {
        status = look_at_names(&look, &disclosure);
    }
    if (status == DAYBOOK_OK) {
        status = look_at_waiting(&look, &disclosure);
    }
    if (status == DAYBOOK_OK) {
        status = look_at_words(&look, &disclosure);
    }
    if (status == DAYBOOK_OK) {
        *out_disclosure = disclosure;
    }
    return status;
}
