/* Fuzzes the reader of oximeter tables: what it reads is ascending, and can be cut into nights. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "report/import_oximeter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int32_t offset_at(void *context, int64_t utc_ms)
{
    (void)context;
    return utc_ms % 86400000 < 3600000 ? 60 : 120;
}

static void reduce_nights(const struct import_recording *recording)
{
    size_t start = 0;
    while (start < recording->count) {
        const struct oximetry_reading *night = recording->readings + start;
        size_t length = oximetry_night_length(night, recording->count - start);
        struct oximetry_figures figures;
        assert(length > 0);
        if (oximetry_reduce(night, length, recording->interval_s, &figures)) {
            assert(figures.nadir >= OXIMETRY_SPO2_MIN && figures.mean <= OXIMETRY_SPO2_MAX);
            assert(figures.longest88_s <= figures.at_most88_s);
            assert(figures.at_most88_s <= figures.valid_s);
        }
        start += length;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import_oximeter_terms terms = {
        .here = {.offset_at = offset_at},
        .order = size % 3 == 0 ? IMPORT_ORDER_MONTH_FIRST : IMPORT_ORDER_OPEN,
        .has_day = size % 2 == 0,
        .first_day = 20000,
    };
    struct import_recording recording;
    struct complaint complaint = {.text = ""};
    struct arena *arena = arena_create(0);
    assert(arena != NULL);
    enum daybook_status status =
        import_oximeter_read((struct bytes){data, size}, &terms, arena, &recording, &complaint);
    if (status == DAYBOOK_OK) {
        for (size_t i = 1; i < recording.count; i++) {
            assert(recording.readings[i - 1].utc_s <= recording.readings[i].utc_s);
        }
        reduce_nights(&recording);
    } else {
        assert(complaint.text[0] != '\0');
    }
    arena_free(arena);
    return 0;
}
