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
    {OPERATION_QUESTION, STREAM_TREND},
};

bool operation_makes(uint32_t type)
{
    return type == OPERATION_ENTRY || type == OPERATION_PLAN || type == OPERATION_QUESTION;
}

bool operation_holds_entry(uint32_t type)
{
    return operation_makes(type) || type == OPERATION_AMEND;
}

enum operation_type operation_making(enum stream stream)
{
    static const enum operation_type making[] = {[STREAM_LOG] = OPERATION_ENTRY,
                                                 [STREAM_TREND] = OPERATION_QUESTION,
                                                 [STREAM_PLAN] = OPERATION_PLAN};
    assert(stream != STREAM_CIRCLE && (unsigned)stream < STREAM_COUNT);
    return making[stream];
}

enum operation_type operation_changing(enum stream stream)
{
    return stream == STREAM_LOG ? OPERATION_AMEND : operation_making(stream);
}

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
