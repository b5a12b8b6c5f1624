/* The journal in memory: its clocks, its circles, its end. */
#include "journal/journal.h"

#include <assert.h>
#include <stdlib.h>

#include "journal/freshness.h"
#include "journal/own_circle.h"
#include "journal/state.h"
#include "store/setting_rows.h"

enum { COUNTER_BLOCK = 600000 }; /* ten minutes of milliseconds */

int64_t journal_wall_ms(const struct journal *journal)
{
    return journal->ports.wall_ms(journal->ports.context);
}

int64_t journal_monotonic_ms(const struct journal *journal)
{
    return journal->ports.monotonic_ms(journal->ports.context);
}

struct timestamp journal_now(const struct journal *journal)
{
    int64_t utc_ms = journal_wall_ms(journal);
    return (struct timestamp){utc_ms,
                              journal->ports.offset_minutes(journal->ports.context, utc_ms)};
}

struct bytes journal_name(const struct journal *journal)
{
    return bytes_of_text(journal->name);
}

enum role journal_role(const struct journal *journal)
{
    return journal->role;
}

uint64_t journal_stamp(struct journal *journal)
{
    journal->clock = hybrid_clock_next(journal->clock, journal_wall_ms(journal));
    return journal->clock;
}

/* Counters follow the wall clock, so that a journal set back to an older state is not ignored for
 * ever by peers that remember higher ones; and a block is written down before its first counter is
 * used, so a crash repeats none. */
enum daybook_status journal_next_counter(struct journal *journal, uint64_t *out_counter)
{
    int64_t wall_ms = journal_wall_ms(journal);
    uint64_t next = journal->counter + 1;
    if (wall_ms > 0 && (uint64_t)wall_ms > next) {
        next = (uint64_t)wall_ms;
    }
    if (next > journal->counter_reserved) {
        uint64_t reserved = next + COUNTER_BLOCK;
        enum daybook_status status =
            setting_rows_put_number(journal->database, SETTING_HAVE_COUNTER, reserved);
        if (status != DAYBOOK_OK) {
            return status;
        }
        journal->counter_reserved = reserved;
    }
    journal->counter = next;
    *out_counter = next;
    return DAYBOOK_OK;
}

void journal_heed_counter(struct journal *journal, uint64_t counter)
{
    bool countable = counter < (uint64_t)INT64_MAX - COUNTER_BLOCK;
    journal->counter = countable && counter > journal->counter ? counter : journal->counter;
}

/* Was anything ever written in a circle, or anybody let in? */
static bool is_untouched(const struct own_circle *circle)
{
    for (size_t i = 0; i < circle->feed_count; i++) {
        if (circle->feeds[i].stream != STREAM_CIRCLE && circle->feeds[i].number > 0) {
            return false;
        }
    }
    return circle->complete && circle->circle->device_count == 1;
}

/* Every patient's journal begins with a circle. When it then joins the patient's as another device,
 * the one it began with, if nothing ever happened in it, is left alone. */
static bool is_left_alone(const struct journal *journal, const struct own_circle *circle)
{
    if (journal->role != ROLE_PATIENT || journal->circle_count < 2 || !is_untouched(circle)) {
        return false;
    }
    for (size_t i = 0; i < journal->circle_count; i++) {
        const struct own_circle *other = journal->circles[i];
        if (other->complete && other->circle->device_count > 1 &&
            id128_equal(circle_patient(other->circle)->person, other->row.person)) {
            return true;
        }
    }
    return false;
}

static bool is_shown(const struct journal *journal, const struct own_circle *circle)
{
    return circle->readable && !is_left_alone(journal, circle);
}

struct own_circle *journal_circle(const struct journal *journal, size_t number)
{
    for (size_t i = 0; i < journal->circle_count; i++) {
        if (is_shown(journal, journal->circles[i]) && number-- == 0) {
            return journal->circles[i];
        }
    }
    return NULL;
}

size_t journal_circle_count(const struct journal *journal)
{
    size_t count = 0;
    for (size_t i = 0; i < journal->circle_count; i++) {
        count += is_shown(journal, journal->circles[i]) ? 1 : 0;
    }
    return count;
}

struct bytes journal_patient(const struct journal *journal, size_t circle)
{
    const struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    return circle_patient(own->circle)->name;
}

static uint8_t lower(uint8_t letter)
{
    return letter >= 'A' && letter <= 'Z' ? (uint8_t)(letter - 'A' + 'a') : letter;
}

bool journal_name_starts(struct bytes name, struct bytes start)
{
    if (start.size > name.size) {
        return false;
    }
    for (size_t i = 0; i < start.size; i++) {
        if (lower(name.data[i]) != lower(start.data[i])) {
            return false;
        }
    }
    return true;
}

bool journal_id_starts(struct id128 id, struct bytes start)
{
    char hex[ID128_HEX_SIZE];
    id128_to_hex(id, hex);
    return start.size >= 4 && journal_name_starts(bytes_of_text(hex), start);
}

/* A name in full is meant even where another begins so. */
static size_t find_fitting(const struct journal *journal, struct bytes patient, size_t *out_circle)
{
    size_t fitting = 0;
    size_t in_full = 0;
    for (size_t i = 0; i < journal_circle_count(journal); i++) {
        const struct own_circle *own = journal_circle(journal, i);
        assert(own != NULL);
        struct bytes name = circle_patient(own->circle)->name;
        bool full = patient.size > 0 && bytes_equal(name, patient);
        if (patient.size == 0 || journal_name_starts(name, patient) ||
            journal_id_starts(own->row.circle, patient)) {
            *out_circle = full || in_full == 0 ? i : *out_circle;
            fitting++;
        }
        in_full += full ? 1 : 0;
    }
    return in_full == 1 ? 1 : fitting;
}

enum daybook_status journal_find_circle(const struct journal *journal, struct bytes patient,
                                        size_t *out_circle, struct complaint *out_complaint)
{
    size_t circle = 0;
    size_t count = journal_circle_count(journal);
    size_t found = find_fitting(journal, patient, &circle);
    if (count == 0) {
        complaint_begin(
            out_complaint,
            "This journal belongs to no circle yet: join one with 'daybook circle join CODE'.");
        return DAYBOOK_NOT_FOUND;
    }
    if (found != 1) {
        complaint_begin(
            out_complaint,
            found == 0 ? "No patient of that name: 'daybook patients' lists them."
            : patient.size == 0
                ? "This journal holds several patients: say whose with --patient; 'daybook "
                  "patients' lists them."
                : "Several patients fit: give --patient with more of the name.");
        return found == 0 ? DAYBOOK_NOT_FOUND : DAYBOOK_CONFLICT;
    }
    *out_circle = circle;
    return DAYBOOK_OK;
}

struct journal *journal_blank(const struct journal_ports *ports)
{
    struct journal *journal = calloc(1, sizeof *journal);
    if (journal != NULL) {
        journal->ports = *ports;
    }
    return journal;
}

enum daybook_status journal_check_passphrase(const struct secret *passphrase,
                                             struct complaint *out_complaint)
{
    if (passphrase == NULL || secret_size(passphrase) < PASSPHRASE_SIZE_MIN ||
        secret_size(passphrase) > PASSPHRASE_SIZE_MAX) {
        complaint_begin(out_complaint, "The passphrase must be 8 to 1024 bytes long.");
        return DAYBOOK_INVALID;
    }
    return DAYBOOK_OK;
}

void journal_close(struct journal *journal)
{
    if (journal == NULL) {
        return;
    }
    joining_end(&journal->joining);
    for (size_t i = 0; i < journal->circle_count; i++) {
        own_circle_free(journal->circles[i]);
    }
    free(journal->circles);
    free(journal->spare_actions);
    identity_free(journal->identity);
    freshness_leave(journal);
    database_close(journal->database);
    free(journal->state_folder);
    free(journal->folder);
    free(journal);
}
