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
    bool is_shown;
    size_t sent_at; /* where its bytes are */
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

static void resize(struct disk_bytes *bytes, size_t size)
{
    if (size > bytes->room || bytes->data == NULL) {
        bytes->room = size + size / 2 + 1;
        bytes->data = grown(bytes->data, bytes->room);
    }
    if (size > bytes->size) {
        memset(bytes->data + bytes->size, 0, size - bytes->size);
    }
    bytes->size = size;
}

static void put(struct disk_bytes *bytes, size_t offset, struct bytes part)
{
    if (offset + part.size > bytes->size) {
        resize(bytes, offset + part.size);
    }
    if (part.size > 0) {
        memcpy(bytes->data + offset, part.data, part.size);
    }
}

static void replace(struct disk_bytes *bytes, struct bytes whole)
{
    resize(bytes, 0);
    put(bytes, 0, whole);
}

static void forget_changes(struct disk_file *file)
{
    file->change_count = 0;
    file->sent.size = 0;
}

static struct bytes bytes_of(const struct disk_file *file, const struct change *change)
{
    return (struct bytes){file->sent.data + change->sent_at, change->size};
}

void disk_file_set(struct disk_file *file, struct bytes bytes)
{
    forget_changes(file);
    replace(&file->now, bytes);
    replace(&file->durable, bytes);
}

static void add_change(struct disk_file *file, struct change change)
{
    if (file->change_count == file->change_room) {
        file->change_room = file->change_room * 2 + 8;
        file->changes = grown(file->changes, file->change_room * sizeof *file->changes);
    }
    file->changes[file->change_count++] = change;
}

void disk_file_send(struct disk_file *file, size_t offset, struct bytes bytes)
{
    size_t sent_at = file->sent.size;
    put(&file->sent, sent_at, bytes);
    add_change(file, (struct change){.offset = offset, .sent_at = sent_at, .size = bytes.size});
}

void disk_file_send_cut(struct disk_file *file, size_t size)
{
    add_change(file, (struct change){.offset = size, .is_cut = true});
}

static void apply(const struct disk_file *file, const struct change *change,
                  struct disk_bytes *bytes)
{
    if (change->is_cut) {
        resize(bytes, change->offset);
    } else {
        put(bytes, change->offset, bytes_of(file, change));
    }
}

void disk_file_show(struct disk_file *file)
{
    assert(file->change_count > 0);
    struct change *change = &file->changes[file->change_count - 1];
    apply(file, change, &file->now);
    change->is_shown = true;
}

void disk_file_sync(struct disk_file *file)
{
    for (size_t i = 0; i < file->change_count; i++) {
        if (file->changes[i].is_shown) {
            apply(file, &file->changes[i], &file->durable);
        }
    }
    forget_changes(file);
}

/* xorshift64*. */
uint64_t disk_file_random(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * 0x2545f4914f6cdd1dULL;
}

static void settle_sector(struct disk_file *file, size_t offset, struct bytes part,
                          struct disk_fate *fate)
{
    assert(part.size > 0);
    uint64_t lot = fate->chance == DISK_DRAWS_LOTS ? disk_file_random(&fate->seed) % 5 : 4;
    if (lot <= 1 || fate->chance == DISK_LOSES_ALL) {
        return;
    }
    if (lot == 2) {
        part.size = (size_t)(disk_file_random(&fate->seed) % part.size);
    }
    if (part.size > 0) {
        put(&file->durable, offset, part);
    }
}

static void settle_bytes(struct disk_file *file, const struct change *change,
                         struct disk_fate *fate)
{
    struct bytes bytes = bytes_of(file, change);
    size_t done = 0;
    while (done < change->size) {
        size_t at = change->offset + done;
        size_t room = fate->sector_size - at % fate->sector_size;
        size_t left = change->size - done;
        struct bytes part = {bytes.data + done, left < room ? left : room};
        settle_sector(file, at, part, fate);
        done += part.size;
    }
}

static bool cut_arrives(struct disk_fate *fate)
{
    return fate->chance == DISK_DRAWS_LOTS ? disk_file_random(&fate->seed) % 2 == 0
                                           : fate->chance == DISK_KEEPS_ALL;
}

void disk_file_fail_sync(struct disk_file *file, struct disk_fate *fate)
{
    for (size_t i = 0; i < file->change_count; i++) {
        const struct change *change = &file->changes[i];
        if (change->is_cut) {
            apply(file, change, &file->durable);
        } else {
            settle_bytes(file, change, fate);
        }
    }
    forget_changes(file);
}

void disk_file_settle(struct disk_file *file, struct disk_fate *fate)
{
    for (size_t i = 0; i < file->change_count; i++) {
        const struct change *change = &file->changes[i];
        if (!change->is_cut) {
            settle_bytes(file, change, fate);
        } else if (cut_arrives(fate) && change->offset < file->durable.size) {
            resize(&file->durable, change->offset);
        }
    }
    forget_changes(file);
    replace(&file->now, (struct bytes){file->durable.data, file->durable.size});
}

void disk_file_clear(struct disk_file *file)
{
    forget_changes(file);
    free(file->changes);
    free(file->sent.data);
    free(file->now.data);
    free(file->durable.data);
    *file = (struct disk_file){0};
}
