/* SQLite's page cache in guarded memory. */
#include "store/page_cache.h"

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "store/vfs.h"
#include "vault/secret.h"

/* What SQLite was given, once, for the life of the process: there is nobody else to remember it. */
static struct {
    uint8_t *memory;
    size_t slot_size;
    size_t slot_count;
} given;

/* SQLite refuses to be configured once it runs. */
static bool is_running(int *out_header_size)
{
    return sqlite3_config(SQLITE_CONFIG_PCACHE_HDRSZ, out_header_size) != SQLITE_OK;
}

enum daybook_status page_cache_begin(void)
{
    int header_size = 0;
    if (is_running(&header_size)) {
        return DAYBOOK_OK;
    }
    struct secret *memory = NULL;
    enum daybook_status status = secret_create(PAGE_CACHE_SIZE, &memory);
    if (status != DAYBOOK_OK) {
        return status;
    }
    int slot_size = (STORE_PAGE_SIZE + header_size + 7) / 8 * 8;
    int slot_count = PAGE_CACHE_SIZE / slot_size;
    int result =
        sqlite3_config(SQLITE_CONFIG_PAGECACHE, secret_fill(memory), slot_size, slot_count);
    if (result == SQLITE_OK) {
        /* Nobody asks how much memory it uses, and each allocation would take a lock to count. */
        result = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    }
    if (result != SQLITE_OK) {
        secret_free(memory);
        return DAYBOOK_FAILED;
    }
    /* The memory is SQLite's from here on. */
    given.memory = secret_fill(memory);
    given.slot_size = (size_t)slot_size;
    given.slot_count = (size_t)slot_count;
    return sqlite3_initialize() == SQLITE_OK ? DAYBOOK_OK : DAYBOOK_FAILED;
}

enum { LINK_SIZE = sizeof(void *) };

/* A free slot begins with SQLite's pointer to the next one, which stays. */
void page_cache_wipe(void)
{
    int used = 0;
    int most = 0;
    if (sqlite3_status(SQLITE_STATUS_PAGECACHE_USED, &used, &most, 0) != SQLITE_OK || used != 0) {
        return;
    }
    for (size_t i = 0; i < given.slot_count; i++) {
        uint8_t *slot = given.memory + i * given.slot_size;
        memset(slot + LINK_SIZE, 0, given.slot_size - LINK_SIZE);
    }
}
