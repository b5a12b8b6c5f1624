/* What another version of the program made of days. */
#include "journal/rule_change.h"

#include "journal/day_bytes.h"
#include "store/overview_rows.h"
#include "store/setting_rows.h"
#include "store/summary_rows.h"

static enum daybook_status look_anew(struct journal *journal)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < journal->circle_count && status == DAYBOOK_OK; i++) {
        int64_t circle_no = journal->circles[i]->row.circle_no;
        status = overview_rows_remove(journal->database, circle_no);
        if (status == DAYBOOK_OK && journal->role != ROLE_THERAPIST) {
            status = summary_rows_mark_all_dirty(journal->database, circle_no);
        }
        if (status == DAYBOOK_OK && journal->role == ROLE_CAREGIVER) {
            status = summary_rows_mark_own_dirty(journal->database, circle_no);
        }
    }
    return status;
}

enum daybook_status rule_change_heed(struct journal *journal)
{
    uint64_t known = 0;
    const uint64_t rules = day_bytes_rules();
    struct database *database = journal->database;
    enum daybook_status status = setting_rows_get_number(database, SETTING_DAY_RULES, &known);
    if (status != DAYBOOK_OK || known == rules) {
        return status;
    }
    status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = look_anew(journal);
    if (status == DAYBOOK_OK) {
        status = setting_rows_put_number(database, SETTING_DAY_RULES, rules);
    }
    if (status == DAYBOOK_OK) {
        status = database_commit(database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(database);
    }
    return status;
}
