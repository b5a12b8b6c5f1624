/* One home: the files of its journal, and how they are lost, copied and put back. */
#include "simulation/journals/home.h"

#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal/exchange.h"
#include "vault/secret.h"

static const char *const folder_names[HOME_FOLDER_COUNT] = {
    [HOME_STORE] = "journal",         [HOME_STATE] = "state",     [HOME_KEPT_STORE] = "kept",
    [HOME_KEPT_STATE] = "kept-state", [HOME_DEAD_STORE] = "dead", [HOME_DEAD_STATE] = "dead-state",
};

static const char passphrase_text[] = "a long passphrase";

void home_folder_path(const struct home *home, int folder, char out_path[static TOWN_FILE_SIZE])
{
    (void)snprintf(out_path, TOWN_FILE_SIZE, "%s/%s", home->path, folder_names[folder]);
}

static void empty_folder(const char *path)
{
    char file[TOWN_FILE_SIZE];
    DIR *names = opendir(path);
    if (names == NULL) {
        return;
    }
    for (struct dirent *name = readdir(names); name != NULL; name = readdir(names)) {
        (void)snprintf(file, sizeof file, "%.250s/%.250s", path, name->d_name);
        (void)unlink(file); /* not for . and .. */
    }
    (void)closedir(names); /* only read from */
}

static void copy_file(const char *from, const char *to)
{
    static uint8_t bytes[1 << 16];
    FILE *source = fopen(from, "rb");
    FILE *target = fopen(to, "wb");
    assert(source != NULL && target != NULL);
    for (size_t size = fread(bytes, 1, sizeof bytes, source); size > 0;
         size = fread(bytes, 1, sizeof bytes, source)) {
        size_t written = fwrite(bytes, 1, size, target);
        assert(written == size);
        (void)written;
    }
    (void)fclose(source); /* only read from */
    int closed = fclose(target);
    assert(closed == 0);
    (void)closed;
}

static void copy_folder(const char *from, const char *to)
{
    char source[TOWN_FILE_SIZE];
    char target[TOWN_FILE_SIZE];
    empty_folder(to);
    DIR *names = opendir(from);
    if (names == NULL) {
        return; /* nothing was kept there */
    }
    for (struct dirent *name = readdir(names); name != NULL; name = readdir(names)) {
        if (name->d_name[0] != '.') {
            (void)snprintf(source, sizeof source, "%.250s/%.250s", from, name->d_name);
            (void)snprintf(target, sizeof target, "%.250s/%.250s", to, name->d_name);
            copy_file(source, target);
        }
    }
    (void)closedir(names); /* only read from */
}

static void copy(const struct home *from, int source, const struct home *to, int target)
{
    char source_path[TOWN_FILE_SIZE];
    char target_path[TOWN_FILE_SIZE];
    home_folder_path(from, source, source_path);
    home_folder_path(to, target, target_path);
    copy_folder(source_path, target_path);
}

void home_make_folders(const struct home *home)
{
    int made = mkdir(home->path, 0700);
    assert(made == 0);
    for (int folder = 0; folder < HOME_FOLDER_COUNT; folder++) {
        char path[TOWN_FILE_SIZE];
        home_folder_path(home, folder, path);
        made = mkdir(path, 0700);
        assert(made == 0);
    }
    (void)made;
}

void home_remove_folders(const struct home *home)
{
    for (int folder = 0; folder < HOME_FOLDER_COUNT; folder++) {
        char path[TOWN_FILE_SIZE];
        home_folder_path(home, folder, path);
        empty_folder(path);
        (void)rmdir(path); /* what is left is seen by the one below */
    }
    if (rmdir(home->path) != 0) {
        town_fail(home->town, "The folder of home %zu holds something strange.", home->number);
    }
}

static int64_t wall_ms(void *context)
{
    static const int64_t start_ms = INT64_C(1788076800000); /* 2026-08-30T08:00:00Z */
    const struct home *home = context;
    return home->frozen ? home->frozen_ms : start_ms + home->clock_ms + home->town->now_ms;
}

static int64_t monotonic_ms(void *context)
{
    return ((const struct home *)context)->town->now_ms;
}

static int32_t offset_minutes(void *context, int64_t utc_ms)
{
    (void)context;
    (void)utc_ms;
    return 0;
}

static enum daybook_status open_transport(void *context, struct transport *out_transport)
{
    const struct home *home = context;
    relay_attach(home->town->relay, home->number, out_transport);
    return DAYBOOK_OK;
}

struct journal_ports home_ports(struct home *home)
{
    return (struct journal_ports){home, wall_ms, monotonic_ms, offset_minutes, open_transport};
}

static void make_passphrase(struct home *home)
{
    if (home->passphrase == NULL) {
        enum daybook_status status = secret_create(sizeof passphrase_text - 1, &home->passphrase);
        assert(status == DAYBOOK_OK);
        (void)status;
        memcpy(secret_fill(home->passphrase), passphrase_text, sizeof passphrase_text - 1);
    }
}

void home_make_journal(struct home *home)
{
    char folder[TOWN_FILE_SIZE];
    struct complaint complaint = {0};
    const struct journal_ports ports = home_ports(home);
    make_passphrase(home);
    home_folder_path(home, HOME_STORE, folder);
    const struct journal_setup setup = {
        .folder = folder,
        .name = bytes_of_text(home->town->people[home->person].name),
        .role = home->role,
        .passphrase = home->passphrase,
        .cost = {1, 8},
    };
    enum daybook_status status =
        journal_create(&setup, &ports, &home->journal, &home->sheet, &complaint);
    if (status != DAYBOOK_OK) {
        town_fail(home->town, "A journal cannot be made: %s", complaint.text);
    }
    journal_close(home->journal);
    home->journal = NULL;
    home_open(home);
}

void home_open(struct home *home)
{
    char folder[TOWN_FILE_SIZE];
    char state[TOWN_FILE_SIZE];
    struct complaint complaint = {0};
    const struct journal_ports ports = home_ports(home);
    make_passphrase(home);
    home_folder_path(home, HOME_STORE, folder);
    home_folder_path(home, HOME_STATE, state);
    const struct journal_opening opening = {.folder = folder,
                                            .type = KEY_SLOT_PASSPHRASE,
                                            .secret = home->passphrase,
                                            .state_folder = state};
    assert(home->journal == NULL);
    enum daybook_status status = journal_open(&opening, &ports, &home->journal, &complaint);
    if (status != DAYBOOK_OK) {
        town_fail(home->town, "Home %zu does not open (%s): %s", home->number,
                  daybook_status_name(status), complaint.text);
    }
    if (home->online) {
        journal_go_online(home->journal);
    }
    home->step_ms = home->town->now_ms;
}

void home_close(struct home *home)
{
    journal_close(home->journal);
    home->journal = NULL;
}

void home_die(struct home *home)
{
    home->dying = true;
    copy(home, HOME_STORE, home, HOME_DEAD_STORE);
    copy(home, HOME_STATE, home, HOME_DEAD_STATE);
}

void home_revive(struct home *home)
{
    assert(home->dying);
    home_close(home);
    copy(home, HOME_DEAD_STORE, home, HOME_STORE);
    copy(home, HOME_DEAD_STATE, home, HOME_STATE);
    home->dying = false;
    home_open(home);
}

void home_keep(struct home *home)
{
    copy(home, HOME_STORE, home, HOME_KEPT_STORE);
    copy(home, HOME_STATE, home, HOME_KEPT_STATE);
    home->kept = (struct kept_copy){.taken = true, .random = home->random};
    for (size_t i = 0; i < home->town->deed_count; i++) {
        home->kept.holds[i] = town_holds(home, &home->town->deeds[i]);
    }
}

void home_set_back(struct home *home, enum home_state state)
{
    char path[TOWN_FILE_SIZE];
    assert(home->kept.taken);
    home_close(home);
    copy(home, HOME_KEPT_STORE, home, HOME_STORE);
    switch (state) {
    case HOME_STATE_STAYS:
        break;
    case HOME_STATE_RETURNS:
        copy(home, HOME_KEPT_STATE, home, HOME_STATE);
        break;
    case HOME_STATE_GONE:
        home_folder_path(home, HOME_STATE, path);
        empty_folder(path);
        break;
    }
    home_open(home);
}

void home_copy_files(const struct home *from, const struct home *to, bool with_state)
{
    copy(from, HOME_STORE, to, HOME_STORE);
    if (with_state) {
        copy(from, HOME_STATE, to, HOME_STATE);
    }
}
