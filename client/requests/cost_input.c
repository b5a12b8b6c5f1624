/* What one guess of a new passphrase is to cost, as a request says it. */
#include "requests/cost_input.h"

#include "requests/handler.h"

enum { MEMORY_MIB_MIN = 64, MEMORY_MIB_MAX = 1024 };

enum daybook_status cost_input_read(struct request *request, struct key_cost *out_cost)
{
    const struct input_range range = {MEMORY_MIB_MIN, MEMORY_MIB_MAX};
    int64_t memory_mib = 0;
    if (!input_whole(&request->input, "memory_mib", range, &memory_mib)) {
        return DAYBOOK_INVALID;
    }
    if (memory_mib > 0) {
        *out_cost = (struct key_cost){key_cost_default.passes, (uint32_t)memory_mib};
        return DAYBOOK_OK;
    }
    struct key_machine machine;
    if (key_cost_measure(&machine) != DAYBOOK_OK) {
        return request_refuse(request, DAYBOOK_NO_MEMORY,
                              "A passphrase needs 64 MiB of memory to be made safe, and they are "
                              "not free: close other programs and try again.");
    }
    *out_cost = key_cost_choose(machine);
    return DAYBOOK_OK;
}
