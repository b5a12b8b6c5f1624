/* A disk in memory. */
#include "store/memory_disk.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILES_MAX = 96, NAMES_MAX = 8, NAME_CHANGES_MAX = 64, NAME_SIZE = 32 };

static const char lock_name[] = "store.lock";

/* A name in the folder. */
struct name {
    char text[NAME_SIZE]; /* empty: free */
    struct disk_file *file;
};

struct folder {
    struct name names[NAMES_MAX];
};

/* A change of the folder that is not durable yet: the name gets a file, or loses it. */
struct name_change {
    char text[NAME_SIZE];
    struct disk_file *file; /* NULL: removed */
    char from[NAME_SIZE];   /* the name it had before; empty: none */
};

static struct {
    struct disk_file files[FILES_MAX]; /* also those whose name is gone */
    size_t file_count;
    struct folder now;
    struct folder durable;
    struct name_change changes[NAME_CHANGES_MAX];
    size_t change_count;
    unsigned operations;
    unsigned point;
    enum memory_disk_fault fault;
    unsigned cut_point;
    bool dead;
    struct disk_fate sync_fate;
    enum memory_disk_lie lie;
    const struct disk_file *last_cut;    /* the log that was cut and not written since */
    const struct disk_file *last_header; /* the file whose key header was the last write */
    unsigned syncs;
} disk;

void memory_disk_free_image(struct memory_disk_image *image)
{
    for (size_t i = 0; i < image->count; i++) {
        free(image->files[i].bytes);
    }
    *image = (struct memory_disk_image){0};
}

static void disarm(void)
{
    disk.operations = 0;
    disk.point = 0;
    disk.cut_point = 0;
    disk.fault = MEMORY_DISK_WORKS;
    disk.dead = false;
}

/* Their memory serves the next files. */
static void clear_files(void)
{
    disk.file_count = 0;
    disk.change_count = 0;
    disk.now = (struct folder){0};
    disk.durable = (struct folder){0};
    disk.last_cut = NULL;
    disk.last_header = NULL;
}

void memory_disk_clear(void)
{
    clear_files();
    disarm();
    disk.lie = MEMORY_DISK_HONEST;
    disk.syncs = 0;
}

static struct name *find_name(struct folder *folder, const char *text)
{
    for (size_t i = 0; i < NAMES_MAX; i++) {
        if (strcmp(folder->names[i].text, text) == 0) {
            return &folder->names[i];
        }
    }
    return NULL;
}

static void copy_name(char out_text[static NAME_SIZE], const char *text)
{
    int length = snprintf(out_text, NAME_SIZE, "%s", text);
    assert(length >= 0 && length < NAME_SIZE);
    (void)length;
}

static struct disk_file *new_file(const char *name, struct bytes bytes)
{
    assert(disk.file_count < FILES_MAX);
    struct disk_file *file = &disk.files[disk.file_count++];
    copy_name(file->name, name);
    disk_file_set(file, bytes);
    return file;
}

static void change_name(struct folder *folder, const struct name_change *change)
{
    struct name *from = change->from[0] == '\0' ? NULL : find_name(folder, change->from);
    if (from != NULL) {
        *from = (struct name){0};
    }
    struct name *name = find_name(folder, change->text);
    if (name == NULL && change->file != NULL) {
        name = find_name(folder, "");
        assert(name != NULL);
        copy_name(name->text, change->text);
    }
    if (name != NULL && change->file == NULL) {
        *name = (struct name){0};
    } else if (name != NULL) {
        name->file = change->file;
    }
}

void memory_disk_load(const struct memory_disk_image *image)
{
    clear_files();
    for (size_t i = 0; i < image->count; i++) {
        struct bytes bytes = {image->files[i].bytes, image->files[i].size};
        disk.now.names[i].file = new_file(image->files[i].name, bytes);
        copy_name(disk.now.names[i].text, image->files[i].name);
    }
    disk.durable = disk.now;
}

void memory_disk_save(struct memory_disk_image *out_image)
{
    struct memory_disk_image image = {0};
    for (size_t i = 0; i < NAMES_MAX; i++) {
        const struct name *name = &disk.now.names[i];
        if (name->text[0] == '\0' || strcmp(name->text, lock_name) == 0) {
            continue;
        }
        assert(image.count < MEMORY_DISK_IMAGE_FILES);
        size_t size = name->file->now.size;
        uint8_t *bytes = malloc(size + 1);
        if (bytes == NULL) {
            abort();
        }
        if (size > 0) {
            memcpy(bytes, name->file->now.data, size);
        }
        copy_name(image.files[image.count].name, name->text);
        image.files[image.count].bytes = bytes;
        image.files[image.count++].size = size;
    }
    *out_image = image;
}

void memory_disk_arm(unsigned point, enum memory_disk_fault fault, uint64_t seed)
{
    disarm();
    disk.point = point;
    disk.fault = fault;
    static const enum disk_chance chances[] = {DISK_DRAWS_LOTS, DISK_KEEPS_ALL, DISK_LOSES_ALL};
    disk.sync_fate = (struct disk_fate){seed, 4096, chances[(seed >> 4) % 3]};
}

void memory_disk_cut_power_after(unsigned point)
{
    disk.cut_point = point;
}

void memory_disk_lie(enum memory_disk_lie lie)
{
    disk.lie = lie;
}

unsigned memory_disk_operations(void)
{
    return disk.operations;
}

bool memory_disk_is_dead(void)
{
    return disk.dead;
}

/* The folder is a journal: what changed first is durable first. */
void memory_disk_restore(struct disk_fate fate)
{
    size_t kept = fate.chance == DISK_KEEPS_ALL ? disk.change_count : 0;
    if (fate.chance == DISK_DRAWS_LOTS) {
        kept = (size_t)(disk_file_random(&fate.seed) % (disk.change_count + 1));
    }
    for (size_t i = 0; i < kept; i++) {
        change_name(&disk.durable, &disk.changes[i]);
    }
    disk.change_count = 0;
    disk.now = disk.durable;
    for (size_t i = 0; i < disk.file_count; i++) {
        disk_file_settle(&disk.files[i], &fate);
    }
    disk.last_cut = NULL;
    disk.last_header = NULL;
    disarm();
}

/* Count an operation; what it meets. MEMORY_DISK_DARK: do it, and then it is dark. */
static enum memory_disk_fault meet(void)
{
    if (disk.dead) {
        return MEMORY_DISK_GONE;
    }
    disk.operations++;
    if (disk.operations == disk.cut_point) {
        disk.dead = true;
        return MEMORY_DISK_DARK;
    }
    if (disk.operations != disk.point) {
        return MEMORY_DISK_WORKS;
    }
    disk.dead = disk.fault == MEMORY_DISK_GONE || disk.fault == MEMORY_DISK_DARK;
    return disk.fault;
}

static bool goes_through(enum memory_disk_fault fault)
{
    return fault == MEMORY_DISK_WORKS || fault == MEMORY_DISK_DARK;
}

struct disk_file *memory_disk_find(const char *name)
{
    struct name *found = find_name(&disk.now, name);
    return found == NULL ? NULL : found->file;
}

static void change_folder(const struct name_change *change)
{
    assert(disk.change_count < NAME_CHANGES_MAX);
    disk.changes[disk.change_count++] = *change;
    change_name(&disk.now, change);
}

enum memory_disk_result memory_disk_create(const char *name, struct disk_file **out_file)
{
    enum memory_disk_fault fault = meet();
    if (!goes_through(fault)) {
        return fault == MEMORY_DISK_FULL ? MEMORY_DISK_NO_ROOM : MEMORY_DISK_ERROR;
    }
    struct name_change change = {.file = new_file(name, (struct bytes){NULL, 0})};
    copy_name(change.text, name);
    change_folder(&change);
    *out_file = change.file;
    return MEMORY_DISK_DONE;
}

enum memory_disk_result memory_disk_write(struct disk_file *file, size_t offset, struct bytes bytes)
{
    enum memory_disk_fault fault = meet();
    struct bytes half = {bytes.data, bytes.size / 2};
    disk.last_cut = NULL;
    disk.last_header = offset < 8192 && bytes.size == 4096 ? file : NULL;
    switch (fault) {
    case MEMORY_DISK_WORKS:
    case MEMORY_DISK_DARK:
        disk_file_send(file, offset, bytes);
        disk_file_show(file);
        return MEMORY_DISK_DONE;
    case MEMORY_DISK_SHORT:
        disk_file_send(file, offset, half);
        disk_file_show(file);
        return MEMORY_DISK_PART_DONE;
    case MEMORY_DISK_FULL:
        return MEMORY_DISK_NO_ROOM;
    case MEMORY_DISK_FAILS:
    case MEMORY_DISK_GONE:
        return MEMORY_DISK_ERROR;
    }
    return MEMORY_DISK_ERROR;
}

enum memory_disk_result memory_disk_cut(struct disk_file *file, size_t size)
{
    if (!goes_through(meet())) {
        return MEMORY_DISK_ERROR;
    }
    disk_file_send_cut(file, size);
    disk_file_show(file);
    disk.last_cut = file;
    return MEMORY_DISK_DONE;
}

/* Does the lie leave this sync out? */
static bool is_left_out(const struct disk_file *file)
{
    bool is_log = strstr(file->name, "-wal") != NULL;
    disk.syncs++;
    switch (disk.lie) {
    case MEMORY_DISK_SYNCS_NO_LOG:
        return is_log;
    case MEMORY_DISK_SYNCS_NO_MAIN_FILE:
        return !is_log;
    case MEMORY_DISK_SYNCS_NO_CUT:
        return is_log && disk.last_cut == file;
    case MEMORY_DISK_SYNCS_NO_KEY_HEADER:
        return disk.last_header == file;
    case MEMORY_DISK_SYNCS_LATE:
        return disk.syncs % 2 == 1;
    case MEMORY_DISK_HONEST:
    case MEMORY_DISK_SYNCS_NO_FOLDER:
    case MEMORY_DISK_LIES:
        return false;
    }
    return false;
}

enum memory_disk_result memory_disk_sync(struct disk_file *file)
{
    if (!goes_through(meet())) {
        if (!disk.dead) {
            disk_file_fail_sync(file, &disk.sync_fate);
        }
        return MEMORY_DISK_ERROR;
    }
    if (!is_left_out(file)) {
        disk_file_sync(file);
    }
    disk.last_cut = NULL;
    disk.last_header = NULL;
    return MEMORY_DISK_DONE;
}

enum memory_disk_result memory_disk_remove(const char *name)
{
    if (!goes_through(meet())) {
        return MEMORY_DISK_ERROR;
    }
    struct name_change change = {.file = NULL};
    copy_name(change.text, name);
    change_folder(&change);
    return MEMORY_DISK_DONE;
}

enum memory_disk_result memory_disk_rename(const char *from, const char *to)
{
    if (!goes_through(meet())) {
        return MEMORY_DISK_ERROR;
    }
    struct name_change change = {.file = memory_disk_find(from)};
    assert(change.file != NULL);
    copy_name(change.text, to);
    copy_name(change.from, from);
    change_folder(&change);
    return MEMORY_DISK_DONE;
}

enum memory_disk_result memory_disk_sync_folder(void)
{
    if (!goes_through(meet())) {
        return MEMORY_DISK_ERROR;
    }
    if (disk.lie != MEMORY_DISK_SYNCS_NO_FOLDER) {
        disk.durable = disk.now;
        disk.change_count = 0;
    }
    return MEMORY_DISK_DONE;
}

const char *memory_disk_name(const char *path)
{
    static const char folder[] = MEMORY_DISK_FOLDER;
    size_t size = sizeof folder - 1;
    if (strncmp(path, folder, size) != 0) {
        return NULL;
    }
    if (path[size] == '\0') {
        return path + size;
    }
    return path[size] == '/' ? path + size + 1 : NULL;
}
