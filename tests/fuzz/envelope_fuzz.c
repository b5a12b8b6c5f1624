/* Fuzzes what is read of an envelope: its clear bytes, then padding and compression; the first byte
 * of the input stands for the flags. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "wire/envelope.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void content_survives_packing(struct bytes content)
{
    struct buffer plain = {0};
    struct buffer again = {0};
    uint8_t flags = 0;
    enum daybook_status status = envelope_pack(content, &flags, &plain);
    assert(status == DAYBOOK_OK);
    status = envelope_unpack(buffer_bytes(&plain), flags, &again);
    assert(status == DAYBOOK_OK);
    assert(bytes_equal(content, buffer_bytes(&again)));
    buffer_free(&plain);
    buffer_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct envelope_clear clear;
    (void)envelope_clear_decode((struct bytes){data, size}, &clear);
    if (size == 0) {
        return 0;
    }
    struct buffer content = {0};
    if (envelope_unpack((struct bytes){data + 1, size - 1}, data[0], &content) == DAYBOOK_OK) {
        assert(content.size <= ENVELOPE_PLAIN_MAX);
        content_survives_packing(buffer_bytes(&content));
    }
    buffer_free(&content);
    return 0;
}
