/* Which stream an operation belongs to. */
#include "domain/operation.h"

#include <assert.h>

static const struct {
    uint32_t type;
    enum stream stream;
} homes[] = {
    {OPERATION_GENESIS, STREAM_CIRCLE},
    {OPERATION_ADD_PERSON, STREAM_CIRCLE},
    {OPERATION_ADD_DEVICE, STREAM_CIRCLE},
    {OPERATION_GRANT, STREAM_CIRCLE},
    {OPERATION_RETIRE_DEVICE, STREAM_CIRCLE},
    {OPERATION_REMOVE_PERSON, STREAM_CIRCLE},
    {OPERATION_NEW_EPOCH, STREAM_CIRCLE},
    {OPERATION_RECOVER, STREAM_CIRCLE},
    {OPERATION_ENTRY, STREAM_LOG},
    {OPERATION_AMEND, STREAM_LOG},
    {OPERATION_RETRACT, STREAM_LOG},
    {OPERATION_ERASE, STREAM_LOG},
    {OPERATION_PLAN, STREAM_PLAN},
    {OPERATION_FLAG_ACK, STREAM_PLAN},
    {OPERATION_SUMMARY, STREAM_TREND},
};

bool operation_stream(uint32_t type, enum stream *out_stream)
{
    assert(out_stream != NULL);
    for (size_t i = 0; i < sizeof homes / sizeof homes[0]; i++) {
        if (homes[i].type == type) {
            *out_stream = homes[i].stream;
            return true;
        }
    }
    return false;
}
