/* The files of entries added while locked: HOME/inbox.pub and HOME/inbox/. */
#define _GNU_SOURCE /* fdopendir() and O_DIRECTORY beside POSIX, st_mtim */
#include "journal/sealed_folder.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define KEY_FILE  "inbox.pub"
#define KEY_TITLE "DAYBOOK INBOX 1\n"
#define REFUSED   "refused"
#define UNNAMED   ".new-" /* followed by an id: a file that is being written */

enum {
    NAME_SIZE = sizeof UNNAMED + ID128_HEX_SIZE,
    KEY_TITLE_SIZE = sizeof KEY_TITLE - 1,
    KEY_FILE_SIZE = KEY_TITLE_SIZE + KEY256_HEX_SIZE, /* the line feed stands for the zero */
    DAY_SECONDS = 86400
};

static void close_both(const struct sealed_folder *folder)
{
    if (folder->inbox >= 0) {
        (void)close(folder->inbox); /* only read from */
    }
    if (folder->home >= 0) {
        (void)close(folder->home); /* only read from */
    }
}

static int open_folder(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

enum daybook_status sealed_folder_open(const char *home, bool make,
                                       struct sealed_folder *out_folder)
{
    assert(home != NULL && out_folder != NULL);
    struct sealed_folder folder = {open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC), -1};
    if (folder.home < 0) {
        return errno == ENOENT || errno == ENOTDIR ? DAYBOOK_NOT_FOUND : DAYBOOK_FAILED;
    }
    if (!make || mkdirat(folder.home, "inbox", 0700) == 0 || errno == EEXIST) {
        folder.inbox = open_folder(folder.home, "inbox");
    }
    if (folder.inbox < 0) {
        bool missing = errno == ENOENT;
        close_both(&folder);
        return missing ? DAYBOOK_NOT_FOUND : DAYBOOK_FAILED;
    }
    *out_folder = folder;
    return DAYBOOK_OK;
}

void sealed_folder_close(struct sealed_folder *folder)
{
    assert(folder != NULL);
    close_both(folder);
    *folder = (struct sealed_folder){-1, -1};
}

static enum daybook_status failure(void)
{
    return errno == ENOSPC || errno == EDQUOT ? DAYBOOK_FULL : DAYBOOK_FAILED;
}

static enum daybook_status write_file(int descriptor, struct bytes bytes)
{
    while (bytes.size > 0) {
        ssize_t size = write(descriptor, bytes.data, bytes.size);
        if (size < 0 && errno != EINTR) {
            return failure();
        }
        size_t written = size < 0 ? 0 : (size_t)size;
        bytes = (struct bytes){bytes.data + written, bytes.size - written};
    }
    return fsync(descriptor) == 0 ? DAYBOOK_OK : failure();
}

/* Written under another name first, so that nobody ever sees half of it. */
static enum daybook_status put_file(int folder, const char *unnamed, const char *name,
                                    struct bytes bytes)
{
    int descriptor =
        openat(folder, unnamed, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return failure();
    }
    enum daybook_status status = write_file(descriptor, bytes);
    if (close(descriptor) != 0 && status == DAYBOOK_OK) {
        status = failure();
    }
    if (status == DAYBOOK_OK && renameat(folder, unnamed, folder, name) != 0) {
        status = failure();
    }
    if (status != DAYBOOK_OK) {
        (void)unlinkat(folder, unnamed, 0); /* one that stays is removed in a day */
    }
    return status;
}

enum daybook_status sealed_folder_read_key(const struct sealed_folder *folder,
                                           struct key256 *out_key)
{
    assert(folder != NULL && out_key != NULL);
    uint8_t text[KEY_FILE_SIZE + 1];
    int descriptor = openat(folder->home, KEY_FILE, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
        return errno == ENOENT ? DAYBOOK_NOT_FOUND : DAYBOOK_INVALID;
    }
    ssize_t size = read(descriptor, text, sizeof text);
    (void)close(descriptor); /* only read from */
    bool whole = size == KEY_FILE_SIZE && memcmp(text, KEY_TITLE, KEY_TITLE_SIZE) == 0 &&
                 text[KEY_FILE_SIZE - 1] == '\n';
    const struct bytes hex = {text + KEY_TITLE_SIZE, KEY256_HEX_SIZE - 1};
    return whole && key256_from_hex(hex, out_key) ? DAYBOOK_OK : DAYBOOK_INVALID;
}

enum daybook_status sealed_folder_write_key(const struct sealed_folder *folder, struct key256 key)
{
    assert(folder != NULL);
    char text[KEY_FILE_SIZE + 1] = KEY_TITLE;
    key256_to_hex(key, text + KEY_TITLE_SIZE);
    text[KEY_FILE_SIZE - 1] = '\n';
    enum daybook_status status = put_file(folder->home, UNNAMED KEY_FILE, KEY_FILE,
                                          (struct bytes){(const uint8_t *)text, KEY_FILE_SIZE});
    if (status == DAYBOOK_OK && fsync(folder->home) != 0) {
        status = failure();
    }
    return status;
}

enum daybook_status sealed_folder_put(const struct sealed_folder *folder, struct id128 id,
                                      struct bytes sealed)
{
    assert(folder != NULL && sealed.size <= SEALED_FILE_SIZE_MAX);
    char unnamed[NAME_SIZE] = UNNAMED;
    char *name = unnamed + sizeof UNNAMED - 1;
    id128_to_hex(id, name);
    return put_file(folder->inbox, unnamed, name, sealed);
}

enum daybook_status sealed_folder_settle(const struct sealed_folder *folder)
{
    /* The home's too: the inbox may be new in it. */
    return fsync(folder->inbox) == 0 && fsync(folder->home) == 0 ? DAYBOOK_OK : failure();
}

void sealed_folder_take_back(const struct sealed_folder *folder, struct id128 id)
{
    char name[ID128_HEX_SIZE];
    id128_to_hex(id, name);
    (void)unlinkat(folder->inbox, name, 0); /* one that was never written is not there */
}

/* A folder to be read from its start; the caller closes it. NULL: it cannot be. */
static DIR *open_names(int folder, const char *name)
{
    int descriptor = open_folder(folder, name);
    DIR *names = descriptor < 0 ? NULL : fdopendir(descriptor);
    if (names == NULL && descriptor >= 0) {
        (void)close(descriptor); /* nothing was read */
    }
    return names;
}

/* Whoever was writing it a day ago is not any more. */
static void remove_if_old(const struct sealed_folder *folder, const char *name)
{
    struct stat about;
    if (strncmp(name, UNNAMED, sizeof UNNAMED - 1) == 0 &&
        fstatat(folder->inbox, name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
        about.st_mtime < time(NULL) - DAY_SECONDS) {
        (void)unlinkat(folder->inbox, name, 0); /* it is looked at again the next time */
    }
}

enum daybook_status sealed_folder_list(const struct sealed_folder *folder, struct arena *arena,
                                       char ***out_names, size_t *out_count)
{
    assert(folder != NULL && arena != NULL && out_names != NULL && out_count != NULL);
    char **list = arena_take_array(arena, SEALED_FILES_MAX, sizeof *list);
    if (list == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    DIR *names = open_names(folder->inbox, ".");
    if (names == NULL) {
        return DAYBOOK_FAILED;
    }
    size_t count = 0;
    enum daybook_status status = DAYBOOK_OK;
    const struct dirent *found = readdir(names);
    for (; found != NULL && count < SEALED_FILES_MAX; found = readdir(names)) {
        if (found->d_name[0] == '.') {
            remove_if_old(folder, found->d_name);
        } else if (strcmp(found->d_name, REFUSED) != 0) {
            list[count] = arena_copy_text(arena, bytes_of_text(found->d_name));
            status = list[count] == NULL ? DAYBOOK_NO_MEMORY : status;
            count++;
        }
    }
    (void)closedir(names); /* only read from */
    if (status == DAYBOOK_OK) {
        *out_names = list;
        *out_count = count;
    }
    return status;
}

static enum daybook_status read_open(int descriptor, struct buffer *out_bytes)
{
    struct stat about;
    if (fstat(descriptor, &about) != 0) {
        return DAYBOOK_FAILED;
    }
    if (!S_ISREG(about.st_mode) || about.st_size > SEALED_FILE_SIZE_MAX) {
        return DAYBOOK_INVALID;
    }
    size_t before = out_bytes->size;
    uint8_t *place = buffer_extend(out_bytes, (size_t)about.st_size);
    if (place == NULL && about.st_size > 0) {
        return DAYBOOK_NO_MEMORY;
    }
    ssize_t size = read(descriptor, place, (size_t)about.st_size);
    if (size < 0) {
        out_bytes->size = before;
        return DAYBOOK_FAILED;
    }
    out_bytes->size = before + (size_t)size; /* one that was cut meanwhile does not open */
    return DAYBOOK_OK;
}

enum daybook_status sealed_folder_read(const struct sealed_folder *folder, const char *name,
                                       struct buffer *out_bytes)
{
    assert(folder != NULL && name != NULL && out_bytes != NULL);
    int descriptor = openat(folder->inbox, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
        bool ours = errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == EIO;
        enum daybook_status other = errno == ENOENT ? DAYBOOK_NOT_FOUND : DAYBOOK_INVALID;
        return ours ? DAYBOOK_FAILED : other;
    }
    enum daybook_status status = read_open(descriptor, out_bytes);
    (void)close(descriptor); /* only read from */
    return status;
}

void sealed_folder_remove(const struct sealed_folder *folder, const char *name)
{
    (void)unlinkat(folder->inbox, name, 0); /* one that stays is known the next time */
}

bool sealed_folder_refuse(const struct sealed_folder *folder, const char *name)
{
    assert(folder != NULL && name != NULL);
    if (mkdirat(folder->inbox, REFUSED, 0700) != 0 && errno != EEXIST) {
        return false;
    }
    int refused = open_folder(folder->inbox, REFUSED);
    bool moved = refused >= 0 && renameat(folder->inbox, name, refused, name) == 0;
    if (refused >= 0) {
        (void)close(refused); /* only read from */
    }
    return moved;
}
