/* What is left of an erased entry, as answers show it. */
#include "requests/erasure_line.h"

#include <assert.h>

#include "requests/answer.h"

/* The devices that have confirmed, or those that have not. */
static json_t *devices_of(const struct journal_erasure *erasure, bool confirmed)
{
    json_t *list = json_array();
    bool written = list != NULL;
    for (size_t i = 0; written && i < erasure->device_count; i++) {
        const struct journal_eraser *eraser = &erasure->devices[i];
        if (eraser->confirmed != confirmed) {
            continue;
        }
        json_t *device = json_object();
        written = answer_set(device, "name", answer_text(eraser->name)) &&
                  answer_set(device, "role", json_string(role_name(eraser->role))) &&
                  answer_set(device, "device", answer_key(eraser->device)) &&
                  answer_set(device, "self", json_boolean(eraser->is_self)) &&
                  json_array_append(list, device) == 0;
        json_decref(device);
    }
    if (!written) {
        json_decref(list);
        return NULL;
    }
    return list;
}

bool erasure_line_write(json_t *line, const struct journal_erasure *erasure,
                        const struct journal_ports *ports)
{
    assert(erasure != NULL && ports != NULL);
    return answer_set(line, "id", answer_id(erasure->id)) &&
           answer_set(line, "erased", json_true()) &&
           answer_set(line, "erased_at", answer_local(ports, erasure->erased_ms)) &&
           answer_set(line, "erased_by", answer_text(erasure->by)) &&
           answer_set(line, "erased_by_role", json_string(role_name(erasure->by_role))) &&
           answer_set(line, "confirmed", devices_of(erasure, true)) &&
           answer_set(line, "not_confirmed", devices_of(erasure, false));
}
