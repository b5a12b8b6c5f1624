/* Decrypts every unit of a store's files and looks for a text in what they hold. */
#include "store/plain_units.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/key_file.h"
#include "store/vfs_file.h"

struct file_bytes {
    uint8_t *bytes;
    size_t size;
};

static struct file_bytes read_file(const char *folder, const char *name)
{
    char path[300];
    struct file_bytes read = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return read;
    }
    fseek(file, 0, SEEK_END);
    read.size = (size_t)ftell(file);
    rewind(file);
    read.bytes = malloc(read.size + 1);
    assert_non_null(read.bytes);
    assert_int_equal(fread(read.bytes, 1, read.size, file), read.size);
    fclose(file);
    return read;
}

static size_t count_in(const uint8_t *bytes, size_t size, const char *text)
{
    size_t length = strlen(text);
    size_t count = 0;
    for (size_t i = 0; i + length <= size; i++) {
        count += bytes[i] == (uint8_t)text[0] && memcmp(bytes + i, text, length) == 0;
    }
    return count;
}

/* Overflow pages begin with the number of the next one: a text that runs on there is found in
 * parts, so the texts to look for are short and repeated. */
static size_t search_pages(const struct file_bytes *file, const struct store_key *key,
                           const char *text)
{
    uint8_t plain[PAGE_PLAIN_SIZE];
    struct unit_place place = {.kind = UNIT_MAIN, .number = 1};
    size_t count = 0;
    for (size_t at = (size_t)KEY_HEADER_COPIES * KEY_HEADER_SIZE;
         at + STORE_PAGE_SIZE <= file->size; at += STORE_PAGE_SIZE) {
        const struct bytes sealed = {file->bytes + at, PAGE_PLAIN_SIZE};
        assert_int_equal(unit_open(key, &place, sealed, file->bytes + at + PAGE_PLAIN_SIZE, plain),
                         DAYBOOK_OK);
        count += count_in(plain, sizeof plain, text);
        place.number++;
    }
    assert_true(place.number > 1);
    return count;
}

static void search_log(const struct file_bytes *file, const struct store_key *key, const char *text,
                       struct plain_sightings *sightings)
{
    uint8_t plain[FRAME_SIZE];
    struct unit_place place = {.kind = UNIT_LOG};
    if (file->size < SEALED_HEADER_SIZE) {
        return;
    }
    const struct bytes header = {file->bytes + UNIT_OVERHEAD, LOG_HEADER_SIZE};
    assert_int_equal(unit_open(key, &place, header, file->bytes, plain), DAYBOOK_OK);
    memcpy(place.salt, plain + LOG_SALT_AT, sizeof place.salt);
    for (size_t at = SEALED_HEADER_SIZE; at + SEALED_FRAME_SIZE <= file->size;
         at += SEALED_FRAME_SIZE) {
        const struct bytes frame = {file->bytes + at + UNIT_OVERHEAD, FRAME_SIZE};
        place.number++;
        if (unit_open(key, &place, frame, file->bytes + at, plain) == DAYBOOK_OK) {
            sightings->frames += count_in(plain, sizeof plain, text);
        } else {
            sightings->older_frames++;
        }
    }
}

static struct store_key *open_key(const struct file_bytes *file, const struct secret *passphrase)
{
    struct key_file copies;
    struct store_key *key = NULL;
    uint8_t header[KEY_HEADER_SIZE];
    if (file->bytes == NULL || file->size < sizeof copies.copies) {
        fail_msg("there is no store");
        return NULL; /* never: fail_msg() jumps */
    }
    memcpy(copies.copies, file->bytes, sizeof copies.copies);
    assert_int_equal(key_file_open(&copies, KEY_SLOT_PASSPHRASE, passphrase, &key, header),
                     DAYBOOK_OK);
    return key;
}

struct plain_sightings plain_units_search(const char *folder, const struct secret *passphrase,
                                          const char *text)
{
    struct file_bytes pages = read_file(folder, "store.db");
    struct file_bytes frames = read_file(folder, "store.db-wal");
    struct store_key *key = open_key(&pages, passphrase);
    struct plain_sightings sightings = {.pages = search_pages(&pages, key, text)};
    search_log(&frames, key, text, &sightings);
    store_key_free(key);
    free(pages.bytes);
    free(frames.bytes);
    return sightings;
}
