/* Transactions of a store, and what follows the one that dropped something. */
#include <sqlite3.h>

#include "store/connection.h"
#include "store/database.h"
#include "store/database_state.h"

enum daybook_status database_begin(struct database *database)
{
    return database_run(database, database_statement(database, "BEGIN IMMEDIATE"));
}

enum daybook_status database_commit(struct database *database)
{
    enum daybook_status status = database_run(database, database_statement(database, "COMMIT"));
    if (status != DAYBOOK_OK) {
        database_rollback(database);
        return status;
    }
    if (database->cut_due) {
        /* What is committed stays committed: a cut that fails is tried again by the next commit,
         * by closing and by opening. */
        database->cut_due = connection_checkpoint(database->sqlite) != DAYBOOK_OK;
    }
    return DAYBOOK_OK;
}

void database_cut_log(struct database *database)
{
    database->cut_due = true;
}

void database_rollback(struct database *database)
{
    if (sqlite3_get_autocommit(database->sqlite)) {
        return;
    }
    enum daybook_status status = database_run(database, database_statement(database, "ROLLBACK"));
    (void)status; /* a rollback that fails leaves the connection refusing all that follows */
}
