/* Re-keying: the whole store written anew under a fresh key, beside the old one. */
#include "store/rekey.h"

#include <assert.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "store/connection.h"
#include "store/database_state.h"
#include "store/key_file.h"
#include "store/path.h"
#include "store/verify_file.h"

enum { PAGES_AT_ONCE = 64, PERCENT = 100, SPARE_ROOM = 1024 * 1024 };

static enum daybook_status check_passphrase(const struct database *database,
                                            const struct secret *passphrase)
{
    struct store_key *key = NULL;
    enum daybook_status status =
        key_header_open(database->header, KEY_SLOT_PASSPHRASE, passphrase, &key);
    store_key_free(key);
    return status;
}

/* The copy passes through its log, so at its end it is there twice. */
static enum daybook_status check_room(const struct database *database, const char *path)
{
    struct stat file;
    struct statvfs disk;
    if (stat(path, &file) != 0 || statvfs(database->folder, &disk) != 0) {
        return DAYBOOK_FAILED;
    }
    uint64_t room = (uint64_t)disk.f_bavail * disk.f_frsize;
    return room / 2 >= (uint64_t)file.st_size + SPARE_ROOM ? DAYBOOK_OK : DAYBOOK_FULL;
}

static enum daybook_status make_header(struct database *fresh, const struct rekey *how)
{
    const struct key_slot passphrase = {KEY_SLOT_PASSPHRASE, how->passphrase, how->cost};
    enum daybook_status status = store_key_create(&fresh->key);
    if (status != DAYBOOK_OK) {
        return status;
    }
    key_header_begin(fresh->key, fresh->header);
    status = key_header_set_slot(fresh->header, fresh->key, &passphrase, false);
    return status == DAYBOOK_OK ? key_header_set_sheet(fresh->header, fresh->key, how->sheet_box)
                                : status;
}

static void tell(const struct rekey *how, sqlite3_backup *backup)
{
    int total = sqlite3_backup_pagecount(backup);
    if (how->progress != NULL && total > 0) {
        int done = total - sqlite3_backup_remaining(backup);
        how->progress(how->context, (int)((int64_t)done * PERCENT / total));
    }
}

/* Page after page, opened with the one key and sealed with the other. */
static enum daybook_status copy_pages(const struct database *old, const struct database *fresh,
                                      const struct rekey *how)
{
    sqlite3_backup *backup = sqlite3_backup_init(fresh->sqlite, "main", old->sqlite, "main");
    if (backup == NULL) {
        return connection_status(sqlite3_extended_errcode(fresh->sqlite));
    }
    int result = SQLITE_OK;
    while (result == SQLITE_OK) {
        result = sqlite3_backup_step(backup, PAGES_AT_ONCE);
        tell(how, backup);
    }
    int finished = sqlite3_backup_finish(backup);
    if (result == SQLITE_DONE) {
        result = finished;
    }
    return connection_status(result);
}

/* The whole new store, checked, under its unfinished name. */
static enum daybook_status write_fresh(struct database *old, struct database *fresh,
                                       const struct rekey *how)
{
    struct verify_report report;
    char *path = NULL;
    enum daybook_status status = make_header(fresh, how);
    if (status == DAYBOOK_OK) {
        status = path_join(fresh->folder, database_unfinished_name, &path);
    }
    if (status == DAYBOOK_OK) {
        status = database_remove_unfinished(fresh->folder);
    }
    if (status == DAYBOOK_OK) {
        status = key_file_create(path, fresh->header);
    }
    if (status == DAYBOOK_OK) {
        fresh->unfinished = true;
        status = database_attach(fresh, database_unfinished_name, true);
    }
    if (status == DAYBOOK_OK) {
        status = copy_pages(old, fresh, how);
    }
    if (status == DAYBOOK_OK) {
        status = connection_checkpoint(fresh->sqlite);
    }
    if (status == DAYBOOK_OK) {
        status = verify_file_run(fresh->sqlite, fresh->vfs, &report);
    }
    free(path);
    return status;
}

/* The old log must not be found beside the new file, not even after a power cut. */
static enum daybook_status put_down(struct database *old)
{
    enum daybook_status status = connection_checkpoint(old->sqlite);
    if (status != DAYBOOK_OK) {
        return status;
    }
    database_detach(old);
    status = path_remove(old->folder, database_log_name);
    return status == DAYBOOK_OK ? path_sync_folder(old->folder) : status;
}

/* Where the medium writes in place, the old data key is gone with the slots that held it. */
static void overwrite_header(int descriptor)
{
    struct key_file nothing = {0};
    ssize_t written = pwrite(descriptor, nothing.copies, sizeof nothing.copies, 0);
    if (written > 0) {
        (void)fsync(descriptor); /* what cannot be overwritten stays, as on many media */
    }
}

/* The one step after which the new store is the store. */
static enum daybook_status replace(struct database *old, struct database *fresh, const char *path)
{
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return DAYBOOK_FAILED;
    }
    enum daybook_status status = database_give_name(fresh);
    if (!fresh->unfinished) {
        store_key_free(old->key);
        old->key = fresh->key;
        fresh->key = NULL;
        memcpy(old->header, fresh->header, sizeof old->header);
    }
    if (status == DAYBOOK_OK) {
        overwrite_header(descriptor);
    }
    close(descriptor);
    return status;
}

/* Close both, put one in the other's place, and open whichever has the name then. */
static enum daybook_status exchange(struct database *old, struct database *fresh, const char *path)
{
    enum daybook_status status = put_down(old);
    if (status == DAYBOOK_OK) {
        status = replace(old, fresh, path);
    }
    if (old->sqlite != NULL) {
        return status;
    }
    enum daybook_status opened = database_attach(old, database_file_name, false);
    return status == DAYBOOK_OK ? opened : status;
}

enum daybook_status rekey_run(struct database *database, const struct rekey *how)
{
    assert(database != NULL && database->key != NULL && database->sqlite != NULL);
    assert(how != NULL && how->passphrase != NULL);
    char *path = NULL;
    struct database *fresh = NULL;
    enum daybook_status status = check_passphrase(database, how->passphrase);
    if (status == DAYBOOK_OK) {
        status = path_join(database->folder, database_file_name, &path);
    }
    if (status == DAYBOOK_OK) {
        status = check_room(database, path);
    }
    if (status == DAYBOOK_OK) {
        status = database_blank(database->folder, database->migrations, &fresh);
    }
    if (status == DAYBOOK_OK) {
        status = write_fresh(database, fresh, how);
    }
    if (status == DAYBOOK_OK) {
        status = exchange(database, fresh, path);
    }
    database_discard(fresh);
    free(path);
    return status;
}

bool rekey_is_open(const struct database *database)
{
    return database->sqlite != NULL && database->statements != NULL;
}
