/* What is kept and counts for nothing, and letting it count. */
#include "journal/quarantine.h"

#include <assert.h>

#include "journal/membership.h"
#include "journal/own_circle.h"
#include "store/operation_rows.h"
#include "wire/body.h"

static enum journal_quarantine_reason reason_of(const struct own_circle *own,
                                                const struct operation_row *row)
{
    const struct circle_place place = own_circle_place(own, row);
    bool by_sheet = key256_equal(row->device, own->circle->recovery_sign);
    if (!by_sheet && circle_find_device(own->circle, row->device) == NULL) {
        return JOURNAL_QUARANTINE_UNKNOWN;
    }
    bool late = row->stream != STREAM_CIRCLE && circle_beyond_cut(own->circle, &place);
    return late ? JOURNAL_QUARANTINE_LATE : JOURNAL_QUARANTINE_NO_RIGHT;
}

static bool holds_entry(const struct operation_row *row)
{
    return operation_holds_entry(row->type) && row->body.data != NULL;
}

/* NO_MEMORY. A body that does not decode has no kind. */
static enum daybook_status describe(const struct own_circle *own, const struct operation_row *row,
                                    struct arena *scratch, struct arena *arena,
                                    struct journal_quarantined *out_row)
{
    struct entry entry;
    struct bytes kind = {0};
    const struct circle_person *author = circle_author(own->circle, row->device);
    enum daybook_status status =
        holds_entry(row) ? body_decode_entry(row->body, scratch, &entry) : DAYBOOK_INVALID;
    if (status == DAYBOOK_OK && !arena_copy(arena, entry.kind, &kind)) {
        status = DAYBOOK_NO_MEMORY;
    }
    if (status == DAYBOOK_NO_MEMORY) {
        return status;
    }
    *out_row = (struct journal_quarantined){
        .reason = reason_of(own, row),
        .entity = row->entity,
        .type = row->type,
        .stream = row->stream,
        .kind = kind,
        .author_name = author != NULL ? author->name : (struct bytes){0},
        .device = row->device,
        .said_ms = hybrid_clock_ms(row->hlc),
        .received_ms = row->received_ms,
    };
    return DAYBOOK_OK;
}

/* All rows, a stretch at a time. */
static enum daybook_status describe_all(const struct own_circle *own, struct arena *scratch,
                                        struct arena *arena, struct journal_quarantined *out_rows,
                                        size_t count)
{
    struct operation_list list = {.count = OPERATION_STRETCH};
    int64_t after_no = 0;
    size_t done = 0;
    enum daybook_status status = DAYBOOK_OK;
    while (status == DAYBOOK_OK && list.count > 0 && done < count) {
        arena_reset(scratch);
        status = operation_rows_in_quarantine(own->journal->database, own->row.circle_no, after_no,
                                              scratch, &list);
        for (size_t i = 0; status == DAYBOOK_OK && i < list.count; i++) {
            assert(done < count);
            status = describe(own, &list.rows[i], scratch, arena, &out_rows[done++]);
            after_no = list.rows[i].operation_no;
        }
    }
    return status;
}

enum daybook_status journal_quarantine(struct journal *journal, size_t circle, struct arena *arena,
                                       struct journal_quarantined **out_rows, size_t *out_count)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    uint64_t count = 0;
    struct arena *scratch = arena_create(0);
    enum daybook_status status =
        scratch == NULL ? DAYBOOK_NO_MEMORY
                        : operation_rows_quarantined(journal->database, own->row.circle_no, &count);
    struct journal_quarantined *rows = arena_take_array(arena, (size_t)count, sizeof *rows);
    if (status == DAYBOOK_OK && rows == NULL) {
        status = DAYBOOK_NO_MEMORY;
    }
    if (status == DAYBOOK_OK) {
        status = describe_all(own, scratch, arena, rows, (size_t)count);
    }
    arena_free(scratch);
    if (status == DAYBOOK_OK) {
        *out_rows = rows;
        *out_count = (size_t)count;
    }
    return status;
}

/* Does this journal hold more of a device than counts, changes of the circle left out? */
static bool is_late(const struct own_circle *own, const struct circle_device *device)
{
    for (size_t i = 0; i < own->feed_count; i++) {
        const struct feed_row *feed = &own->feeds[i];
        const struct circle_place head = {feed->device, feed->feed, feed->number};
        if (key256_equal(feed->device, device->sign) && feed->stream != STREAM_CIRCLE &&
            circle_beyond_cut(own->circle, &head)) {
            return true;
        }
    }
    return false;
}

/* Whose late writings are let in: their devices, and the highest rank that retired one of them. */
struct admission {
    const struct circle_person *person;
    struct key256 devices[CIRCLE_DEVICE_MAX];
    size_t device_count;
    enum rank by;
};

static void collect(const struct own_circle *own, const struct circle_person *person,
                    struct admission *out_admission)
{
    *out_admission = (struct admission){.person = person};
    for (size_t i = 0; i < own->circle->device_count; i++) {
        const struct circle_device *device = &own->circle->devices[i];
        if (id128_equal(device->person, person->person) && device->retired &&
            out_admission->device_count < CIRCLE_DEVICE_MAX && is_late(own, device)) {
            out_admission->devices[out_admission->device_count++] = device->sign;
            out_admission->by =
                device->retired_by > out_admission->by ? device->retired_by : out_admission->by;
        }
    }
}

static enum daybook_status find_late(const struct own_circle *own, struct bytes who,
                                     struct admission *out_admission,
                                     struct complaint *out_complaint)
{
    size_t count = 0;
    for (size_t i = 0; i < own->circle->person_count && who.size > 0; i++) {
        const struct circle_person *person = &own->circle->people[i];
        struct admission admission;
        if (!journal_name_starts(person->name, who) && !journal_id_starts(person->person, who)) {
            continue;
        }
        collect(own, person, &admission);
        if (admission.device_count > 0) {
            *out_admission = admission;
            count++;
        }
    }
    if (count != 1) {
        complaint_begin(out_complaint,
                        count == 0 ? "Nothing here was written too late by somebody of that "
                                     "name: see 'daybook circle quarantine'."
                                   : "Several people fit: give more of the name, or the id.");
        return count == 0 ? DAYBOOK_NOT_FOUND : DAYBOOK_CONFLICT;
    }
    return DAYBOOK_OK;
}

static enum daybook_status check_rank(const struct own_circle *own,
                                      const struct admission *admission,
                                      struct complaint *out_complaint)
{
    const struct circle_person *person = admission->person;
    enum rank rank = circle_rank(own->circle, own->journal->self.sign);
    bool own_person = id128_equal(person->person, own->row.person);
    bool outranks = rank > circle_role_rank(person->role, person->grants) || own_person;
    if (rank >= RANK_CO_OWNER && rank >= admission->by && outranks) {
        return DAYBOOK_OK;
    }
    complaint_begin(out_complaint, "Only who could have removed them, and nobody of a lower rank "
                                   "than who did, can let that in: ask the patient.");
    return DAYBOOK_DENIED;
}

/* The removal once more, with what this journal holds now: one change for all devices of a person
 * who was removed, or one for each that was retired. */
static enum daybook_status write_admission(struct own_circle *own,
                                           const struct admission *admission)
{
    struct circle_change changes[CIRCLE_DEVICE_MAX];
    size_t count = 0;
    enum daybook_status status = DAYBOOK_OK;
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    const struct membership_target all = {admission->devices, admission->device_count,
                                          MEMBERSHIP_ADMITS};
    if (admission->person->removed) {
        changes[count] = (struct circle_change){.type = OPERATION_REMOVE_PERSON,
                                                .target_person = admission->person->person};
        status = membership_cuts(own, &all, arena, &changes[count++]);
    }
    for (size_t i = 0; !admission->person->removed && i < all.device_count; i++) {
        const struct membership_target one = {&all.devices[i], 1, MEMBERSHIP_ADMITS};
        changes[count] = (struct circle_change){.type = OPERATION_RETIRE_DEVICE,
                                                .target_device = all.devices[i]};
        status = status == DAYBOOK_OK ? membership_cuts(own, &one, arena, &changes[count]) : status;
        count++;
    }
    if (status == DAYBOOK_OK) {
        status = membership_write(own, changes, count);
    }
    arena_free(arena);
    return status;
}

enum daybook_status journal_admit(struct journal *journal, size_t circle, struct bytes who,
                                  uint64_t *out_admitted, struct complaint *out_complaint)
{
    struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    struct admission admission;
    uint64_t before = 0;
    uint64_t after = 0;
    enum daybook_status status = find_late(own, who, &admission, out_complaint);
    if (status == DAYBOOK_OK) {
        status = check_rank(own, &admission, out_complaint);
    }
    if (status == DAYBOOK_OK) {
        status = operation_rows_quarantined(journal->database, own->row.circle_no, &before);
    }
    if (status == DAYBOOK_OK) {
        status = write_admission(own, &admission);
    }
    if (status == DAYBOOK_OK) {
        status = operation_rows_quarantined(journal->database, own->row.circle_no, &after);
    }
    if (status == DAYBOOK_OK) {
        *out_admitted = before > after ? before - after : 0;
    }
    return status;
}
