/* Making a new journal. */
#include "journal/founding.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "journal/membership.h"
#include "journal/state.h"
#include "store/setting_rows.h"
#include "vault/recovery.h"

static enum daybook_status put_text(struct journal *journal, const char *setting, const char *text)
{
    return setting_rows_put(journal->database, setting, bytes_of_text(text));
}

static enum daybook_status put_key(struct journal *journal, const char *setting, struct key256 key)
{
    return setting_rows_put(journal->database, setting,
                            (struct bytes){key.bytes, sizeof key.bytes});
}

enum daybook_status founding_write_owner(struct journal *journal)
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
    status = founding_write_owner(journal);
    return status == DAYBOOK_OK && journal->role == ROLE_PATIENT
               ? membership_found(journal, &circle)
               : status;
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

enum daybook_status founding_create_store(const char *folder, const struct key_slot *slots,
                                          size_t count, struct database **out_database)
{
    uint8_t header[KEY_HEADER_SIZE];
    struct store_key *key = NULL;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        return DAYBOOK_FAILED;
    }
    enum daybook_status status = store_key_create(&key);
    if (status != DAYBOOK_OK) {
        return status;
    }
    key_header_begin(key, header);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = key_header_set_slot(header, key, &slots[i], false);
    }
    if (status != DAYBOOK_OK) {
        store_key_free(key);
        return status;
    }
    return database_create_unfinished(folder, key, header, out_database);
}

static enum daybook_status create_database(struct journal *journal,
                                           const struct journal_setup *setup,
                                           const struct secret *recovery)
{
    const struct key_slot slots[] = {
        {KEY_SLOT_PASSPHRASE, setup->passphrase, setup->cost},
        {KEY_SLOT_RECOVERY, recovery, key_cost_random},
    };
    return founding_create_store(setup->folder, slots, sizeof slots / sizeof slots[0],
                                 &journal->database);
}

static void explain_creation(enum daybook_status status, struct complaint *out_complaint)
{
    if (status == DAYBOOK_CONFLICT) {
        complaint_begin(out_complaint, "There is a journal in that folder already, or a part of "
                                       "one: use another --home, or open "
                                       "this one.");
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
    struct journal *journal = journal_blank(ports);
    if (journal == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = set_owner(journal, setup->name, setup->role, out_complaint);
    if (status == DAYBOOK_OK) {
        status = journal_check_passphrase(setup->passphrase, out_complaint);
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
    if (status == DAYBOOK_OK) {
        status = database_finish(journal->database);
    }
    explain_creation(status, out_complaint);
    if (status == DAYBOOK_OK) {
        *out_journal = journal;
        *out_recovery = recovery;
        journal = NULL;
        recovery = NULL;
    } else {
        /* A journal without its owner or its circle opens for nobody. */
        database_discard(journal->database);
        journal->database = NULL;
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
    struct journal *journal = journal_blank(ports);
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
