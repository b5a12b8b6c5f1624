/* A file as a row of sealed units. */
#include "store/vfs_row.h"

#include <assert.h>
#include <string.h>

/* How much of a row is there. */
struct extent {
    uint64_t whole; /* units */
    size_t tail;    /* bytes of a shorter unit behind them, as SQLite sees it */
};

static size_t whole_size(const struct vfs_layout *layout, uint64_t number)
{
    return number == layout->first ? layout->first_size : layout->size;
}

static int64_t sealed_size(const struct vfs_layout *layout, size_t size)
{
    return (int64_t)size + (layout->inside ? 0 : UNIT_OVERHEAD);
}

int64_t vfs_row_offset(const struct vfs_layout *layout, uint64_t number)
{
    assert(number >= layout->first);
    if (number == layout->first) {
        return layout->start;
    }
    int64_t between = (int64_t)(number - layout->first - 1);
    return layout->start + sealed_size(layout, layout->first_size) +
           between * sealed_size(layout, layout->size);
}

struct vfs_span vfs_row_span(const struct vfs_layout *layout, int64_t offset, size_t size)
{
    assert(offset >= 0 && layout->size > 0);
    int64_t first_size = (int64_t)layout->first_size;
    struct vfs_span span = {.number = layout->first, .within = (size_t)offset};
    if (offset >= first_size) {
        uint64_t behind = (uint64_t)(offset - first_size);
        span.number = layout->first + 1 + behind / layout->size;
        span.within = (size_t)(behind % layout->size);
    }
    size_t room = whole_size(layout, span.number) - span.within;
    span.size = size < room ? size : room;
    return span;
}

static struct extent extent_of(const struct vfs_file *file)
{
    const struct vfs_layout *layout = &file->layout;
    struct extent extent = {0};
    if (file->size <= layout->start || layout->size == 0) {
        return extent;
    }
    int64_t left = file->size - layout->start;
    int64_t first = sealed_size(layout, layout->first_size);
    int64_t other = sealed_size(layout, layout->size);
    if (left >= first) {
        extent.whole = 1 + (uint64_t)((left - first) / other);
        left = (left - first) % other;
    }
    if (layout->ragged && left > UNIT_OVERHEAD) {
        extent.tail = (size_t)left - UNIT_OVERHEAD;
    }
    return extent;
}

uint64_t vfs_row_count(const struct vfs_file *file)
{
    struct extent extent = extent_of(file);
    return extent.whole + (extent.tail > 0 ? 1 : 0);
}

int64_t vfs_row_end(const struct vfs_file *file)
{
    struct extent extent = extent_of(file);
    if (extent.whole == 0) {
        return (int64_t)extent.tail;
    }
    return (int64_t)(file->layout.first_size + (extent.whole - 1) * file->layout.size +
                     extent.tail);
}

/* How many bytes of a unit are there, as SQLite sees it; 0: none. */
static size_t size_there(const struct vfs_file *file, uint64_t number)
{
    struct extent extent = extent_of(file);
    uint64_t index = number - file->layout.first;
    if (index < extent.whole) {
        return whole_size(&file->layout, number);
    }
    return index == extent.whole ? extent.tail : 0;
}

/* The salts bind a frame to its generation of the log: an older frame at the same place does not
 * open. Other files have none. */
static struct unit_place place_of(const struct vfs_file *file, uint64_t number)
{
    struct unit_place place = {.kind = file->layout.kind, .number = number};
    if (number > 0) {
        memcpy(place.salt, file->salt, UNIT_SALT_SIZE);
    }
    return place;
}

/* Read and open a unit of size bytes; SQLite finds its reserved bytes zero. */
static int open_unit(struct vfs_file *file, uint64_t number, uint8_t *out, size_t size)
{
    const struct vfs_layout *layout = &file->layout;
    uint8_t *sealed = file->scratch.sealed;
    int result =
        vfs_file_read(file, sealed, (int)sealed_size(layout, size), vfs_row_offset(layout, number));
    if (result != SQLITE_OK) {
        return result;
    }
    size_t inside = layout->inside ? UNIT_OVERHEAD : 0;
    const uint8_t *overhead = layout->inside ? sealed + size - inside : sealed;
    const uint8_t *data = layout->inside ? sealed : sealed + UNIT_OVERHEAD;
    struct unit_place place = place_of(file, number);
    if (unit_open(file->key, &place, (struct bytes){data, size - inside}, overhead, out) !=
        DAYBOOK_OK) {
        return SQLITE_IOERR_DATA;
    }
    memset(out + size - inside, 0, inside);
    return SQLITE_OK;
}

static int seal_unit(struct vfs_file *file, uint64_t number, const uint8_t *plain, size_t size)
{
    const struct vfs_layout *layout = &file->layout;
    uint8_t *sealed = file->scratch.sealed;
    size_t inside = layout->inside ? UNIT_OVERHEAD : 0;
    uint8_t *overhead = layout->inside ? sealed + size - inside : sealed;
    uint8_t *data = layout->inside ? sealed : sealed + UNIT_OVERHEAD;
    struct unit_place place = place_of(file, number);
    unit_seal(file->key, &place, (struct bytes){plain, size - inside}, data, overhead);
    return vfs_file_write(file, sealed, (int)sealed_size(layout, size),
                          vfs_row_offset(layout, number));
}

int vfs_row_load(struct vfs_file *file, uint64_t number)
{
    size_t size = size_there(file, number);
    assert(size > 0);
    uint8_t *plain = file->scratch.plain;
    int result = open_unit(file, number, plain, size);
    memset(plain + size, 0, whole_size(&file->layout, number) - size);
    return result;
}

int vfs_row_store(struct vfs_file *file, uint64_t number, size_t size)
{
    int result = seal_unit(file, number, file->scratch.plain, size);
    vfs_file_wipe(file);
    return result;
}

static int read_span(struct vfs_file *file, struct vfs_span span, uint8_t *out)
{
    if (span.size == size_there(file, span.number)) {
        return open_unit(file, span.number, out, span.size);
    }
    int result = vfs_row_load(file, span.number);
    if (result == SQLITE_OK) {
        memcpy(out, file->scratch.plain + span.within, span.size);
    }
    vfs_file_wipe(file);
    return result;
}

int vfs_row_read(struct vfs_file *file, uint8_t *out, size_t size, int64_t offset)
{
    int64_t end = vfs_row_end(file);
    size_t there = offset < end ? (size_t)(end - offset) : 0;
    size_t missing = size > there ? size - there : 0;
    memset(out + size - missing, 0, missing);
    size -= missing;
    while (size > 0) {
        struct vfs_span span = vfs_row_span(&file->layout, offset, size);
        int result = read_span(file, span, out);
        if (result != SQLITE_OK) {
            return result;
        }
        out += span.size;
        size -= span.size;
        offset += (int64_t)span.size;
    }
    return missing > 0 ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

/* Write a span; bytes NULL means zeros. */
static int write_span(struct vfs_file *file, struct vfs_span span, const uint8_t *bytes)
{
    size_t there = size_there(file, span.number);
    size_t whole = whole_size(&file->layout, span.number);
    size_t end = span.within + span.size;
    size_t wanted = end > there ? end : there;
    wanted = file->layout.ragged ? wanted : whole;
    if (bytes != NULL && span.size == wanted) {
        return seal_unit(file, span.number, bytes, wanted);
    }
    int result = SQLITE_OK;
    if (there > 0) {
        result = vfs_row_load(file, span.number);
    } else {
        vfs_file_wipe(file);
    }
    if (result != SQLITE_OK) {
        return result;
    }
    uint8_t *part = file->scratch.plain + span.within;
    if (bytes != NULL) {
        memcpy(part, bytes, span.size);
    } else {
        memset(part, 0, span.size);
    }
    return vfs_row_store(file, span.number, wanted);
}

/* A file that grows by jumps leaves holes: fill them. */
static int fill_up_to(struct vfs_file *file, int64_t offset)
{
    int result = SQLITE_OK;
    int64_t end = vfs_row_end(file);
    while (end < offset && result == SQLITE_OK) {
        struct vfs_span span = vfs_row_span(&file->layout, end, (size_t)(offset - end));
        result = write_span(file, span, NULL);
        end += (int64_t)span.size;
    }
    return result;
}

int vfs_row_write(struct vfs_file *file, const uint8_t *bytes, size_t size, int64_t offset)
{
    int result = fill_up_to(file, offset);
    while (size > 0 && result == SQLITE_OK) {
        struct vfs_span span = vfs_row_span(&file->layout, offset, size);
        result = write_span(file, span, bytes);
        bytes += span.size;
        size -= span.size;
        offset += (int64_t)span.size;
    }
    return result;
}

int vfs_row_cut(struct vfs_file *file, int64_t size)
{
    if (size >= vfs_row_end(file)) {
        return SQLITE_OK;
    }
    struct vfs_span span = vfs_row_span(&file->layout, size, 1);
    int64_t platform_size = vfs_row_offset(&file->layout, span.number);
    if (span.within > 0) {
        assert(file->layout.ragged);
        int result = vfs_row_load(file, span.number);
        if (result == SQLITE_OK) {
            result = vfs_row_store(file, span.number, span.within);
        }
        if (result != SQLITE_OK) {
            return result;
        }
        platform_size += sealed_size(&file->layout, span.within);
    }
    return vfs_file_truncate(file, platform_size);
}
