/* Fuzzes every request: whatever the JSON says, there is an answer that is JSON and names its
 * schema. */
#include <assert.h>
#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "journal/still_ports.h"
#include "requests/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A journal of its own for each input, so that what is found once is found again. */
static struct desk *make_desk(void)
{
    static int64_t now_ms = INT64_C(1788019200000);
    const struct journal_ports ports = still_ports(&now_ms);
    const struct desk_setup setup = {.home = "/nowhere", .ports = ports};
    struct desk *desk = NULL;
    struct journal *journal = NULL;
    if (secret_begin() != DAYBOOK_OK || desk_create(&setup, &desk) != DAYBOOK_OK) {
        return NULL;
    }
    if (journal_create_in_memory(bytes_of_text("Ana"), ROLE_PATIENT, &ports, &journal) !=
        DAYBOOK_OK) {
        desk_free(desk);
        return NULL;
    }
    desk_adopt(desk, journal);
    return desk;
}

static void expect_answer(const struct request *request)
{
    json_error_t error;
    json_t *answer = json_loads(request_answer(request), JSON_REJECT_DUPLICATES, &error);
    assert(json_is_string(json_object_get(answer, "schema")));
    bool failed = json_is_string(json_object_get(answer, "error"));
    assert(failed == (request_status(request) != DAYBOOK_OK));
    json_decref(answer);
}

/* The first line is the request's name, the rest its JSON. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *feed = size == 0 ? NULL : memchr(data, '\n', size);
    struct desk *desk = feed == NULL ? NULL : make_desk();
    if (desk == NULL) {
        return 0;
    }
    size_t name_size = (size_t)(feed - data);
    const struct request_call call = {
        .name = {data, name_size},
        .json = {feed + 1, size - name_size - 1},
    };
    struct request *request = request_start(desk, &call);
    if (request != NULL && request_is_done(request)) {
        expect_answer(request);
    }
    request_free(request);
    desk_free(desk);
    return 0;
}
