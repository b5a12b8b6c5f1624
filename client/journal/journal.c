/* Making, opening and closing a journal. */
#include "journal/journal.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/state.h"
#include "store/setting_rows.h"
#include "vault/random.h"
#include "vault/recovery.h"

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

struct own_circle *journal_circle(const struct journal *journal, size_t number)
{
    for (size_t i = 0; i < journal->circle_count; i++) {
        if (journal->circles[i]->complete && number-- == 0) {
            return journal->circles[i];
        }
    }
    return NULL;
}

size_t journal_circle_count(const struct journal *journal)
{
    size_t count = 0;
    for (size_t i = 0; i < journal->circle_count; i++) {
        count += journal->circles[i]->complete ? 1 : 0;
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

enum daybook_status journal_find_circle(const struct journal *journal, struct bytes patient,
                                        size_t *out_circle, struct complaint *out_complaint)
{
    size_t found = 0;
    size_t circle = 0;
    size_t count = journal_circle_count(journal);
    for (size_t i = 0; i < count; i++) {
        if (patient.size == 0 || journal_name_starts(journal_patient(journal, i), patient) ||
            journal_id_starts(journal_circle(journal, i)->row.circle, patient)) {
            circle = i;
            found++;
        }
    }
    if (count == 0) {
        complaint_begin(
            out_complaint,
            "This journal belongs to no circle yet: join one with 'daybook circle join CODE'.");
        return DAYBOOK_NOT_FOUND;
    }
    if (found != 1) {
        complaint_begin(
            out_complaint,
            found == 0 ? "No patient of that name: 'daybook circle members' shows who is there."
                       : "Several patients fit: give --patient with more of the name.");
        return found == 0 ? DAYBOOK_NOT_FOUND : DAYBOOK_CONFLICT;
    }
    *out_circle = circle;
    return DAYBOOK_OK;
}

static enum daybook_status put_text(struct journal *journal, const char *setting, const char *text)
{
    return setting_rows_put(journal->database, setting, bytes_of_text(text));
}

static enum daybook_status put_key(struct journal *journal, const char *setting, struct key256 key)
{
    return setting_rows_put(journal->database, setting,
                            (struct bytes){key.bytes, sizeof key.bytes});
}

/* Who uses this journal, written once, all or nothing. */
static enum daybook_status write_settings(struct journal *journal)
{
    struct secret *keys = NULL;
    enum daybook_status status = identity_export(journal->identity, &keys);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = database_begin(journal->database);
    if (status != DAYBOOK_OK) {
        goto done;
    }
    status = setting_rows_put(journal->database, SETTING_IDENTITY,
                              (struct bytes){secret_data(keys), secret_size(keys)});
    if (status == DAYBOOK_OK) {
        status = put_text(journal, SETTING_NAME, journal->name);
    }
    if (status == DAYBOOK_OK) {
        status = put_text(journal, SETTING_ROLE, role_name(journal->role));
    }
    if (status == DAYBOOK_OK) {
        status = put_key(journal, SETTING_RECOVERY_SIGN, journal->recovery_sign);
    }
    if (status == DAYBOOK_OK) {
        status = put_key(journal, SETTING_RECOVERY_BOX, journal->recovery_box);
    }
    if (status == DAYBOOK_OK) {
        status = database_commit(journal->database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(journal->database);
    }
done:
    secret_free(keys);
    return status;
}

static enum daybook_status found_journal(struct journal *journal, const struct secret *recovery)
{
    struct identity *sheet = NULL;
    struct own_circle *circle = NULL;
    enum daybook_status status = identity_from_seed(recovery, &sheet);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct device_public sheet_public = identity_public(sheet);
    identity_free(sheet);
    journal->recovery_sign = sheet_public.sign;
    journal->recovery_box = sheet_public.box;
    status = identity_create(&journal->identity);
    if (status != DAYBOOK_OK) {
        return status;
    }
    journal->self = identity_public(journal->identity);
    status = write_settings(journal);
    return status == DAYBOOK_OK && journal->role == ROLE_PATIENT
               ? membership_found(journal, &circle)
               : status;
}

static struct journal *make_journal(const struct journal_ports *ports)
{
    struct journal *journal = calloc(1, sizeof *journal);
    if (journal != NULL) {
        journal->ports = *ports;
    }
    return journal;
}

static enum daybook_status set_owner(struct journal *journal, struct bytes name, enum role role,
                                     struct complaint *out_complaint)
{
    if (name.size == 0 || name.size > NAME_TEXT_MAX || !bytes_are_text(name)) {
        complaint_begin(out_complaint,
                        "The name must be 1 to 120 bytes of text: give it with --name.");
        return DAYBOOK_INVALID;
    }
    if (role == ROLE_DEVICE) {
        complaint_begin(out_complaint, "The role must be patient, caregiver or therapist.");
        return DAYBOOK_INVALID;
    }
    memcpy(journal->name, name.data, name.size);
    journal->role = role;
    return DAYBOOK_OK;
}

static enum daybook_status create_database(struct journal *journal,
                                           const struct journal_setup *setup,
                                           const struct secret *recovery)
{
    uint8_t header[KEY_HEADER_SIZE];
    struct store_key *key = NULL;
    if (mkdir(setup->folder, 0700) != 0 && errno != EEXIST) {
        return DAYBOOK_FAILED;
    }
    enum daybook_status status = store_key_create(&key);
    if (status != DAYBOOK_OK) {
        return status;
    }

    key_header_begin(key, header);
    status = key_header_set_slot(header, key, KEY_SLOT_PASSPHRASE, setup->passphrase, setup->cost,
                                 false);
    if (status == DAYBOOK_OK) {
        status =
            key_header_set_slot(header, key, KEY_SLOT_RECOVERY, recovery, key_cost_recovery, false);
    }
    if (status != DAYBOOK_OK) {
        store_key_free(key);
        return status;
    }
    return database_create(setup->folder, key, header, &journal->database);
}

static enum daybook_status check_passphrase(const struct secret *passphrase,
                                            struct complaint *out_complaint)
{
    if (passphrase == NULL || secret_size(passphrase) < PASSPHRASE_SIZE_MIN ||
        secret_size(passphrase) > PASSPHRASE_SIZE_MAX) {
        complaint_begin(out_complaint, "The passphrase must be 8 to 1024 bytes long.");
        return DAYBOOK_INVALID;
    }
    return DAYBOOK_OK;
}

static void explain_creation(enum daybook_status status, struct complaint *out_complaint)
{
    if (status == DAYBOOK_CONFLICT) {
        complaint_begin(
            out_complaint,
            "There is a journal in that folder already: use another --home, or open this one.");
    } else if (status == DAYBOOK_FAILED) {
        complaint_begin(
            out_complaint,
            "The journal's folder could not be made: check that --home can be written to.");
    } else if (status == DAYBOOK_FULL) {
        complaint_begin(out_complaint, "The disk is full: free some space and try again.");
    }
}

enum daybook_status journal_create(const struct journal_setup *setup,
                                   const struct journal_ports *ports, struct journal **out_journal,
                                   struct secret **out_recovery, struct complaint *out_complaint)
{
    struct secret *recovery = NULL;
    struct journal *journal = make_journal(ports);
    if (journal == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = set_owner(journal, setup->name, setup->role, out_complaint);
    if (status == DAYBOOK_OK) {
        status = check_passphrase(setup->passphrase, out_complaint);
    }
    if (status != DAYBOOK_OK) {
        goto done;
    }
    journal->folder = strdup(setup->folder);
    status = journal->folder == NULL ? DAYBOOK_NO_MEMORY : recovery_create(&recovery);
    if (status == DAYBOOK_OK) {
        status = create_database(journal, setup, recovery);
    }
    if (status == DAYBOOK_OK) {
        status = found_journal(journal, recovery);
    }
    explain_creation(status, out_complaint);
    if (status == DAYBOOK_OK) {
        *out_journal = journal;
        *out_recovery = recovery;
        journal = NULL;
        recovery = NULL;
    }
done:
    secret_free(recovery);
    journal_close(journal);
    return status;
}

enum daybook_status journal_create_in_memory(struct bytes name, enum role role,
                                             const struct journal_ports *ports,
                                             struct journal **out_journal)
{
    struct secret *recovery = NULL;
    struct complaint complaint = {0};
    struct journal *journal = make_journal(ports);
    if (journal == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = set_owner(journal, name, role, &complaint);
    if (status == DAYBOOK_OK) {
        status = recovery_create(&recovery);
    }
    if (status == DAYBOOK_OK) {
        status = database_open_memory(&journal->database);
    }
    if (status == DAYBOOK_OK) {
        status = found_journal(journal, recovery);
    }
    if (status == DAYBOOK_OK) {
        *out_journal = journal;
        journal = NULL;
    }
    secret_free(recovery);
    journal_close(journal);
    return status;
}

static enum daybook_status read_key(struct journal *journal, const char *setting,
                                    struct arena *arena, struct key256 *out_key)
{
    struct bytes value = {0};
    enum daybook_status status = setting_rows_get(journal->database, setting, arena, &value);
    if (status == DAYBOOK_OK && value.size != sizeof out_key->bytes) {
        status = DAYBOOK_DAMAGED;
    }
    if (status == DAYBOOK_OK) {
        memcpy(out_key->bytes, value.data, sizeof out_key->bytes);
    }
    return status;
}

static enum daybook_status read_owner(struct journal *journal, struct arena *arena)
{
    struct bytes name = {0};
    struct bytes role = {0};
    enum daybook_status status = setting_rows_get(journal->database, SETTING_NAME, arena, &name);
    if (status == DAYBOOK_OK) {
        status = setting_rows_get(journal->database, SETTING_ROLE, arena, &role);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (name.size > NAME_TEXT_MAX || !role_from_name(role, &journal->role)) {
        return DAYBOOK_DAMAGED;
    }
    memcpy(journal->name, name.data, name.size);
    return DAYBOOK_OK;
}

static enum daybook_status import_identity(void *context, struct bytes exported)
{
    struct journal *journal = context;
    return identity_import(exported, &journal->identity);
}

static enum daybook_status read_settings(struct journal *journal, struct arena *arena)
{
    enum daybook_status status = read_owner(journal, arena);
    if (status == DAYBOOK_OK) {
        status = setting_rows_visit(journal->database, SETTING_IDENTITY, import_identity, journal);
    }
    if (status == DAYBOOK_OK) {
        journal->self = identity_public(journal->identity);
        status = read_key(journal, SETTING_RECOVERY_SIGN, arena, &journal->recovery_sign);
    }
    if (status == DAYBOOK_OK) {
        status = read_key(journal, SETTING_RECOVERY_BOX, arena, &journal->recovery_box);
    }
    if (status == DAYBOOK_OK) {
        status = setting_rows_get_number(journal->database, SETTING_CLOCK, &journal->clock);
    }
    if (status == DAYBOOK_OK) {
        status = setting_rows_get_number(journal->database, SETTING_HAVE_COUNTER,
                                         &journal->counter_reserved);
        journal->counter = journal->counter_reserved;
    }
    return status == DAYBOOK_INVALID || status == DAYBOOK_NOT_FOUND ? DAYBOOK_DAMAGED : status;
}

static enum daybook_status load_circles(struct journal *journal, struct arena *arena)
{
    struct circle_row *rows = NULL;
    size_t count = 0;
    enum daybook_status status = circle_rows_list(journal->database, arena, &rows, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        struct own_circle *circle = NULL;
        status = own_circle_load(journal, &rows[i], &circle);
    }
    /* A journal whose making was cut short between its settings and its circle is finished now. */
    if (status == DAYBOOK_OK && count == 0 && journal->role == ROLE_PATIENT) {
        struct own_circle *circle = NULL;
        status = membership_found(journal, &circle);
    }
    return status == DAYBOOK_OK ? joining_resume(journal) : status;
}

static void explain_opening(enum daybook_status status, pid_t owner,
                            struct complaint *out_complaint)
{
    static const char *const sentences[] = {
        [DAYBOOK_NOT_FOUND] = "There is no journal here: make one with 'daybook init --name NAME'.",
        [DAYBOOK_LOCKED] =
            "The passphrase does not open this journal: try again, or use the recovery words.",
        [DAYBOOK_NEWER] =
            "A newer Daybook wrote this journal: update the program; nothing was changed.",
        [DAYBOOK_DAMAGED] = "The journal's file is damaged: 'daybook verify' says where; restore a "
                            "backup or another device.",
        [DAYBOOK_FORGED] = "The journal's file was altered: 'daybook verify' says where; restore a "
                           "backup or another device.",
        [DAYBOOK_FULL] = "The disk is full: free some space and try again.",
    };
    if (status == DAYBOOK_BUSY) {
        complaint_begin(out_complaint, "Another process owns this journal");
        if (owner > 0) {
            complaint_add(out_complaint, " (process ");
            complaint_add_number(out_complaint, owner);
            complaint_add(out_complaint, ")");
        }
        complaint_add(out_complaint, ": wait until it ends, or stop it.");
    } else if ((size_t)status < sizeof sentences / sizeof sentences[0] &&
               sentences[status] != NULL) {
        complaint_begin(out_complaint, sentences[status]);
    }
}

enum daybook_status journal_open(const struct journal_opening *opening,
                                 const struct journal_ports *ports, struct journal **out_journal,
                                 struct complaint *out_complaint)
{
    pid_t owner = 0;
    struct arena *arena = arena_create(0);
    struct journal *journal = make_journal(ports);
    enum daybook_status status = DAYBOOK_NO_MEMORY;
    if (arena == NULL || journal == NULL) {
        goto done;
    }
    journal->folder = strdup(opening->folder);
    if (journal->folder == NULL) {
        goto done;
    }
    status =
        database_open(opening->folder, opening->type, opening->secret, &journal->database, &owner);
    if (status == DAYBOOK_OK) {
        status = read_settings(journal, arena);
    }
    if (status == DAYBOOK_OK) {
        status = load_circles(journal, arena);
    }
    explain_opening(status, owner, out_complaint);
    if (status == DAYBOOK_OK) {
        *out_journal = journal;
        journal = NULL;
    }
done:
    journal_close(journal);
    arena_free(arena);
    return status;
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
    identity_free(journal->identity);
    database_close(journal->database);
    free(journal->folder);
    free(journal);
}

enum daybook_status journal_change_passphrase(struct journal *journal,
                                              const struct secret *passphrase, struct key_cost cost,
                                              struct complaint *out_complaint)
{
    enum daybook_status status = check_passphrase(passphrase, out_complaint);
    if (status == DAYBOOK_OK) {
        status = database_change_slot(journal->database, KEY_SLOT_PASSPHRASE, passphrase, cost);
    }
    return status;
}
