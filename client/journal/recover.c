/* Opening a journal with its recovery sheet when the passphrase was forgotten. */
#include "journal/recover.h"

#include <assert.h>

#include "journal/recovery.h"
#include "journal/state.h"

static enum daybook_status tell_circles(struct journal *journal, const struct secret *seed,
                                        uint64_t *out_told)
{
    struct identity *sheet = NULL;
    uint64_t told = 0;
    enum daybook_status status = identity_from_seed(seed, &sheet);
    for (size_t i = 0; i < journal->circle_count && status == DAYBOOK_OK; i++) {
        if (recovery_fits(journal->circles[i], sheet)) {
            status = recovery_use(journal->circles[i], sheet, NULL);
            told++;
        }
    }
    identity_free(sheet);
    if (status == DAYBOOK_OK) {
        *out_told = told;
    }
    return status;
}

enum daybook_status journal_recover(const struct journal_recovering *recovering,
                                    const struct journal_ports *ports, struct journal **out_journal,
                                    uint64_t *out_told, struct complaint *out_complaint)
{
    assert(recovering->opening.type == KEY_SLOT_RECOVERY);
    struct journal *journal = NULL;
    enum daybook_status status = journal_check_passphrase(recovering->passphrase, out_complaint);
    if (status == DAYBOOK_OK) {
        status = journal_open(&recovering->opening, ports, &journal, out_complaint);
    }
    if (status == DAYBOOK_LOCKED) {
        *out_complaint = (struct complaint){0};
        complaint_begin(out_complaint, "These recovery words do not open this journal: they are of "
                                       "another sheet, or it was restored without them.");
    }
    /* First the circle: a sheet that was used must not stay unheard of. */
    if (status == DAYBOOK_OK) {
        status = tell_circles(journal, recovering->opening.secret, out_told);
    }
    if (status == DAYBOOK_OK) {
        status = journal_change_passphrase(journal, recovering->passphrase, recovering->cost,
                                           out_complaint);
    }
    if (status != DAYBOOK_OK) {
        journal_close(journal);
        return status;
    }
    *out_journal = journal;
    return DAYBOOK_OK;
}
