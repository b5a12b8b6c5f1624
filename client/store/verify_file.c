/* Checking a whole store. */
#include "store/verify_file.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "store/connection.h"

static void name_forged(struct verify_report *report, enum unit_kind kind, uint64_t number)
{
    report->forged_count++;
    if (report->named_count < VERIFY_NAMED_MAX) {
        report->named[report->named_count] = (struct vfs_failure){kind, number};
        report->named_count++;
    }
}

static enum daybook_status check_units(struct vfs *vfs, enum unit_kind kind,
                                       struct verify_report *report, uint64_t *out_count)
{
    uint64_t first = 0;
    uint64_t count = vfs_unit_count(vfs, kind, &first);
    for (uint64_t i = 0; i < count; i++) {
        enum daybook_status status = vfs_authenticate(vfs, kind, first + i);
        if (status == DAYBOOK_FORGED) {
            name_forged(report, kind, first + i);
        } else if (status != DAYBOOK_OK) {
            return status;
        }
    }
    *out_count = count;
    return DAYBOOK_OK;
}

/* integrity_check answers a row "ok", or a row for each complaint. */
static enum daybook_status count_complaints(sqlite3 *sqlite, const char *sql,
                                            struct verify_report *report)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL);
    while (result == SQLITE_OK || result == SQLITE_ROW) {
        result = sqlite3_step(statement);
        if (result == SQLITE_ROW) {
            const char *text = (const char *)sqlite3_column_text(statement, 0);
            bool fine = text != NULL && strcmp(text, "ok") == 0;
            report->complaint_count += fine ? 0 : 1;
        }
    }
    sqlite3_finalize(statement);
    return connection_status(result);
}

static enum daybook_status check_order(sqlite3 *sqlite, struct verify_report *report)
{
    enum daybook_status status = count_complaints(sqlite, "PRAGMA integrity_check", report);
    if (status == DAYBOOK_OK) {
        status = count_complaints(sqlite, "PRAGMA foreign_key_check", report);
    }
    if (status == DAYBOOK_FORGED || status == DAYBOOK_DAMAGED) {
        report->complaint_count++; /* so bad that SQLite gave up */
        return DAYBOOK_OK;
    }
    return status;
}

enum daybook_status verify_file_run(sqlite3 *sqlite, struct vfs *vfs,
                                    struct verify_report *out_report)
{
    assert(sqlite != NULL && out_report != NULL);
    struct verify_report report = {0};
    enum daybook_status status = DAYBOOK_OK;
    if (vfs != NULL) { /* a database in memory has no units */
        status = check_units(vfs, UNIT_MAIN, &report, &report.page_count);
        if (status == DAYBOOK_OK) {
            status = check_units(vfs, UNIT_LOG, &report, &report.log_unit_count);
        }
    }
    if (status == DAYBOOK_OK) {
        status = check_order(sqlite, &report);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    *out_report = report;
    if (report.forged_count > 0) {
        return DAYBOOK_FORGED;
    }
    return report.complaint_count > 0 ? DAYBOOK_DAMAGED : DAYBOOK_OK;
}
