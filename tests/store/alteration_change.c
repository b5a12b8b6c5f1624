/* The alterations themselves. */
#include "store/alteration_change.h"

#include <assert.h>
#include <string.h>

#include "store/vfs.h"

enum { LOG_HEADER = 72, LOG_FRAME = 4160, RUN_MAX = 600 };

/* A row of bytes that is read, written and authenticated as one. */
struct unit {
    size_t file;
    size_t at;
    size_t size;
};

static size_t below(struct alteration_trial *trial, size_t limit)
{
    assert(limit > 0);
    return (size_t)(disk_file_random(&trial->seed) >> 16) % limit;
}

static bool is_log(const struct alteration_trial *trial, size_t file)
{
    return file == trial->original->log_file;
}

static struct unit unit_in(const struct alteration_trial *trial, size_t file, size_t number)
{
    if (!is_log(trial, file)) {
        return (struct unit){file, number * STORE_PAGE_SIZE, STORE_PAGE_SIZE};
    }
    return number == 0 ? (struct unit){file, 0, LOG_HEADER}
                       : (struct unit){file, LOG_HEADER + (number - 1) * LOG_FRAME, LOG_FRAME};
}

/* The key area counts as units of the main file. */
static size_t units_in(const struct alteration_trial *trial, size_t file)
{
    size_t size = trial->files->files[file].size;
    return is_log(trial, file) ? 1 + (size - LOG_HEADER) / LOG_FRAME : size / STORE_PAGE_SIZE;
}

/* The headers are small: they get more than their share. */
static struct unit draw_unit(struct alteration_trial *trial)
{
    size_t file = trial->original->main_file;
    if (trial->original->log_file != SIZE_MAX && below(trial, 5) < 2) {
        file = trial->original->log_file;
    }
    size_t head = is_log(trial, file) ? 1 : 2;
    size_t number = below(trial, 8) == 0 ? below(trial, head) : below(trial, units_in(trial, file));
    return unit_in(trial, file, number);
}

static struct unit draw_unit_beside(struct alteration_trial *trial, struct unit unit)
{
    struct unit other = unit;
    while (other.at == unit.at || other.size != unit.size) {
        size_t first = unit.size == LOG_FRAME ? 1 : 0;
        size_t count = units_in(trial, unit.file);
        if (unit.size == LOG_HEADER || count < 3) {
            return unit;
        }
        other = unit_in(trial, unit.file, first + below(trial, count - first));
    }
    return other;
}

static uint8_t *bytes_at(const struct alteration_trial *trial, size_t file, size_t at)
{
    return trial->files->files[file].bytes + at;
}

static void note(struct alteration_trial *trial, size_t file, size_t at)
{
    static const uint8_t zeros[LOG_FRAME];
    struct alteration *result = trial->result;
    result->at = at;
    if (!is_log(trial, file)) {
        result->place = at < STORE_KEY_AREA_SIZE ? ALTERATION_IN_KEY_HEADER : ALTERATION_IN_PAGE;
        return;
    }
    size_t start = at < LOG_HEADER ? 0 : at - (at - LOG_HEADER) % LOG_FRAME;
    size_t size = trial->original->files.files[file].size;
    const uint8_t *unit = trial->original->files.files[file].bytes + start;
    bool blank = start + LOG_FRAME > size || memcmp(unit, zeros, LOG_FRAME) == 0;
    if (at < LOG_HEADER) {
        result->place = ALTERATION_IN_LOG_HEADER;
    } else {
        result->place = blank ? ALTERATION_BEHIND_LOG : ALTERATION_IN_FRAME;
    }
}

static void fill(struct alteration_trial *trial, uint8_t *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)(disk_file_random(&trial->seed) >> 24);
    }
}

static void swap(uint8_t *left, uint8_t *right, size_t size)
{
    static uint8_t kept[LOG_FRAME];
    assert(size <= sizeof kept);
    memcpy(kept, left, size);
    memmove(left, right, size);
    memcpy(right, kept, size);
}

static void swap_sectors(struct alteration_trial *trial, struct unit unit)
{
    size_t size = below(trial, 2) == 0 ? 512 : 4096;
    struct unit other = draw_unit(trial);
    size_t from = unit.at / size * size;
    size_t to = other.at / size * size;
    const struct memory_disk_image *files = trial->files;
    bool fits =
        from + size <= files->files[unit.file].size && to + size <= files->files[other.file].size;
    if (fits) {
        swap(bytes_at(trial, unit.file, from), bytes_at(trial, other.file, to), size);
    }
    note(trial, unit.file, from);
}

static void cut_or_grow(struct alteration_trial *trial, struct unit unit, bool grows)
{
    size_t *size = &trial->files->files[unit.file].size;
    if (!grows) {
        *size = below(trial, *size);
        note(trial, unit.file, *size);
        return;
    }
    size_t more = 1 + below(trial, below(trial, 2) == 0 ? 700 : ALTERATION_ROOM - 1);
    memset(bytes_at(trial, unit.file, *size), 0, more);
    if (below(trial, 2) == 0) {
        fill(trial, bytes_at(trial, unit.file, *size), more);
    }
    note(trial, unit.file, *size);
    *size += more;
}

/* Units of a file as they were at an earlier time, where it had them. */
static void put_back(struct alteration_trial *trial, struct unit unit, bool many)
{
    const struct memory_disk_image *past =
        &trial->archive->past[below(trial, trial->archive->past_count)];
    size_t file =
        alteration_image_find(past, is_log(trial, unit.file) ? "store.db-wal" : "store.db");
    size_t size = unit.size;
    note(trial, unit.file, unit.at);
    if (file == SIZE_MAX || unit.at >= past->files[file].size) {
        return;
    }
    if (many) {
        unit.at = below(trial, 3) == 0 ? 0 : unit.at;
        size = unit.at == 0 ? past->files[file].size : unit.size * (2 + below(trial, 12));
    }
    size_t room = trial->files->files[unit.file].size - unit.at;
    size_t there = past->files[file].size - unit.at;
    size = size < there ? size : there;
    size = size < room ? size : room;
    memcpy(bytes_at(trial, unit.file, unit.at), past->files[file].bytes + unit.at, size);
    note(trial, unit.file, unit.at);
}

static void alter_bytes(struct alteration_trial *trial, struct unit unit, enum alteration_kind kind)
{
    size_t within = below(trial, unit.size);
    uint8_t *byte = bytes_at(trial, unit.file, unit.at + within);
    size_t left = unit.size - within;
    note(trial, unit.file, unit.at + within);
    if (kind == ALTERATION_BIT) {
        *byte = (uint8_t)(*byte ^ (1u << below(trial, 8)));
    } else if (kind == ALTERATION_BYTE) {
        fill(trial, byte, 1);
    } else {
        size_t size = 2 + below(trial, RUN_MAX - 2);
        fill(trial, byte, size < left ? size : left);
    }
}

void alteration_change_make(struct alteration_trial *trial, enum alteration_kind kind)
{
    struct unit unit = draw_unit(trial);
    struct unit other = {0};
    switch (kind) {
    case ALTERATION_BIT:
    case ALTERATION_BYTE:
    case ALTERATION_RUN:
        alter_bytes(trial, unit, kind);
        return;
    case ALTERATION_ZEROS:
        memset(bytes_at(trial, unit.file, unit.at), 0, unit.size);
        break;
    case ALTERATION_SWAP:
        other = draw_unit_beside(trial, unit);
        swap(bytes_at(trial, unit.file, unit.at), bytes_at(trial, unit.file, other.at), unit.size);
        break;
    case ALTERATION_COPY:
        other = draw_unit_beside(trial, unit);
        memmove(bytes_at(trial, unit.file, unit.at), bytes_at(trial, unit.file, other.at),
                unit.size);
        break;
    case ALTERATION_SECTORS:
        swap_sectors(trial, unit);
        return;
    case ALTERATION_CUT:
    case ALTERATION_GROWTH:
        cut_or_grow(trial, unit, kind == ALTERATION_GROWTH);
        return;
    case ALTERATION_OLDER_UNIT:
    case ALTERATION_OLDER_STRETCH:
        put_back(trial, unit, kind == ALTERATION_OLDER_STRETCH);
        return;
    case ALTERATION_KINDS:
        break;
    }
    note(trial, unit.file, unit.at);
}
