/* The nights of an oximeter that a journal holds already. */
#include "requests/import_known.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "journal/entries.h"
#include "trends/oximetry.h"

enum { MINUTE_MS = 60000, CAPACITY_FIRST = 64, FIGURES = 4 };

struct import_known_night {
    int64_t local_ms;
    bool has_hash;
    struct key256 hash;
    int64_t figures[FIGURES];
};

static int64_t local_ms(struct timestamp at)
{
    return at.utc_ms + (int64_t)at.offset_minutes * MINUTE_MS;
}

static int64_t whole_field(const struct value *fields, const char *name)
{
    double number = -1.0;
    (void)value_number(value_find(fields, name), &number); /* missing is as good as different */
    return (int64_t)number;
}

static bool append(struct import_known *known, const struct import_known_night *night)
{
    if (known->count == known->capacity) {
        size_t capacity = known->capacity == 0 ? CAPACITY_FIRST : 2 * known->capacity;
        struct import_known_night *grown = arena_take_array(known->arena, capacity, sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        if (known->count > 0) {
            memcpy(grown, known->nights, known->count * sizeof *grown);
        }
        known->nights = grown;
        known->capacity = capacity;
    }
    known->nights[known->count++] = *night;
    return true;
}

static enum daybook_status visit(void *context, const struct journal_item *item)
{
    const struct value *fields = &item->entry.fields;
    const struct value *hash = value_find(fields, "raw_hash");
    if (item->retracted) {
        return DAYBOOK_OK;
    }
    struct import_known_night night = {
        .local_ms = local_ms(item->entry.at),
        .figures = {whole_field(fields, "valid_s"), whole_field(fields, "nadir"),
                    whole_field(fields, "t88_s"), whole_field(fields, "longest88_s")},
    };
    if (hash != NULL && hash->type == VALUE_BYTES && hash->as.text.size == sizeof night.hash) {
        night.has_hash = true;
        memcpy(night.hash.bytes, hash->as.text.data, sizeof night.hash);
    }
    return append(context, &night) ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

enum daybook_status import_known_load(struct journal *journal, size_t circle, struct arena *arena,
                                      struct import_known *out_known)
{
    assert(journal != NULL && arena != NULL && out_known != NULL);
    const struct journal_filter filter = {
        .circle = circle,
        .kind = bytes_of_text(IMPORT_NIGHT_KIND),
    };
    *out_known = (struct import_known){.arena = arena};
    return journal_list(journal, &filter, visit, out_known);
}

bool import_known_has(const struct import_known *known, struct timestamp at, struct key256 hash,
                      const struct oximetry_figures *figures)
{
    assert(known != NULL && figures != NULL);
    const int64_t same[FIGURES] = {figures->valid_s, figures->nadir, figures->at_most88_s,
                                   figures->longest88_s};
    for (size_t i = 0; i < known->count; i++) {
        const struct import_known_night *night = &known->nights[i];
        bool same_file = night->has_hash && key256_equal(night->hash, hash);
        if (night->local_ms == local_ms(at) &&
            (same_file || memcmp(night->figures, same, sizeof same) == 0)) {
            return true;
        }
    }
    return false;
}
