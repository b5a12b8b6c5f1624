/* Fuzzes a backup's file from its records on: whatever a chunk that opens says, it is read to its
 * end or refused, and what reads is written again as the same bytes. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "journal/backup_check.h"
#include "journal/backup_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_record(struct bytes bytes, struct backup_check *check, struct arena *arena)
{
    struct backup_record record;
    if (backup_record_decode(bytes, arena, &record) != DAYBOOK_OK) {
        return;
    }
    struct buffer again = {0};
    backup_record_encode(&record, &again);
    assert(bytes_equal(bytes, buffer_bytes(&again)));
    buffer_free(&again);
    enum daybook_status status = backup_check_record(check, &record, arena);
    assert(status == DAYBOOK_OK || status == DAYBOOK_DAMAGED);
}

static void read_file(int descriptor, const struct store_key *key)
{
    struct backup_check check = {0};
    struct backup_reader *reader = NULL;
    struct arena *arena = arena_create(0);
    off_t place = lseek(descriptor, 0, SEEK_SET);
    assert(arena != NULL && place == 0);
    enum daybook_status status = backup_reader_begin(descriptor, &reader);
    if (status == DAYBOOK_OK) {
        status = backup_reader_rewind(reader, key);
    }
    while (status == DAYBOOK_OK) {
        struct bytes record;
        arena_reset(arena);
        status = backup_reader_next(reader, &record);
        if (status == DAYBOOK_OK) {
            look_at_record(record, &check, arena);
        }
    }
    assert(status != DAYBOOK_OK);
    backup_reader_free(reader);
    arena_free(arena);
}

static void write_bytes(int descriptor, struct bytes bytes)
{
    ssize_t written = write(descriptor, bytes.data, bytes.size);
    assert(written == (ssize_t)bytes.size);
}

/* The last chunk of a file with these bytes as its content. */
static void write_file(int descriptor, const struct store_key *key, struct bytes plain)
{
    static uint8_t sealed[BACKUP_SEALED_SIZE];
    static uint8_t header[KEY_HEADER_SIZE];
    uint8_t start[BACKUP_START_SIZE];
    struct backup_seal *seal = NULL;
    enum daybook_status status = backup_seal_begin(key, header, start, &seal);
    assert(status == DAYBOOK_OK);
    backup_seal_push(seal, plain, true, sealed);
    backup_seal_free(seal);
    write_bytes(descriptor, (struct bytes){start, sizeof start});
    write_bytes(descriptor, (struct bytes){sealed, sizeof sealed});
}

/* The first byte says whether the bytes are a record by themselves, the content of a chunk that
 * opens, or the file. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct store_key *key = NULL;
    struct backup_check check = {0};
    if (size == 0 || size > BACKUP_CHUNK_SIZE || secret_begin() != DAYBOOK_OK ||
        store_key_create(&key) != DAYBOOK_OK) {
        return 0;
    }
    struct bytes bytes = {data + 1, size - 1};
    FILE *file = tmpfile();
    struct arena *arena = arena_create(0);
    assert(file != NULL && arena != NULL);
    if (data[0] == 'r') {
        look_at_record(bytes, &check, arena);
    } else {
        if (data[0] == 'c') {
            write_file(fileno(file), key, bytes);
        } else {
            write_bytes(fileno(file), bytes);
        }
        read_file(fileno(file), key);
    }
    arena_free(arena);
    (void)fclose(file); /* it was only read back */
    store_key_free(key);
    return 0;
}
