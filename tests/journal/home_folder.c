/* A journal in a folder of its own that can be copied and put back. */
#include "journal/home_folder.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "journal/state.h"
#include "vault/secret.h"

enum { FILE_PATH_SIZE = 4 * HOME_PATH_SIZE, COPY_SIZE = 4096 };

/* Everything a test leaves behind is in these. */
static const char *const folders[] = {"journal", "state", "elsewhere", "kept"};
static const char *const store_files[] = {"store.db", "store.db-wal"};

static struct journal **journal_of(const struct home_folder *home)
{
    return &home->household->journals[home->place];
}

static void path_of(const struct home_folder *home, const char *folder, const char *name,
                    char out_path[static FILE_PATH_SIZE])
{
    (void)snprintf(out_path, FILE_PATH_SIZE, "%s/%s/%s", home->path, folder, name);
}

/* A source that is not there leaves no target. */
static void copy(const char *from, const char *to)
{
    static uint8_t bytes[COPY_SIZE];
    (void)unlink(to);
    FILE *source = fopen(from, "rb");
    if (source == NULL) {
        return;
    }
    FILE *target = fopen(to, "wb");
    assert_non_null(target);
    for (size_t size = fread(bytes, 1, sizeof bytes, source); size > 0;
         size = fread(bytes, 1, sizeof bytes, source)) {
        assert_int_equal(fwrite(bytes, 1, size, target), size);
    }
    assert_int_equal(fclose(source), 0);
    assert_int_equal(fclose(target), 0);
}

static void make_passphrase(struct secret **out_passphrase)
{
    static const char text[] = "a long passphrase";
    assert_int_equal(secret_create(sizeof text - 1, out_passphrase), DAYBOOK_OK);
    memcpy(secret_fill(*out_passphrase), text, sizeof text - 1);
}

void home_folder_begin(struct home_folder *home, struct household *household, const char *name,
                       enum role role)
{
    char folder[FILE_PATH_SIZE];
    struct complaint complaint = {0};
    struct secret *recovery = NULL;
    const struct journal_ports ports = household_ports(household);
    *home = (struct home_folder){
        .household = household, .place = household->count++, .path = "/tmp/daybook-home-XXXXXX"};
    assert_true(home->place < HOUSEHOLD_MAX);
    assert_non_null(mkdtemp(home->path));
    path_of(home, "kept", "", folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    make_passphrase(&home->passphrase);
    path_of(home, "journal", "", folder);
    const struct journal_setup setup = {.folder = folder,
                                        .name = bytes_of_text(name),
                                        .role = role,
                                        .passphrase = home->passphrase,
                                        .cost = {1, 8}};
    assert_int_equal(journal_create(&setup, &ports, journal_of(home), &recovery, &complaint),
                     DAYBOOK_OK);
    secret_free(recovery);
    id128_to_hex(database_store_id((*journal_of(home))->database), home->state_name);
    home_folder_close(home);
}

static void remove_folder(const struct home_folder *home, const char *folder)
{
    char path[FILE_PATH_SIZE];
    path_of(home, folder, "", path);
    DIR *names = opendir(path);
    if (names == NULL) {
        return; /* no state was kept */
    }
    for (struct dirent *name = readdir(names); name != NULL; name = readdir(names)) {
        path_of(home, folder, name->d_name, path);
        (void)unlink(path); /* not for . and .. */
    }
    (void)closedir(names); /* only read from */
    path_of(home, folder, "", path);
    assert_int_equal(rmdir(path), 0);
}

void home_folder_end(struct home_folder *home)
{
    home_folder_close(home);
    secret_free(home->passphrase);
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        remove_folder(home, folders[i]);
    }
    assert_int_equal(rmdir(home->path), 0);
}

static enum daybook_status try_with(struct home_folder *home, const char *state_folder)
{
    char folder[FILE_PATH_SIZE];
    struct complaint complaint = {0};
    const struct journal_ports ports = household_ports(home->household);
    path_of(home, "journal", "", folder);
    const struct journal_opening opening = {.folder = folder,
                                            .type = KEY_SLOT_PASSPHRASE,
                                            .secret = home->passphrase,
                                            .state_folder = state_folder};
    assert_null(*journal_of(home));
    return journal_open(&opening, &ports, journal_of(home), &complaint);
}

static void open_with(struct home_folder *home, const char *state_folder)
{
    assert_int_equal(try_with(home, state_folder), DAYBOOK_OK);
}

enum daybook_status home_folder_try(struct home_folder *home)
{
    char state_folder[FILE_PATH_SIZE];
    path_of(home, "state", "", state_folder);
    return try_with(home, state_folder);
}

void home_folder_open(struct home_folder *home)
{
    char state_folder[FILE_PATH_SIZE];
    path_of(home, "state", "", state_folder);
    open_with(home, state_folder);
}

void home_folder_open_elsewhere(struct home_folder *home)
{
    char state_folder[FILE_PATH_SIZE];
    path_of(home, "elsewhere", "", state_folder);
    open_with(home, state_folder);
}

void home_folder_open_where_nothing_is_kept(struct home_folder *home)
{
    open_with(home, "/dev/null/state");
}

void home_folder_open_without_state(struct home_folder *home)
{
    open_with(home, NULL);
}

void home_folder_close(struct home_folder *home)
{
    journal_close(*journal_of(home));
    *journal_of(home) = NULL;
}

void home_folder_keep_store(const struct home_folder *home, const char *name)
{
    for (size_t i = 0; i < sizeof store_files / sizeof store_files[0]; i++) {
        char from[FILE_PATH_SIZE];
        char to[FILE_PATH_SIZE];
        char kept[HOME_PATH_SIZE];
        (void)snprintf(kept, sizeof kept, "%s-%s", name, store_files[i]);
        path_of(home, "journal", store_files[i], from);
        path_of(home, "kept", kept, to);
        copy(from, to);
    }
}

void home_folder_put_store(const struct home_folder *home, const char *name)
{
    assert_null(*journal_of(home));
    for (size_t i = 0; i < sizeof store_files / sizeof store_files[0]; i++) {
        char from[FILE_PATH_SIZE];
        char to[FILE_PATH_SIZE];
        char kept[HOME_PATH_SIZE];
        (void)snprintf(kept, sizeof kept, "%s-%s", name, store_files[i]);
        path_of(home, "kept", kept, from);
        path_of(home, "journal", store_files[i], to);
        copy(from, to);
    }
}

static bool read_block(const char *path, long block, uint8_t out_bytes[static COPY_SIZE])
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, block * COPY_SIZE, SEEK_SET), 0);
    bool whole = fread(out_bytes, 1, COPY_SIZE, file) == COPY_SIZE;
    assert_int_equal(fclose(file), 0);
    return whole;
}

bool home_folder_put_block(const struct home_folder *home, const char *name, long block)
{
    static uint8_t older[COPY_SIZE];
    static uint8_t newer[COPY_SIZE];
    char from[FILE_PATH_SIZE];
    char to[FILE_PATH_SIZE];
    char kept[HOME_PATH_SIZE];
    assert_null(*journal_of(home));
    (void)snprintf(kept, sizeof kept, "%s-%s", name, store_files[0]);
    path_of(home, "kept", kept, from);
    path_of(home, "journal", store_files[0], to);
    if (!read_block(from, block, older) || !read_block(to, block, newer) ||
        memcmp(older, newer, sizeof older) == 0) {
        return false;
    }
    FILE *file = fopen(to, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, block * COPY_SIZE, SEEK_SET), 0);
    assert_int_equal(fwrite(older, 1, sizeof older, file), sizeof older);
    assert_int_equal(fclose(file), 0);
    return true;
}

void home_folder_keep_state(const struct home_folder *home, const char *name)
{
    char from[FILE_PATH_SIZE];
    char to[FILE_PATH_SIZE];
    path_of(home, "state", home->state_name, from);
    path_of(home, "kept", name, to);
    copy(from, to);
}

void home_folder_put_state(const struct home_folder *home, const char *name)
{
    char from[FILE_PATH_SIZE];
    char to[FILE_PATH_SIZE];
    path_of(home, "kept", name, from);
    path_of(home, "state", home->state_name, to);
    copy(from, to);
}

void home_folder_remove_state(const struct home_folder *home)
{
    char path[FILE_PATH_SIZE];
    path_of(home, "state", home->state_name, path);
    assert_int_equal(unlink(path), 0);
}

void home_folder_block_state(const struct home_folder *home, bool blocked)
{
    char path[FILE_PATH_SIZE];
    char name[ID128_HEX_SIZE + 4];
    (void)snprintf(name, sizeof name, "%s.new", home->state_name);
    path_of(home, "state", name, path); /* a folder where the unfinished file would be */
    assert_int_equal(blocked ? mkdir(path, 0700) : rmdir(path), 0);
}
