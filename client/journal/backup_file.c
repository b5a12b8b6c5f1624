/* The file of a backup: records go in and come out, sealed chunks lie on the disk. */
#include "journal/backup_file.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "wire/backup.h"

enum { SIZE_SIZE = 4 }; /* of a record, before it, least significant byte first */

struct backup_writer {
    int descriptor;
    struct backup_seal *seal;
    struct buffer chunk; /* what is not sealed yet, less than a chunk */
    uint8_t sealed[BACKUP_SEALED_SIZE];
};

static enum daybook_status write_all(int descriptor, const uint8_t *data, size_t size)
{
    while (size > 0) {
        ssize_t written = write(descriptor, data, size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return errno == ENOSPC || errno == EDQUOT ? DAYBOOK_FULL : DAYBOOK_FAILED;
        }
        data += written;
        size -= (size_t)written;
    }
    return DAYBOOK_OK;
}

enum daybook_status backup_writer_begin(int descriptor, const struct store_key *key,
                                        const uint8_t header[static KEY_HEADER_SIZE],
                                        struct backup_writer **out_writer)
{
    uint8_t start[BACKUP_START_SIZE];
    struct backup_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    writer->descriptor = descriptor;
    enum daybook_status status = backup_seal_begin(key, header, start, &writer->seal);
    if (status == DAYBOOK_OK) {
        status = write_all(descriptor, start, sizeof start);
    }
    if (status != DAYBOOK_OK) {
        backup_writer_free(writer);
        return status;
    }
    *out_writer = writer;
    return DAYBOOK_OK;
}

static enum daybook_status write_chunk(struct backup_writer *writer, bool last)
{
    backup_seal_push(writer->seal, buffer_bytes(&writer->chunk), last, writer->sealed);
    buffer_clear(&writer->chunk);
    return write_all(writer->descriptor, writer->sealed, sizeof writer->sealed);
}

static enum daybook_status put_bytes(struct backup_writer *writer, struct bytes bytes)
{
    enum daybook_status status = DAYBOOK_OK;
    while (bytes.size > 0 && status == DAYBOOK_OK) {
        size_t room = BACKUP_CHUNK_SIZE - writer->chunk.size;
        size_t size = bytes.size < room ? bytes.size : room;
        buffer_append(&writer->chunk, (struct bytes){bytes.data, size});
        bytes = (struct bytes){bytes.data + size, bytes.size - size};
        status = buffer_status(&writer->chunk);
        if (status == DAYBOOK_OK && writer->chunk.size == BACKUP_CHUNK_SIZE) {
            status = write_chunk(writer, false);
        }
    }
    return status;
}

enum daybook_status backup_writer_put(struct backup_writer *writer, struct bytes record)
{
    assert(writer != NULL);
    assert(record.size > 0 && record.size <= BACKUP_RECORD_MAX);
    const uint8_t size[SIZE_SIZE] = {(uint8_t)record.size, (uint8_t)(record.size >> 8),
                                     (uint8_t)(record.size >> 16), (uint8_t)(record.size >> 24)};
    enum daybook_status status = put_bytes(writer, (struct bytes){size, sizeof size});
    return status == DAYBOOK_OK ? put_bytes(writer, record) : status;
}

enum daybook_status backup_writer_end(struct backup_writer *writer)
{
    assert(writer != NULL);
    enum daybook_status status = write_chunk(writer, true);
    if (status == DAYBOOK_OK && fsync(writer->descriptor) != 0) {
        status = errno == ENOSPC || errno == EDQUOT ? DAYBOOK_FULL : DAYBOOK_FAILED;
    }
    return status;
}

void backup_writer_free(struct backup_writer *writer)
{
    if (writer == NULL) {
        return;
    }
    backup_seal_free(writer->seal);
    buffer_free(&writer->chunk);
    free(writer);
}

struct backup_reader {
    int descriptor;
    struct backup_seal *seal; /* NULL until it has a key */
    struct buffer chunk;      /* opened; used bytes of it are read */
    size_t used;
    bool last;            /* the chunk is the last one */
    struct buffer record; /* the current one */
    uint8_t start[BACKUP_START_SIZE];
    uint8_t sealed[BACKUP_SEALED_SIZE];
};

/* Exactly size bytes. DAMAGED: the file ends before. */
static enum daybook_status read_all(int descriptor, uint8_t *out_data, size_t size)
{
    while (size > 0) {
        ssize_t taken = read(descriptor, out_data, size);
        if (taken < 0 && errno == EINTR) {
            continue;
        }
        if (taken <= 0) {
            return taken == 0 ? DAYBOOK_DAMAGED : DAYBOOK_FAILED;
        }
        out_data += taken;
        size -= (size_t)taken;
    }
    return DAYBOOK_OK;
}

enum daybook_status backup_reader_begin(int descriptor, struct backup_reader **out_reader)
{
    struct backup_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    reader->descriptor = descriptor;
    reader->record.limit_size = BACKUP_RECORD_MAX;
    enum daybook_status status = read_all(descriptor, reader->start, sizeof reader->start);
    if (status != DAYBOOK_OK) {
        free(reader);
        return status;
    }
    *out_reader = reader;
    return DAYBOOK_OK;
}

enum daybook_status backup_reader_unlock(const struct backup_reader *reader,
                                         enum key_slot_type type, const struct secret *secret,
                                         struct store_key **out_key)
{
    assert(reader != NULL);
    return backup_seal_unlock(reader->start, type, secret, out_key);
}

enum daybook_status backup_reader_rewind(struct backup_reader *reader, const struct store_key *key)
{
    assert(reader != NULL);
    backup_seal_free(reader->seal);
    reader->seal = NULL;
    buffer_clear(&reader->chunk);
    reader->used = 0;
    reader->last = false;
    if (lseek(reader->descriptor, (off_t)sizeof reader->start, SEEK_SET) < 0) {
        return DAYBOOK_FAILED;
    }
    return backup_seal_begin_opening(reader->start, key, &reader->seal);
}

static enum daybook_status read_chunk(struct backup_reader *reader)
{
    size_t size = 0;
    enum daybook_status status =
        read_all(reader->descriptor, reader->sealed, sizeof reader->sealed);
    if (status != DAYBOOK_OK) {
        return status;
    }
    buffer_clear(&reader->chunk);
    uint8_t *room = buffer_extend(&reader->chunk, BACKUP_CHUNK_SIZE);
    if (room == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    status = backup_seal_pull(reader->seal, reader->sealed, room, &size, &reader->last);
    reader->chunk.size = status == DAYBOOK_OK ? size : 0;
    reader->used = 0;
    return status;
}

/* Have a byte to read. NOT_FOUND: the last chunk is used up. */
static enum daybook_status refill(struct backup_reader *reader)
{
    enum daybook_status status = DAYBOOK_OK;
    while (status == DAYBOOK_OK && reader->used == reader->chunk.size) {
        status = reader->last ? DAYBOOK_NOT_FOUND : read_chunk(reader);
    }
    return status;
}

static enum daybook_status take_bytes(struct backup_reader *reader, size_t size)
{
    while (size > 0) {
        enum daybook_status status = refill(reader);
        if (status != DAYBOOK_OK) {
            return status == DAYBOOK_NOT_FOUND ? DAYBOOK_DAMAGED : status;
        }
        size_t left = reader->chunk.size - reader->used;
        size_t taken = size < left ? size : left;
        buffer_append(&reader->record, (struct bytes){reader->chunk.data + reader->used, taken});
        if (reader->record.failed) {
            return DAYBOOK_NO_MEMORY;
        }
        reader->used += taken;
        size -= taken;
    }
    return DAYBOOK_OK;
}

/* Behind the last record there must be nothing. */
static enum daybook_status check_end(const struct backup_reader *reader)
{
    uint8_t byte = 0;
    enum daybook_status status = read_all(reader->descriptor, &byte, 1);
    if (status == DAYBOOK_DAMAGED) {
        return DAYBOOK_NOT_FOUND;
    }
    return status == DAYBOOK_OK ? DAYBOOK_DAMAGED : status;
}

enum daybook_status backup_reader_next(struct backup_reader *reader, struct bytes *out_record)
{
    assert(reader != NULL && reader->seal != NULL && out_record != NULL);
    buffer_clear(&reader->record);
    enum daybook_status status = refill(reader);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_NOT_FOUND ? check_end(reader) : status;
    }
    status = take_bytes(reader, SIZE_SIZE);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const uint8_t *head = reader->record.data;
    size_t size =
        (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
    if (size == 0 || size > BACKUP_RECORD_MAX) {
        return DAYBOOK_DAMAGED;
    }
    buffer_clear(&reader->record);
    status = take_bytes(reader, size);
    if (status == DAYBOOK_OK) {
        *out_record = buffer_bytes(&reader->record);
    }
    return status;
}

void backup_reader_free(struct backup_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    backup_seal_free(reader->seal);
    buffer_free(&reader->chunk);
    buffer_free(&reader->record);
    free(reader);
}
