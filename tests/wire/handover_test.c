/* Tests of the bytes around the envelopes of a hand-over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "wire/golden.h"
#include "wire/handover.h"

enum { ENVELOPE_SIZE = 64 };

/* Whether bytes are a whole file: start, frames that fit, an end that counts them, and nothing
 * behind it. */
static bool is_whole(struct bytes file)
{
    struct handover_frame frame;
    uint32_t count = 0;
    size_t at = HANDOVER_START_SIZE;
    if (file.size < HANDOVER_START_SIZE || handover_start_decode(file.data) != DAYBOOK_OK) {
        return false;
    }
    while (file.size - at >= HANDOVER_FRAME_SIZE) {
        if (handover_frame_decode(file.data + at, &frame) != DAYBOOK_OK) {
            return false;
        }
        at += HANDOVER_FRAME_SIZE;
        if (frame.is_end) {
            return at == file.size && frame.count == count;
        }
        if (file.size - at < frame.size ||
            !handover_frame_fits(&frame, (struct bytes){file.data + at, frame.size})) {
            return false;
        }
        at += frame.size;
        count++;
    }
    return false;
}

static void write_file(struct buffer *out_file)
{
    uint8_t envelope[ENVELOPE_SIZE];
    uint8_t frame[HANDOVER_FRAME_SIZE];
    const struct bytes bytes = {envelope, sizeof envelope};
    handover_start_encode(buffer_extend(out_file, HANDOVER_START_SIZE));
    for (uint8_t i = 0; i < 2; i++) {
        memset(envelope, 0xe0 + i, sizeof envelope);
        handover_frame_encode(bytes, frame);
        buffer_append(out_file, (struct bytes){frame, sizeof frame});
        buffer_append(out_file, bytes);
    }
    handover_end_encode(2, frame);
    buffer_append(out_file, (struct bytes){frame, sizeof frame});
    assert_false(out_file->failed);
}

static void a_file_is_the_golden_one(void **state)
{
    (void)state;
    struct buffer file = {0};
    write_file(&file);
    assert_true(is_whole(buffer_bytes(&file)));
    golden_matches("handover", buffer_bytes(&file));
    buffer_free(&file);
}

static void every_cut_and_every_altered_byte_is_noticed(void **state)
{
    (void)state;
    struct buffer file = {0};
    write_file(&file);
    golden_survives_damage(buffer_bytes(&file), is_whole);
    for (size_t i = 0; i < file.size; i++) {
        file.data[i] ^= 0x10;
        assert_false(is_whole(buffer_bytes(&file)));
        file.data[i] ^= 0x10;
    }
    buffer_free(&file);
}

static void a_start_of_something_else_or_of_another_version_is_told_apart(void **state)
{
    (void)state;
    uint8_t start[HANDOVER_START_SIZE];
    handover_start_encode(start);
    assert_int_equal(handover_start_decode(start), DAYBOOK_OK);
    start[HANDOVER_START_SIZE - 1]++;
    assert_int_equal(handover_start_decode(start), DAYBOOK_NEWER);
    start[0]++;
    assert_int_equal(handover_start_decode(start), DAYBOOK_INVALID);
}

static void a_size_no_envelope_has_is_refused(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {1, HANDOVER_ENVELOPE_MIN - 1, HANDOVER_ENVELOPE_MAX + 1,
                                     UINT32_MAX};
    struct handover_frame frame = {.count = 77};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uint8_t bytes[HANDOVER_FRAME_SIZE] = {(uint8_t)sizes[i], (uint8_t)(sizes[i] >> 8),
                                              (uint8_t)(sizes[i] >> 16), (uint8_t)(sizes[i] >> 24)};
        assert_int_equal(handover_frame_decode(bytes, &frame), DAYBOOK_INVALID);
    }
    assert_int_equal(frame.count, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_the_golden_one),
        cmocka_unit_test(every_cut_and_every_altered_byte_is_noticed),
        cmocka_unit_test(a_start_of_something_else_or_of_another_version_is_told_apart),
        cmocka_unit_test(a_size_no_envelope_has_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
