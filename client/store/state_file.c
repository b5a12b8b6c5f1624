/* The file outside the journal's home that remembers which state of the store is the newest. */
#include "store/state_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/connection.h"
#include "store/database_state.h"
#include "store/path.h"
#include "vault/little_endian.h"
#include "vault/state_tag.h"

static const uint8_t magic[] = {'D', 'B', 'S', '1'};

enum {
    STORE_AT = sizeof magic,
    PLACE_AT = STORE_AT + 16,
    TOKEN_AT = PLACE_AT + 16,
    OPENING_AT = TOKEN_AT + 16,
    PAGES_AT = OPENING_AT + 8,
    TAG_AT = PAGES_AT + 32,
    STATE_SIZE = TAG_AT + STATE_TAG_SIZE,
    NAME_SIZE = ID128_HEX_SIZE + 4, /* "….new" */
};

/* The file of a store is named by its id, so that several share the folder. */
static enum daybook_status join_name(const struct database *database, const char *folder,
                                     const char *ending, char **out_path)
{
    char hex[ID128_HEX_SIZE];
    char name[NAME_SIZE];
    id128_to_hex(database_store_id(database), hex);
    (void)snprintf(name, sizeof name, "%s%s", hex, ending);
    return path_join(folder, name, out_path);
}

static enum daybook_status read_bytes(const char *path, uint8_t out_bytes[static STATE_SIZE])
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) {
        return errno == ENOENT || errno == ENOTDIR ? DAYBOOK_NOT_FOUND : DAYBOOK_FAILED;
    }
    ssize_t size = read(descriptor, out_bytes, STATE_SIZE);
    close(descriptor);
    if (size < 0) {
        return DAYBOOK_FAILED;
    }
    return size == STATE_SIZE ? DAYBOOK_OK : DAYBOOK_NOT_FOUND;
}

enum daybook_status state_file_read(const struct database *database, const char *folder,
                                    struct state_note *out_note)
{
    uint8_t state[STATE_SIZE];
    char *path = NULL;
    assert(database_key(database) != NULL);
    enum daybook_status status = join_name(database, folder, "", &path);
    if (status == DAYBOOK_OK) {
        status = read_bytes(path, state);
    }
    free(path);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct id128 store = database_store_id(database);
    if (memcmp(state, magic, sizeof magic) != 0 ||
        memcmp(state + STORE_AT, store.bytes, sizeof store.bytes) != 0 ||
        !state_tag_fits(database_key(database), (struct bytes){state, TAG_AT}, state + TAG_AT)) {
        return DAYBOOK_NOT_FOUND;
    }
    memcpy(out_note->place.bytes, state + PLACE_AT, sizeof out_note->place.bytes);
    memcpy(out_note->token.bytes, state + TOKEN_AT, sizeof out_note->token.bytes);
    memcpy(out_note->pages.bytes, state + PAGES_AT, sizeof out_note->pages.bytes);
    out_note->opening = little_endian_u64(state + OPENING_AT);
    return DAYBOOK_OK;
}

static enum daybook_status write_bytes(const char *path, const uint8_t bytes[static STATE_SIZE])
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        return DAYBOOK_FAILED;
    }
    bool written = write(descriptor, bytes, STATE_SIZE) == STATE_SIZE && fsync(descriptor) == 0;
    bool closed = close(descriptor) == 0;
    return written && closed ? DAYBOOK_OK : DAYBOOK_FAILED;
}

/* Every folder of the path that is missing. */
static enum daybook_status make_folders(const char *folder)
{
    char *path = strdup(folder);
    if (path == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = DAYBOOK_OK;
    for (char *slash = strchr(path + 1, '/'); slash != NULL && status == DAYBOOK_OK;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        status = mkdir(path, 0700) == 0 || errno == EEXIST ? DAYBOOK_OK : DAYBOOK_FAILED;
        *slash = '/';
    }
    if (status == DAYBOOK_OK && mkdir(path, 0700) != 0 && errno != EEXIST) {
        status = DAYBOOK_FAILED;
    }
    free(path);
    return status;
}

static void compose(const struct database *database, const struct state_note *note,
                    uint8_t out_state[static STATE_SIZE])
{
    struct id128 store = database_store_id(database);
    assert(database_key(database) != NULL);
    memcpy(out_state, magic, sizeof magic);
    memcpy(out_state + STORE_AT, store.bytes, sizeof store.bytes);
    memcpy(out_state + PLACE_AT, note->place.bytes, sizeof note->place.bytes);
    memcpy(out_state + TOKEN_AT, note->token.bytes, sizeof note->token.bytes);
    little_endian_put_u64(out_state + OPENING_AT, note->opening);
    memcpy(out_state + PAGES_AT, note->pages.bytes, sizeof note->pages.bytes);
    state_tag_make(database_key(database), (struct bytes){out_state, TAG_AT}, out_state + TAG_AT);
}

/* A name that may not outlive a power cut is taken back: no file says nothing, an old one might. */
static enum daybook_status give_name(const char *unfinished, const char *path, const char *folder)
{
    if (rename(unfinished, path) != 0) {
        return DAYBOOK_FAILED;
    }
    enum daybook_status status = path_sync_folder(folder);
    if (status != DAYBOOK_OK) {
        (void)unlink(path); /* the disk fails: nothing more can be done */
    }
    return status;
}

enum daybook_status state_file_write(const struct database *database, const char *folder,
                                     const struct state_note *note)
{
    uint8_t state[STATE_SIZE];
    char *path = NULL;
    char *unfinished = NULL;
    compose(database, note, state);
    enum daybook_status status = make_folders(folder);
    if (status == DAYBOOK_OK) {
        status = join_name(database, folder, "", &path);
    }
    if (status == DAYBOOK_OK) {
        status = join_name(database, folder, ".new", &unfinished);
    }
    if (status == DAYBOOK_OK) {
        status = write_bytes(unfinished, state);
    }
    if (status == DAYBOOK_OK) {
        status = give_name(unfinished, path, folder);
    }
    free(path);
    free(unfinished);
    return status;
}

enum daybook_status state_file_pages(struct database *database, struct key256 *out_pages)
{
    struct buffer tags = {0};
    assert(database->vfs != NULL);
    /* Its own words, so that no state file's tag is ever one of these. */
    buffer_append_text(&tags, "DBP1");
    enum daybook_status status = connection_checkpoint(database->sqlite);
    if (status == DAYBOOK_OK) {
        status = vfs_page_tags(database->vfs, &tags);
    }
    if (status == DAYBOOK_OK) {
        state_tag_make(database->key, buffer_bytes(&tags), out_pages->bytes);
    }
    buffer_free(&tags);
    return status;
}

int64_t state_file_changes(struct database *database)
{
    return sqlite3_total_changes64(database_connection(database));
}
