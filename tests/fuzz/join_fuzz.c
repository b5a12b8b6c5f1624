/* Fuzzes the readers of the JOIN messages and of what is sealed inside them. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/join.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void message_survives_writing(struct bytes input)
{
    struct join_message message;
    if (join_message_decode(input, &message) != DAYBOOK_OK) {
        return;
    }
    struct buffer written = {0};
    join_message_encode(&message, &written);
    assert(bytes_equal(input, buffer_bytes(&written)));
    buffer_free(&written);
}

static void request_survives_writing(struct bytes input)
{
    struct join_request request;
    struct join_request again;
    if (join_request_decode(input, &request) != DAYBOOK_OK) {
        return;
    }
    struct buffer written = {0};
    join_request_encode(&request, true, &written);
    enum daybook_status status = join_request_decode(buffer_bytes(&written), &again);
    assert(status == DAYBOOK_OK);
    assert(bytes_equal(request.name, again.name));
    buffer_free(&written);
}

static void answer_survives_writing(struct bytes input)
{
    struct join_answer answer;
    struct join_answer again;
    if (join_answer_decode(input, &answer) != DAYBOOK_OK) {
        return;
    }
    struct buffer written = {0};
    join_answer_encode(&answer, true, &written);
    enum daybook_status status = join_answer_decode(buffer_bytes(&written), &again);
    assert(status == DAYBOOK_OK);
    assert(bytes_equal(answer.patient_name, again.patient_name));
    buffer_free(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bytes input = {data, size};
    uint8_t signature[64];
    message_survives_writing(input);
    request_survives_writing(input);
    answer_survives_writing(input);
    (void)join_confirmation_decode(input, signature);
    return 0;
}
