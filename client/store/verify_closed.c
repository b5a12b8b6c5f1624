/* Checking the units of a store that does not open. */
#include "store/verify_closed.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/key_file.h"
#include "store/lock.h"
#include "store/path.h"
#include "store/vfs_file.h"
#include "vault/secret.h"

/* One check of a store. */
struct check {
    const struct store_key *key;
    uint8_t *plain; /* room for a frame, in guarded memory that is wiped when freed */
    struct verify_report report;
};

static void count_unit(struct verify_report *report, const struct unit_place *place,
                       enum daybook_status status)
{
    if (status == DAYBOOK_OK) {
        return;
    }
    report->forged_count++;
    if (report->named_count < VERIFY_NAMED_MAX) {
        report->named[report->named_count++] = (struct vfs_failure){place->kind, place->number};
    }
}

/* A page keeps its nonce and tag in its last bytes. DAMAGED: the file ends within a page. */
static enum daybook_status check_pages(FILE *file, struct check *check)
{
    uint8_t page[STORE_PAGE_SIZE];
    struct unit_place place = {.kind = UNIT_MAIN, .number = 1};
    size_t size = fread(page, 1, sizeof page, file);
    for (; size == sizeof page; size = fread(page, 1, sizeof page, file)) {
        const struct bytes sealed = {page, PAGE_PLAIN_SIZE};
        count_unit(&check->report, &place,
                   unit_open(check->key, &place, sealed, page + PAGE_PLAIN_SIZE, check->plain));
        check->report.page_count++;
        place.number++;
    }
    return size == 0 ? DAYBOOK_OK : DAYBOOK_DAMAGED;
}

/* The log's header holds the salts that every frame is bound to: without it no frame can be judged.
 * What fails behind the last authentic frame is no forgery: a crash tears a log there, and room
 * that was laid out for frames to come is behind them. */
static void check_log(FILE *file, struct check *check)
{
    struct verify_report *report = &check->report;
    uint8_t sealed[SEALED_FRAME_SIZE];
    struct unit_place place = {.kind = UNIT_LOG};
    if (fread(sealed, 1, SEALED_HEADER_SIZE, file) != SEALED_HEADER_SIZE) {
        return; /* an empty log */
    }
    const struct bytes header = {sealed + UNIT_OVERHEAD, LOG_HEADER_SIZE};
    enum daybook_status status = unit_open(check->key, &place, header, sealed, check->plain);
    count_unit(report, &place, status);
    report->log_unit_count++;
    if (status != DAYBOOK_OK) {
        return;
    }
    memcpy(place.salt, check->plain + LOG_SALT_AT, sizeof place.salt);
    struct verify_report seen = *report;
    while (fread(sealed, 1, SEALED_FRAME_SIZE, file) == SEALED_FRAME_SIZE) {
        place.number++;
        const struct bytes frame = {sealed + UNIT_OVERHEAD, FRAME_SIZE};
        status = unit_open(check->key, &place, frame, sealed, check->plain);
        count_unit(&seen, &place, status);
        seen.log_unit_count++;
        if (status == DAYBOOK_OK) {
            *report = seen;
        }
    }
}

static enum daybook_status check_file(const char *folder, const char *name, long start,
                                      struct check *check)
{
    char *path = NULL;
    enum daybook_status status = path_join(folder, name, &path);
    if (status != DAYBOOK_OK) {
        return status;
    }
    FILE *file = fopen(path, "rbe");
    bool missing = file == NULL && errno == ENOENT;
    free(path);
    if (file == NULL) {
        return missing && start == 0 ? DAYBOOK_OK : DAYBOOK_FAILED; /* there need not be a log */
    }
    if (start == 0) {
        check_log(file, check);
    } else if (fseek(file, start, SEEK_SET) == 0) {
        status = check_pages(file, check);
    } else {
        status = DAYBOOK_FAILED;
    }
    status = ferror(file) ? DAYBOOK_FAILED : status;
    (void)fclose(file); /* only read from */
    return status;
}

/* An altered unit says more than a file that was cut. */
static enum daybook_status check_files(const char *folder, struct check *check)
{
    enum daybook_status status =
        check_file(folder, "store.db", (long)KEY_HEADER_COPIES * KEY_HEADER_SIZE, check);
    if (status != DAYBOOK_OK && status != DAYBOOK_DAMAGED) {
        return status;
    }
    enum daybook_status log_status = check_file(folder, "store.db-wal", 0, check);
    if (log_status != DAYBOOK_OK) {
        return log_status;
    }
    return check->report.forged_count > 0 ? DAYBOOK_OK : status;
}

static enum daybook_status open_key(const char *folder, enum key_slot_type type,
                                    const struct secret *secret, struct store_key **out_key)
{
    struct key_file copies;
    uint8_t header[KEY_HEADER_SIZE];
    char *path = NULL;
    enum daybook_status status = path_join(folder, "store.db", &path);
    if (status == DAYBOOK_OK) {
        status = key_file_read(path, &copies);
    }
    if (status == DAYBOOK_OK) {
        status = key_file_open(&copies, type, secret, out_key, header);
    }
    free(path);
    return status;
}

/* A store that lies where nobody may write does not open, and there is nothing wrong with it. */
static bool may_write(const char *folder)
{
    char *path = NULL;
    bool may = path_join(folder, "store.db", &path) != DAYBOOK_OK ||
               (access(path, W_OK) == 0 && access(folder, W_OK) == 0);
    free(path);
    return may;
}

enum daybook_status verify_closed_run(const char *folder, enum key_slot_type type,
                                      const struct secret *secret, struct verify_report *out_report,
                                      pid_t *out_owner)
{
    assert(folder != NULL && out_report != NULL && out_owner != NULL);
    struct check check = {0};
    struct store_key *key = NULL;
    struct secret *plain = NULL;
    struct lock *lock = NULL;
    enum daybook_status status = lock_take(folder, &lock, out_owner);
    if (status == DAYBOOK_OK) {
        status = open_key(folder, type, secret, &key);
    }
    if (status == DAYBOOK_OK && !may_write(folder)) {
        status = DAYBOOK_READ_ONLY;
    }
    if (status == DAYBOOK_OK) {
        status = secret_create(FRAME_SIZE, &plain);
    }
    if (status == DAYBOOK_OK) {
        check.key = key;
        check.plain = secret_fill(plain);
        status = check_files(folder, &check);
    }
    secret_free(plain);
    store_key_free(key);
    lock_release(lock);
    if (status == DAYBOOK_OK) {
        *out_report = check.report;
        status = check.report.forged_count > 0 ? DAYBOOK_FORGED : DAYBOOK_OK;
    }
    return status;
}
