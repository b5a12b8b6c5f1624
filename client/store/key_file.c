/* The two copies of the key header at the start of a store file. */
#include "store/key_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/connection.h"
#include "store/vfs.h"

static_assert(KEY_HEADER_COPIES * KEY_HEADER_SIZE == STORE_KEY_AREA_SIZE,
              "the copies fill the key area");

enum { COPY_A, COPY_B };

static enum daybook_status write_both(int descriptor, const uint8_t *header)
{
    for (int i = 0; i < KEY_HEADER_COPIES; i++) {
        errno = 0;
        if (write(descriptor, header, KEY_HEADER_SIZE) != KEY_HEADER_SIZE) {
            return errno == 0 || errno == ENOSPC ? DAYBOOK_FULL : DAYBOOK_FAILED;
        }
    }
    return fsync(descriptor) == 0 ? DAYBOOK_OK : DAYBOOK_FAILED;
}

enum daybook_status key_file_create(const char *path, const uint8_t header[static KEY_HEADER_SIZE])
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return errno == EEXIST ? DAYBOOK_CONFLICT : DAYBOOK_FAILED;
    }
    enum daybook_status status = write_both(descriptor, header);
    close(descriptor);
    return status;
}

/* A file of nothing but the key area would open as an empty database. */
static enum daybook_status read_both(int descriptor, struct key_file *out_copies)
{
    struct stat facts;
    if (fstat(descriptor, &facts) != 0) {
        return DAYBOOK_FAILED;
    }
    if (facts.st_size < STORE_KEY_AREA_SIZE + STORE_PAGE_SIZE) {
        return DAYBOOK_DAMAGED;
    }
    ssize_t size = pread(descriptor, out_copies->copies, sizeof out_copies->copies, 0);
    return size == (ssize_t)sizeof out_copies->copies ? DAYBOOK_OK : DAYBOOK_FAILED;
}

enum daybook_status key_file_read(const char *path, struct key_file *out_copies)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return errno == ENOENT ? DAYBOOK_NOT_FOUND : DAYBOOK_FAILED;
    }
    enum daybook_status status = read_both(descriptor, out_copies);
    close(descriptor);
    return status;
}

enum daybook_status key_file_read_open(struct sqlite3_file *file, struct key_file *out_copies)
{
    assert(file != NULL && out_copies != NULL);
    return connection_status(
        file->pMethods->xRead(file, out_copies->copies, sizeof out_copies->copies, 0));
}

static enum daybook_status write_copy(struct sqlite3_file *file, int copy, const uint8_t *header)
{
    int result = file->pMethods->xWrite(file, header, KEY_HEADER_SIZE,
                                        (sqlite3_int64)copy * KEY_HEADER_SIZE);
    if (result == SQLITE_OK) {
        result = file->pMethods->xSync(file, SQLITE_SYNC_FULL);
    }
    return connection_status(result);
}

enum daybook_status key_file_write(struct sqlite3_file *file,
                                   const uint8_t header[static KEY_HEADER_SIZE])
{
    enum daybook_status status = write_copy(file, COPY_B, header);
    if (status == DAYBOOK_OK) {
        /* What is durable in one copy is in force; the next opening heals the other. */
        enum daybook_status second = write_copy(file, COPY_A, header);
        (void)second;
    }
    return status;
}

static bool copies_are_equal(const struct key_file *copies)
{
    return memcmp(copies->copies[COPY_A], copies->copies[COPY_B], KEY_HEADER_SIZE) == 0;
}

enum daybook_status key_file_heal(struct sqlite3_file *file, const struct key_file *copies,
                                  const uint8_t header[static KEY_HEADER_SIZE])
{
    for (int i = KEY_HEADER_COPIES - 1; i >= 0; i--) {
        if (memcmp(copies->copies[i], header, KEY_HEADER_SIZE) == 0) {
            continue;
        }
        enum daybook_status status = write_copy(file, i, header);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    return DAYBOOK_OK;
}

/* What is known of a copy before any key is. */
struct candidate {
    const uint8_t *header;
    uint64_t generation;
    enum daybook_status look;
};

static struct candidate look_at(const uint8_t *header)
{
    struct candidate candidate = {.header = header};
    candidate.look = key_header_look(header, &candidate.generation);
    return candidate;
}

/* The copy to try first: one that is a header, and of two the newer. */
static bool goes_first(const struct candidate *left, const struct candidate *right)
{
    if (left->look != DAYBOOK_OK || right->look != DAYBOOK_OK) {
        return left->look == DAYBOOK_OK;
    }
    return left->generation >= right->generation;
}

/* The newer copy did not open. Was it damaged, or is it whole and this secret is no longer in it?
 */
static bool was_replaced(const struct candidate *newer, const struct store_key *key)
{
    return newer->look == DAYBOOK_OK && key_header_check(newer->header, key) == DAYBOOK_OK;
}

static enum daybook_status open_second(const struct candidate *first,
                                       const struct candidate *second, enum key_slot_type type,
                                       const struct secret *secret, struct store_key **out_key)
{
    struct store_key *key = NULL;
    enum daybook_status status = key_header_open(second->header, type, secret, &key);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (was_replaced(first, key)) {
        store_key_free(key);
        return DAYBOOK_LOCKED;
    }
    *out_key = key;
    return DAYBOOK_OK;
}

/* The copies in the order to try them; OK when the first is a header. */
static enum daybook_status put_in_order(const struct key_file *copies, struct candidate *out_first,
                                        struct candidate *out_second)
{
    struct candidate first = look_at(copies->copies[COPY_A]);
    struct candidate second = look_at(copies->copies[COPY_B]);
    bool in_order = goes_first(&first, &second);
    *out_first = in_order ? first : second;
    *out_second = in_order ? second : first;
    if (out_first->look == DAYBOOK_OK) {
        return DAYBOOK_OK;
    }
    bool newer = first.look == DAYBOOK_NEWER || second.look == DAYBOOK_NEWER;
    return newer ? DAYBOOK_NEWER : DAYBOOK_DAMAGED;
}

enum daybook_status key_file_look(const struct key_file *copies, enum key_slot_type type,
                                  bool *out_has, struct id128 *out_store)
{
    assert(copies != NULL && out_has != NULL && out_store != NULL);
    struct candidate first;
    struct candidate second;
    enum daybook_status status = put_in_order(copies, &first, &second);
    if (status == DAYBOOK_OK) {
        *out_has = key_header_has_slot(first.header, type);
        *out_store = key_header_store(first.header);
    }
    return status;
}

enum daybook_status key_file_open(const struct key_file *copies, enum key_slot_type type,
                                  const struct secret *secret, struct store_key **out_key,
                                  uint8_t out_header[static KEY_HEADER_SIZE])
{
    assert(copies != NULL && secret != NULL && out_key != NULL);
    struct candidate first;
    struct candidate second;
    enum daybook_status status = put_in_order(copies, &first, &second);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const uint8_t *header = first.header;
    status = key_header_open(first.header, type, secret, out_key);
    bool second_may =
        (status == DAYBOOK_LOCKED || status == DAYBOOK_DAMAGED || status == DAYBOOK_NO_MEMORY) &&
        second.look == DAYBOOK_OK && !copies_are_equal(copies);
    if (second_may) {
        header = second.header;
        enum daybook_status other = open_second(&first, &second, type, secret, out_key);
        /* When neither opens, a wrong secret is the likelier reason. */
        status = status == DAYBOOK_LOCKED && other == DAYBOOK_DAMAGED ? status : other;
    }
    if (status == DAYBOOK_OK) {
        memcpy(out_header, header, KEY_HEADER_SIZE);
    }
    return status;
}
