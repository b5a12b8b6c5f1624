/* The socket's frames, whole, in pieces and broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "requests/frame.h"

/* Give the reader bytes in pieces; how many it took until it stopped. */
static size_t feed(struct frame_reader *reader, struct bytes bytes, size_t piece,
                   enum daybook_status *out_status)
{
    size_t used = 0;
    *out_status = DAYBOOK_UNFINISHED;
    while (used < bytes.size && *out_status == DAYBOOK_UNFINISHED) {
        size_t room = 0;
        uint8_t *place = frame_reader_room(reader, &room);
        assert_non_null(place);
        assert_true(room > 0);
        size_t size = bytes.size - used;
        size = size < room ? size : room;
        size = size < piece ? size : piece;
        memcpy(place, bytes.data + used, size);
        *out_status = frame_reader_took(reader, size);
        used += size;
    }
    return used;
}

static void a_frame_is_the_same_in_pieces_of_any_size(void **state)
{
    (void)state;
    struct buffer frames = {0};
    frame_write(&frames, FRAME_REQUEST, "log", bytes_of_text("{\"kind\":\"pain\"}"));
    frame_write(&frames, FRAME_PROGRESS, NULL, bytes_of_text("Calling."));
    assert_false(frames.failed);
    for (size_t piece = 1; piece <= frames.size; piece++) {
        struct frame_reader reader = {0};
        enum daybook_status status = DAYBOOK_OK;
        size_t used = feed(&reader, buffer_bytes(&frames), piece, &status);
        assert_int_equal(status, DAYBOOK_OK);
        assert_int_equal(frame_reader_type(&reader), FRAME_REQUEST);
        struct bytes line;
        struct bytes rest;
        assert_true(frame_part(frame_reader_payload(&reader), &line, &rest));
        assert_true(bytes_equal_text(line, "log"));
        assert_true(bytes_equal_text(rest, "{\"kind\":\"pain\"}"));
        frame_reader_next(&reader);
        (void)feed(&reader, (struct bytes){frames.data + used, frames.size - used}, piece, &status);
        assert_int_equal(status, DAYBOOK_OK);
        assert_int_equal(frame_reader_type(&reader), FRAME_PROGRESS);
        assert_true(bytes_equal_text(frame_reader_payload(&reader), "Calling."));
        frame_reader_end(&reader);
    }
    buffer_free(&frames);
}

static void a_secret_goes_to_guarded_memory(void **state)
{
    (void)state;
    assert_int_equal(secret_begin(), DAYBOOK_OK);
    static const uint8_t frame[] = {0, 0, 0, 4, 'S', 'o', 'p', 'e', 'n'};
    struct frame_reader reader = {0};
    enum daybook_status status = DAYBOOK_OK;
    (void)feed(&reader, (struct bytes){frame, sizeof frame}, 2, &status);
    assert_int_equal(status, DAYBOOK_OK);
    assert_int_equal(reader.payload.size, 0);
    struct secret *secret = frame_reader_take_secret(&reader);
    assert_int_equal(secret_size(secret), 4);
    assert_memory_equal(secret_data(secret), "open", 4);
    secret_free(secret);
    frame_reader_end(&reader);
}

static void two_secrets_are_told_apart(void **state)
{
    (void)state;
    assert_int_equal(secret_begin(), DAYBOOK_OK);
    static const uint8_t frames[] = {0, 0, 0, 3, 'S', 'o', 'l', 'd',
                                     0, 0, 0, 3, 'N', 'n', 'e', 'w'};
    static const enum frame_type types[] = {FRAME_SECRET, FRAME_NEW_SECRET};
    static const char *const texts[] = {"old", "new"};
    struct frame_reader reader = {0};
    size_t used = 0;
    for (size_t i = 0; i < 2; i++) {
        enum daybook_status status = DAYBOOK_OK;
        used += feed(&reader, (struct bytes){frames + used, sizeof frames - used}, 1, &status);
        assert_int_equal(status, DAYBOOK_OK);
        assert_int_equal(frame_reader_type(&reader), types[i]);
        struct secret *secret = frame_reader_take_secret(&reader);
        assert_int_equal(secret_size(secret), 3);
        assert_memory_equal(secret_data(secret), texts[i], 3);
        secret_free(secret);
        frame_reader_next(&reader);
    }
    assert_int_equal(used, sizeof frames);
    frame_reader_end(&reader);
}

static void heads_that_lie_are_refused(void **state)
{
    (void)state;
    static const uint8_t heads[][FRAME_HEAD_SIZE] = {
        {0, 0, 0, 1, 'X'},             /* no such type */
        {0, 0, 0, 0, 'J'},             /* nothing inside */
        {255, 255, 255, 255, 'J'},     /* 4 GiB */
        {0x04, 0x00, 0x00, 0x41, 'J'}, /* one more than the limit and the line */
        {0, 0, 4, 1, 'S'},             /* a passphrase of 1025 bytes */
        {0, 0, 4, 1, 'N'},             /* a new one as long */
        {0, 0, 16, 1, 'P'},            /* a sentence of 4097 bytes */
        {0, 0, 0, 1, 0},
    };
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        struct frame_reader reader = {0};
        enum daybook_status status = DAYBOOK_OK;
        (void)feed(&reader, (struct bytes){heads[i], FRAME_HEAD_SIZE}, FRAME_HEAD_SIZE, &status);
        assert_int_equal(status, DAYBOOK_INVALID);
        frame_reader_end(&reader);
    }
}

static void memory_grows_with_what_arrives_not_with_what_is_announced(void **state)
{
    (void)state;
    static const uint8_t frame[] = {0x04, 0, 0, 0, 'J', 'l', 'o', 'g'};
    struct frame_reader reader = {0};
    enum daybook_status status = DAYBOOK_OK;
    (void)feed(&reader, (struct bytes){frame, sizeof frame}, 1, &status);
    assert_int_equal(status, DAYBOOK_UNFINISHED);
    assert_int_equal(reader.payload.size, 3);
    assert_true(reader.payload.capacity <= 2 * (size_t)FRAME_ROOM_MAX);
    frame_reader_end(&reader);
}

static void what_fits_no_frame_is_not_written(void **state)
{
    (void)state;
    struct buffer frames = {0};
    static const uint8_t nothing[1] = {0};
    frame_write(&frames, FRAME_ANSWER, "done", (struct bytes){nothing, SIZE_MAX});
    assert_true(frames.failed);
    buffer_free(&frames);
}

static void a_payload_without_a_line_cannot_be_parted(void **state)
{
    (void)state;
    struct bytes line;
    struct bytes rest;
    assert_false(frame_part(bytes_of_text("log"), &line, &rest));
    assert_false(frame_part((struct bytes){NULL, 0}, &line, &rest));
    assert_true(frame_part(bytes_of_text("\n"), &line, &rest));
    assert_int_equal(line.size, 0);
    assert_int_equal(rest.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_is_the_same_in_pieces_of_any_size),
        cmocka_unit_test(a_secret_goes_to_guarded_memory),
        cmocka_unit_test(two_secrets_are_told_apart),
        cmocka_unit_test(heads_that_lie_are_refused),
        cmocka_unit_test(memory_grows_with_what_arrives_not_with_what_is_announced),
        cmocka_unit_test(what_fits_no_frame_is_not_written),
        cmocka_unit_test(a_payload_without_a_line_cannot_be_parted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
