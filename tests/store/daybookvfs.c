/* A loadable extension that makes the encrypting VFS the default of any program that uses SQLite,
 * so that SQLite's own tests can run on it: files of every page size under a fixed key, rollback
 * journals as they are, shared memory, many connections and processes. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "store/vfs_file.h"
#include "store/vfs_methods.h"
#include "vault/store_key.h"

SQLITE_EXTENSION_INIT1

enum { PAGE_SIZE_MOST = 65536 };

/* Nonce and tag stand in front of a page: pages of 512 bytes have no 40 to spare, and a program
 * that knows nothing of us reserves none. */
static const struct vfs_rules rules_of_a_test = {
    .page_size_max = PAGE_SIZE_MOST,
    .shared = true,
};

static struct vfs the_vfs;

/* The methods of a main file, with shared memory. Filled in once, when the extension is loaded. */
static sqlite3_io_methods main_methods;

static sqlite3_file *platform_of(sqlite3_file *sqlite)
{
    return vfs_file_of(sqlite)->platform;
}

/* While nothing is locked, others may replace the file by one of another page size. */
static int lock_main(sqlite3_file *sqlite, int level)
{
    vfs_file_of(sqlite)->settled = vfs_file_of(sqlite)->settled && level != SQLITE_LOCK_SHARED;
    return vfs_file_lock(sqlite, level);
}

static int map_shared(sqlite3_file *sqlite, int region, int size, int extend,
                      void volatile **out_memory)
{
    sqlite3_file *platform = platform_of(sqlite);
    return platform->pMethods->xShmMap(platform, region, size, extend, out_memory);
}

static int lock_shared(sqlite3_file *sqlite, int offset, int count, int flags)
{
    sqlite3_file *platform = platform_of(sqlite);
    return platform->pMethods->xShmLock(platform, offset, count, flags);
}

static void order_shared(sqlite3_file *sqlite)
{
    sqlite3_file *platform = platform_of(sqlite);
    platform->pMethods->xShmBarrier(platform);
}

static int unmap_shared(sqlite3_file *sqlite, int remove)
{
    sqlite3_file *platform = platform_of(sqlite);
    return platform->pMethods->xShmUnmap(platform, remove);
}

static int open_any(sqlite3_vfs *methods, const char *path, sqlite3_file *sqlite, int flags,
                    int *out_flags)
{
    int as_they_are = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    sqlite3_vfs *platform = the_vfs.platform;
    if ((flags & as_they_are) != 0) {
        return platform->xOpen(platform, path, sqlite, flags, out_flags);
    }
    int result = vfs_methods_open(methods, path, sqlite, flags, out_flags);
    if (result == SQLITE_OK && (flags & SQLITE_OPEN_MAIN_DB) != 0) {
        sqlite->pMethods = &main_methods;
    }
    return result;
}

static int access_any(sqlite3_vfs *methods, const char *path, int flags, int *out_answer)
{
    (void)methods;
    return the_vfs.platform->xAccess(the_vfs.platform, path, flags, out_answer);
}

static void *open_library(sqlite3_vfs *methods, const char *path)
{
    (void)methods;
    return the_vfs.platform->xDlOpen(the_vfs.platform, path);
}

static void tell_library_error(sqlite3_vfs *methods, int size, char *out_text)
{
    (void)methods;
    the_vfs.platform->xDlError(the_vfs.platform, size, out_text);
}

static void (*find_symbol(sqlite3_vfs *methods, void *library, const char *name))(void)
{
    (void)methods;
    return the_vfs.platform->xDlSym(the_vfs.platform, library, name);
}

static void close_library(sqlite3_vfs *methods, void *library)
{
    (void)methods;
    the_vfs.platform->xDlClose(the_vfs.platform, library);
}

static int set_call(sqlite3_vfs *methods, const char *name, sqlite3_syscall_ptr call)
{
    (void)methods;
    return the_vfs.platform->xSetSystemCall(the_vfs.platform, name, call);
}

static sqlite3_syscall_ptr get_call(sqlite3_vfs *methods, const char *name)
{
    (void)methods;
    return the_vfs.platform->xGetSystemCall(the_vfs.platform, name);
}

static const char *next_call(sqlite3_vfs *methods, const char *name)
{
    (void)methods;
    return the_vfs.platform->xNextSystemCall(the_vfs.platform, name);
}

static int current_time(sqlite3_vfs *methods, sqlite3_int64 *out_milliseconds)
{
    (void)methods;
    return the_vfs.platform->xCurrentTimeInt64(the_vfs.platform, out_milliseconds);
}

static void set_methods(void)
{
    main_methods = vfs_main_methods;
    main_methods.iVersion = 2;
    main_methods.xLock = lock_main;
    main_methods.xShmMap = map_shared;
    main_methods.xShmLock = lock_shared;
    main_methods.xShmBarrier = order_shared;
    main_methods.xShmUnmap = unmap_shared;
    vfs_methods_begin(&the_vfs);
    the_vfs.methods.iVersion = 3;
    the_vfs.methods.xOpen = open_any;
    the_vfs.methods.xAccess = access_any;
    the_vfs.methods.xDlOpen = open_library;
    the_vfs.methods.xDlError = tell_library_error;
    the_vfs.methods.xDlSym = find_symbol;
    the_vfs.methods.xDlClose = close_library;
    the_vfs.methods.xCurrentTimeInt64 = current_time;
    the_vfs.methods.xSetSystemCall = set_call;
    the_vfs.methods.xGetSystemCall = get_call;
    the_vfs.methods.xNextSystemCall = next_call;
}

/* Fixed, so that every process reads what any other wrote. Nothing under it is a secret. */
static enum daybook_status make_key(struct store_key **out_key)
{
    struct id128 store = {"test-only store"};
    uint8_t data[STORE_KEY_SIZE];
    memset(data, 0x5a, sizeof data);
    return store_key_from_bytes(store, data, out_key);
}

/* What SQLite calls when it loads "daybookvfs"; its name is SQLite's rule. */
__attribute__((visibility("default"))) int
sqlite3_daybookvfs_init(sqlite3 *sqlite, char **out_message, const sqlite3_api_routines *routines);

int sqlite3_daybookvfs_init(sqlite3 *sqlite, char **out_message,
                            const sqlite3_api_routines *routines)
{
    (void)sqlite;
    (void)out_message;
    SQLITE_EXTENSION_INIT2(routines);
    if (the_vfs.platform != NULL) {
        return SQLITE_OK_LOAD_PERMANENTLY; /* is loaded already */
    }
    struct store_key *key = NULL;
    if (make_key(&key) != DAYBOOK_OK) {
        return SQLITE_NOMEM;
    }
    the_vfs.platform = sqlite3_vfs_find("unix");
    assert(the_vfs.platform != NULL && the_vfs.platform->iVersion >= 3);
    the_vfs.rules = &rules_of_a_test;
    the_vfs.key = key;
    memcpy(the_vfs.name, "daybookvfs", sizeof "daybookvfs");
    set_methods();
    int result = sqlite3_vfs_register(&the_vfs.methods, 1);
    return result == SQLITE_OK ? SQLITE_OK_LOAD_PERMANENTLY : result;
}
