/* Fuzz the files of a store: what is altered, cut or extended in them gives an error or the rows
 * that were written, and nothing else. The input is a list of changes to a small store with a log.
 */
#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "store/connection.h"
#include "store/power_cut.h"
#include "store/verify_file.h"
#include "store/vfs.h"
#include "vault/secret.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    FILE_COUNT = 2, /* the main file and its log */
    FILE_SIZE_MAX = 1 << 18,
    ROWS_IN_FILE = 60,
    ROWS_IN_LOG = 5,
    CHANGE_SIZE = 6 /* file and action, three bytes of offset, and two of what */
};

static const char *const paths[FILE_COUNT] = {"/disk/store.db", "/disk/store.db-wal"};

/* The store that every input starts from, made once. */
static struct {
    struct store_key *key;
    uint8_t *bytes[FILE_COUNT];
    size_t sizes[FILE_COUNT];
} image;

static void insist(bool condition)
{
    if (!condition) {
        abort();
    }
}

static void insert_rows(sqlite3 *sqlite, int rows)
{
    for (int i = 0; i < rows; i++) {
        insist(connection_run(sqlite, "INSERT INTO note (text) VALUES (hex(randomblob(200)))") ==
               DAYBOOK_OK);
    }
}

static void make_image(void)
{
    static const uint8_t key_area[STORE_KEY_AREA_SIZE];
    struct vfs *vfs = NULL;
    sqlite3 *sqlite = NULL;
    insist(secret_begin() == DAYBOOK_OK && store_key_create(&image.key) == DAYBOOK_OK);
    power_cut_begin();
    power_cut_put(paths[0], key_area, sizeof key_area);
    insist(vfs_create(image.key, power_cut_name, true, &vfs) == DAYBOOK_OK);
    insist(connection_open(paths[0], vfs, true, &sqlite) == DAYBOOK_OK);
    insist(connection_run(sqlite, "CREATE TABLE note (text TEXT) STRICT") == DAYBOOK_OK);
    insert_rows(sqlite, ROWS_IN_FILE);
    insist(connection_checkpoint(sqlite) == DAYBOOK_OK);
    insert_rows(sqlite, ROWS_IN_LOG);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        const uint8_t *bytes = power_cut_get(paths[i], &image.sizes[i]);
        image.bytes[i] = malloc(image.sizes[i]);
        insist(bytes != NULL && image.bytes[i] != NULL);
        memcpy(image.bytes[i], bytes, image.sizes[i]);
    }
    insist(connection_close(sqlite) == DAYBOOK_OK);
    vfs_free(vfs);
}

/* Apply one change: alter two bytes, cut or extend to the offset, or move a stretch of 4096 bytes.
 */
static void change_file(uint8_t *bytes, size_t *size, const uint8_t change[static CHANGE_SIZE])
{
    size_t offset = (size_t)change[1] << 16 | (size_t)change[2] << 8 | change[3];
    switch (change[0] >> 1 & 3) {
    case 0:
    case 1:
        if (offset + 1 < *size) {
            bytes[offset] = (uint8_t)(bytes[offset] ^ change[4]);
            bytes[offset + 1] = (uint8_t)(bytes[offset + 1] ^ change[5]);
        }
        break;
    case 2:
        if (offset < FILE_SIZE_MAX) {
            *size = offset;
        }
        break;
    case 3:
        if (offset + STORE_PAGE_SIZE <= *size &&
            (size_t)change[4] * STORE_PAGE_SIZE + STORE_PAGE_SIZE <= *size) {
            memmove(bytes + offset, bytes + (size_t)change[4] * STORE_PAGE_SIZE, STORE_PAGE_SIZE);
        }
        break;
    default: /* two bits have no more values */
        break;
    }
}

static void lay_down(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < FILE_COUNT; i++) {
        uint8_t *bytes = calloc(1, FILE_SIZE_MAX);
        size_t file_size = image.sizes[i];
        insist(bytes != NULL && file_size <= FILE_SIZE_MAX);
        memcpy(bytes, image.bytes[i], file_size);
        for (size_t at = 0; at + CHANGE_SIZE <= size; at += CHANGE_SIZE) {
            if ((data[at] & 1) == i) {
                change_file(bytes, &file_size, data + at);
            }
        }
        power_cut_put(paths[i], bytes, file_size);
        free(bytes);
    }
}

/* Only errors that say so, and only numbers of rows that were once committed. */
static void check(sqlite3 *sqlite, struct vfs *vfs)
{
    sqlite3_int64 rows = -1;
    enum daybook_status status = connection_ask(sqlite, "SELECT count(*) FROM note", &rows);
    if (status == DAYBOOK_OK) {
        insist(rows >= ROWS_IN_FILE && rows <= ROWS_IN_FILE + ROWS_IN_LOG);
    } else {
        insist(status == DAYBOOK_FORGED || status == DAYBOOK_DAMAGED);
    }
    struct verify_report report;
    status = verify_file_run(sqlite, vfs, &report);
    insist(status == DAYBOOK_OK || status == DAYBOOK_FORGED || status == DAYBOOK_DAMAGED);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (image.key == NULL) {
        make_image();
    }
    lay_down(data, size);
    struct vfs *vfs = NULL;
    sqlite3 *sqlite = NULL;
    insist(vfs_create(image.key, power_cut_name, false, &vfs) == DAYBOOK_OK);
    enum daybook_status status = connection_open(paths[0], vfs, false, &sqlite);
    if (status == DAYBOOK_OK) {
        check(sqlite, vfs);
    } else {
        insist(status == DAYBOOK_FORGED || status == DAYBOOK_DAMAGED);
    }
    status = connection_close(sqlite);
    insist(status == DAYBOOK_OK || status == DAYBOOK_FORGED || status == DAYBOOK_DAMAGED);
    vfs_free(vfs);
    return 0;
}
