/* A disk that loses power. */
#include "store/power_cut.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "store/disk_platform.h"

const char power_cut_name[] = "power-cut";

enum { FILE_MAX = 4 };

/* The one disk of the test. */
static struct {
    struct disk_file files[FILE_MAX];
    unsigned countdown;
    unsigned stumble; /* 0: does not */
    bool sync_stumbles;
    bool limited; /* the disk has room for so many writes */
    int room;
    bool failed;
} disk;

/* False when the power is gone, or goes now, or the disk stumbles. */
static bool power_lasts(void)
{
    if (!disk.failed && disk.countdown > 0) {
        disk.countdown--;
        disk.failed = disk.countdown == 0;
    }
    bool stumbles = disk.stumble == 1;
    disk.stumble -= disk.stumble > 0;
    return !disk.failed && !stumbles;
}

static struct disk_file *find_file(const char *name)
{
    for (size_t i = 0; i < FILE_MAX; i++) {
        if (strcmp(disk.files[i].name, name) == 0) {
            return &disk.files[i];
        }
    }
    return NULL;
}

static struct disk_file *make_file(const char *name)
{
    struct disk_file *file = find_file("");
    assert(file != NULL);
    int length = snprintf(file->name, sizeof file->name, "%s", name);
    assert(length > 0 && (size_t)length < sizeof file->name);
    (void)length;
    return file;
}

void power_cut_put(const char *name, const uint8_t *bytes, size_t size)
{
    struct disk_file *file = find_file(name);
    disk_file_set(file == NULL ? make_file(name) : file, (struct bytes){bytes, size});
}

const uint8_t *power_cut_get(const char *name, size_t *out_size)
{
    struct disk_file *file = find_file(name);
    *out_size = file == NULL ? 0 : file->now.size;
    return file == NULL ? NULL : file->now.data;
}

void power_cut_after(unsigned countdown)
{
    disk.countdown = countdown;
}

void power_cut_stumble_after(unsigned countdown)
{
    disk.stumble = countdown;
}

void power_cut_stumble_at_sync(void)
{
    disk.sync_stumbles = true;
}

void power_cut_full_after(int writes)
{
    disk.limited = writes >= 0;
    disk.room = writes;
}

bool power_cut_happened(void)
{
    return disk.failed;
}

/* A file that was never synced may be gone. */
void power_cut_restore(uint64_t seed)
{
    struct disk_fate fate = {seed, DISK_SECTOR_SIZE, DISK_DRAWS_LOTS};
    for (size_t i = 0; i < FILE_MAX; i++) {
        struct disk_file *file = &disk.files[i];
        disk_file_settle(file, &fate);
        if (file->durable.size == 0) {
            disk_file_clear(file);
        }
    }
    disk.failed = false;
    disk.countdown = 0;
    disk.stumble = 0;
    disk.limited = false;
}

/* The write during which the power goes is on its way already. */
static int write(struct disk_file *file, size_t offset, struct bytes bytes)
{
    if (disk.failed) {
        return SQLITE_IOERR_WRITE;
    }
    if (disk.limited && disk.room == 0) {
        disk_file_send(file, offset, (struct bytes){bytes.data, bytes.size / 2});
        disk_file_show(file);
        return SQLITE_FULL;
    }
    disk.room -= disk.limited;
    disk_file_send(file, offset, bytes);
    if (!power_lasts()) {
        return SQLITE_IOERR_WRITE;
    }
    disk_file_show(file);
    return SQLITE_OK;
}

static int cut(struct disk_file *file, size_t size)
{
    if (disk.failed) {
        return SQLITE_IOERR_TRUNCATE;
    }
    disk_file_send_cut(file, size);
    if (!power_lasts()) {
        return SQLITE_IOERR_TRUNCATE;
    }
    disk_file_show(file);
    return SQLITE_OK;
}

static int sync(struct disk_file *file)
{
    bool stumbles = disk.sync_stumbles;
    disk.sync_stumbles = false;
    if (!power_lasts() || stumbles) {
        return SQLITE_IOERR_FSYNC;
    }
    disk_file_sync(file);
    return SQLITE_OK;
}

static int create(const char *path, struct disk_file **out_file)
{
    *out_file = make_file(path);
    return SQLITE_OK;
}

/* The name goes at once: a log that lingers after a power cut is the log that was emptied before.
 */
static int remove_name(const char *path)
{
    disk_file_clear(find_file(path));
    return SQLITE_OK;
}

void power_cut_begin(void)
{
    static const struct disk_platform platform = {
        .name = power_cut_name,
        .sector_size = DISK_SECTOR_SIZE,
        .is_dead = power_cut_happened,
        .find = find_file,
        .create = create,
        .write = write,
        .cut = cut,
        .sync = sync,
        .remove = remove_name,
    };
    disk_platform_begin(&platform, false);
}

void power_cut_end(void)
{
    for (size_t i = 0; i < FILE_MAX; i++) {
        disk_file_clear(&disk.files[i]);
    }
    disk_platform_end();
    disk.failed = false;
    disk.countdown = 0;
    disk.stumble = 0;
    disk.limited = false;
}
