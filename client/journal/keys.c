/* What opens a journal: its passphrase, the desktop's keyring, and the data key below them. */
#include <assert.h>
#include <stdlib.h>

#include "journal/freshness.h"
#include "journal/state.h"
#include "store/rekey.h"

enum daybook_status journal_change_passphrase(struct journal *journal,
                                              const struct secret *passphrase, struct key_cost cost,
                                              struct complaint *out_complaint)
{
    enum daybook_status status = journal_check_passphrase(passphrase, out_complaint);
    if (status == DAYBOOK_OK) {
        status = database_change_slot(journal->database,
                                      &(struct key_slot){KEY_SLOT_PASSPHRASE, passphrase, cost});
    }
    if (status == DAYBOOK_FAILED || status == DAYBOOK_FULL) {
        complaint_begin(out_complaint,
                        "The disk failed while the new passphrase was written: next time try the "
                        "new one, and if it does not open the journal, the old one still does.");
    }
    return status;
}

static void explain_rekeying(enum daybook_status status, struct complaint *out_complaint)
{
    if (status == DAYBOOK_LOCKED) {
        complaint_begin(out_complaint,
                        "The passphrase is not this journal's; nothing was changed.");
    } else if (status == DAYBOOK_FULL) {
        complaint_begin(out_complaint, "A change of the key writes the journal twice, and the disk "
                                       "has no room for that: free some space and try again.");
    } else if (status == DAYBOOK_FORGED || status == DAYBOOK_DAMAGED) {
        complaint_begin(out_complaint,
                        "The journal's file does not hold together: 'daybook verify' "
                        "says where; nothing was changed.");
    }
}

enum daybook_status journal_rekey(struct journal *journal, const struct journal_rekeying *how,
                                  bool *out_open, struct complaint *out_complaint)
{
    assert(journal != NULL && how != NULL && out_open != NULL && out_complaint != NULL);
    const struct rekey rekey = {
        .passphrase = how->passphrase,
        .cost = how->cost,
        .sheet_box = journal->recovery_box,
        .context = how->context,
        .progress = how->progress,
    };
    freshness_renew(journal); /* so that a copy under the old key is noticed as an older one */
    enum daybook_status status = rekey_run(journal->database, &rekey);
    explain_rekeying(status, out_complaint);
    *out_open = rekey_is_open(journal->database);
    if (*out_open) {
        freshness_renew(journal);
    } else {
        free(journal->state_folder);
        journal->state_folder = NULL; /* there is nothing to compare it with any more */
    }
    return status;
}

enum daybook_status journal_set_keyring(struct journal *journal, const struct secret *secret)
{
    assert(journal != NULL);
    if (secret == NULL) {
        return database_clear_slots(journal->database, KEY_SLOT_KEYRING);
    }
    return database_change_slot(journal->database,
                                &(struct key_slot){KEY_SLOT_KEYRING, secret, key_cost_random});
}

enum daybook_status journal_try_recovery(struct journal *journal, const struct secret *seed)
{
    assert(journal != NULL && seed != NULL);
    return database_try_slot(journal->database, KEY_SLOT_RECOVERY, seed);
}

bool journal_has_keyring(const struct journal *journal, struct id128 *out_store)
{
    assert(journal != NULL && out_store != NULL);
    *out_store = database_store_id(journal->database);
    return database_has_slot(journal->database, KEY_SLOT_KEYRING);
}

enum daybook_status journal_look_for_keyring(const char *folder, bool *out_has,
                                             struct id128 *out_store)
{
    assert(folder != NULL && out_has != NULL && out_store != NULL);
    return database_look(folder, KEY_SLOT_KEYRING, out_has, out_store);
}
