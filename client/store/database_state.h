/* What an open store consists of. For database.c and transaction.c only. */
#ifndef STORE_DATABASE_STATE_H
#define STORE_DATABASE_STATE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/lock.h"
#include "store/statement.h"
#include "store/vfs.h"
#include "vault/key_header.h"

struct database {
    struct lock *lock; /* NULL in memory, as the next two */
    struct store_key *key;
    struct vfs *vfs;
    sqlite3 *sqlite;
    struct statement_cache *statements;
    bool cut_due;              /* a body was dropped since the log was emptied last */
    enum daybook_status noted; /* why the next step cannot work; OK: nothing is in its way */
    uint8_t header[KEY_HEADER_SIZE];
};

#endif
