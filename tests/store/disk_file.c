/* One file of a disk that may lose power. */
#include "store/disk_file.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What was sent and not synced yet: bytes to an offset, or a cut to it. */
struct change {
    size_t offset;
    bool is_cut;
    uint8_t *bytes;
    size_t size;
};

static void *grown(void *memory, size_t size)
{
    void *grown_memory = realloc(memory, size == 0 ? 1 : size);
    if (grown_memory == NULL) {
        abort();
    }
    return grown_memory;
}

static void resize(uint8_t **bytes, size_t *size, size_t new_size)
{
    *bytes = grown(*bytes, new_size);
    if (new_size > *size) {
        memset(*bytes + *size, 0, new_size - *size);
    }
    *size = new_size;
}

static void put(uint8_t **bytes, size_t *size, size_t offset, struct bytes part)
{
    if (offset + part.size > *size) {
        resize(bytes, size, offset + part.size);
    }
    if (part.size > 0) {
        memcpy(*bytes + offset, part.data, part.size);
    }
}

static void forget_changes(struct disk_file *file)
{
    for (size_t i = 0; i < file->change_count; i++) {
        free(file->changes[i].bytes);
    }
    free(file->changes);
    file->changes = NULL;
    file->change_count = 0;
}

void disk_file_set(struct disk_file *file, struct bytes bytes)
{
    forget_changes(file);
    resize(&file->now, &file->now_size, 0);
    put(&file->now, &file->now_size, 0, bytes);
    disk_file_sync(file);
}

static struct change *add_change(struct disk_file *file, struct change change)
{
    file->changes = grown(file->changes, (file->change_count + 1) * sizeof *file->changes);
    file->changes[file->change_count] = change;
    return &file->changes[file->change_count++];
}

void disk_file_send(struct disk_file *file, size_t offset, struct bytes bytes)
{
    struct change *change = add_change(file, (struct change){.offset = offset});
    put(&change->bytes, &change->size, 0, bytes);
}

void disk_file_send_cut(struct disk_file *file, size_t size)
{
    add_change(file, (struct change){.offset = size, .is_cut = true});
}

void disk_file_show(struct disk_file *file)
{
    assert(file->change_count > 0);
    const struct change *change = &file->changes[file->change_count - 1];
    if (change->is_cut) {
        resize(&file->now, &file->now_size, change->offset);
    } else {
        put(&file->now, &file->now_size, change->offset,
            (struct bytes){change->bytes, change->size});
    }
}

void disk_file_sync(struct disk_file *file)
{
    forget_changes(file);
    resize(&file->durable, &file->durable_size, 0);
    put(&file->durable, &file->durable_size, 0, (struct bytes){file->now, file->now_size});
}

/* xorshift64*: the same seed, the same disk. */
static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * 0x2545f4914f6cdd1dULL;
}

static void settle_sector(struct disk_file *file, size_t offset, struct bytes part, uint64_t *seed)
{
    assert(part.size > 0);
    uint64_t fate = next_random(seed) % 5;
    if (fate <= 1) {
        return;
    }
    if (fate == 2) {
        part.size = (size_t)(next_random(seed) % part.size);
    }
    if (part.size > 0) {
        put(&file->durable, &file->durable_size, offset, part);
    }
}

static void settle_change(struct disk_file *file, const struct change *change, uint64_t *seed)
{
    if (change->is_cut) {
        if (next_random(seed) % 2 == 0 && change->offset < file->durable_size) {
            resize(&file->durable, &file->durable_size, change->offset);
        }
        return;
    }
    size_t done = 0;
    while (done < change->size) {
        size_t at = change->offset + done;
        size_t room = DISK_SECTOR_SIZE - at % DISK_SECTOR_SIZE;
        size_t left = change->size - done;
        struct bytes part = {change->bytes + done, left < room ? left : room};
        settle_sector(file, at, part, seed);
        done += part.size;
    }
}

void disk_file_settle(struct disk_file *file, uint64_t *seed)
{
    for (size_t i = 0; i < file->change_count; i++) {
        settle_change(file, &file->changes[i], seed);
    }
    forget_changes(file);
    resize(&file->now, &file->now_size, 0);
    put(&file->now, &file->now_size, 0, (struct bytes){file->durable, file->durable_size});
}

void disk_file_clear(struct disk_file *file)
{
    forget_changes(file);
    free(file->now);
    free(file->durable);
    *file = (struct disk_file){0};
}
