/* Fuzzes the readers of moments and days: what is read is written again and read as the same. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/timestamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void moment_survives_writing(struct bytes text)
{
    struct timestamp at;
    if (!timestamp_from_text(text, &at)) {
        return;
    }
    char written[TIMESTAMP_TEXT_SIZE];
    timestamp_to_text(at, written);
    struct timestamp again;
    bool read = timestamp_from_text(bytes_of_text(written), &again);
    assert(read);
    assert(again.utc_ms == at.utc_ms);
    assert(again.offset_minutes == at.offset_minutes);
}

static void day_survives_writing(struct bytes text)
{
    int32_t day = 0;
    if (!day_from_text(text, &day)) {
        return;
    }
    char written[DAY_TEXT_SIZE];
    day_to_text(day, written);
    int32_t again = 0;
    bool read = day_from_text(bytes_of_text(written), &again);
    assert(read);
    assert(again == day);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    moment_survives_writing((struct bytes){data, size});
    day_survives_writing((struct bytes){data, size});
    return 0;
}
