/* Opening a journal that exists. */
#include <string.h>

#include "journal/freshness.h"
#include "journal/invitations.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/rule_change.h"
#include "journal/state.h"
#include "store/setting_rows.h"

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

/* Only a restored journal has one. */
static enum daybook_status read_lost_device(struct journal *journal, struct arena *arena)
{
    enum daybook_status status =
        read_key(journal, SETTING_LOST_DEVICE, arena, &journal->lost_device);
    journal->restored = status == DAYBOOK_OK;
    return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
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
        status = read_lost_device(journal, arena);
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

/* A journal that cannot be written is opened all the same. */
static enum daybook_status keep_house(struct journal *journal)
{
    enum daybook_status status = invitations_purge(journal);
    if (status == DAYBOOK_OK) {
        status = rule_change_heed(journal);
    }
    bool lasting = status == DAYBOOK_READ_ONLY || status == DAYBOOK_FULL;
    journal->invitations_look_ms = journal_monotonic_ms(journal) + INVITATIONS_LOOK_MS;
    return lasting ? DAYBOOK_OK : status;
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
    if (status == DAYBOOK_OK) {
        status = joining_resume(journal);
    }
    return status == DAYBOOK_OK ? keep_house(journal) : status;
}

/* What to do when a journal does not open, beside waiting for whoever owns it. */
static const char *advice(enum daybook_status status)
{
    switch (status) { /* what the store does not answer is left to the door */
    case DAYBOOK_NOT_FOUND:
        return "There is no journal here: make one with 'daybook init --name NAME'.";
    case DAYBOOK_LOCKED:
        return "The passphrase does not open this journal: try again, or use the recovery words.";
    case DAYBOOK_NEWER:
        return "A newer Daybook wrote this journal: update the program; nothing was changed.";
    case DAYBOOK_DAMAGED:
        return "The journal's file is damaged: 'daybook verify' says where; restore another "
               "device's.";
    case DAYBOOK_FORGED:
        return "The journal's file was altered: 'daybook verify' says where; restore another "
               "device's.";
    case DAYBOOK_FULL:
        return "The disk is full: free some space and try again.";
    case DAYBOOK_OK:
    case DAYBOOK_FAILED:
    case DAYBOOK_NO_MEMORY:
    case DAYBOOK_INVALID:
    case DAYBOOK_CONFLICT:
    case DAYBOOK_OFFLINE:
    case DAYBOOK_INTERRUPTED:
    case DAYBOOK_BUSY:
    case DAYBOOK_DENIED:
    case DAYBOOK_READ_ONLY:
    case DAYBOOK_UNFINISHED:
        return NULL;
    }
    return NULL;
}

static void explain_opening(enum daybook_status status, pid_t owner,
                            struct complaint *out_complaint)
{
    if (status == DAYBOOK_BUSY) {
        complaint_begin(out_complaint, "Another process owns this journal");
        if (owner > 0) {
            complaint_add(out_complaint, " (process ");
            complaint_add_number(out_complaint, owner);
            complaint_add(out_complaint, ")");
        }
        complaint_add(out_complaint, ": wait until it ends, or stop it.");
    } else if (advice(status) != NULL) {
        complaint_begin(out_complaint, advice(status));
    }
}

enum daybook_status journal_open(const struct journal_opening *opening,
                                 const struct journal_ports *ports, struct journal **out_journal,
                                 struct complaint *out_complaint)
{
    pid_t owner = 0;
    struct arena *arena = arena_create(0);
    struct journal *journal = journal_blank(ports);
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
    if (status == DAYBOOK_OK && opening->state_folder != NULL) {
        status = freshness_check(journal, opening->state_folder);
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
