/* The reasons for a missing answer, as words and as values. */
#include "domain/absent.h"

#include <assert.h>

#define TEXT(literal)                                                                              \
    {                                                                                              \
        (const uint8_t *)(literal), sizeof(literal) - 1                                            \
    }
#define REASON(word)                                                                               \
    {                                                                                              \
        .key = TEXT("absent"), .value = {.type = VALUE_TEXT, .as.text = TEXT(word) }               \
    }

static const struct value_pair reasons[ABSENT_COUNT] = {
    [ABSENT_SKIPPED] = REASON("skipped"),
    [ABSENT_UNABLE] = REASON("unable"),
    [ABSENT_NOT_APPLICABLE] = REASON("not_applicable"),
    [ABSENT_DEVICE_FAILED] = REASON("device_failed"),
    [ABSENT_UNKNOWN] = REASON("unknown"),
};

struct value absent_value(enum absent_reason reason)
{
    assert((unsigned)reason < ABSENT_COUNT);
    return (struct value){.type = VALUE_MAP, .as.map = {&reasons[reason], 1}};
}

bool absent_from_value(const struct value *value, enum absent_reason *out_reason)
{
    if (value == NULL || value->type != VALUE_MAP || value->as.map.count != 1) {
        return false;
    }
    return absent_from_name(value_text(value, "absent"), out_reason);
}

const char *absent_name(enum absent_reason reason)
{
    assert((unsigned)reason < ABSENT_COUNT);
    return (const char *)reasons[reason].value.as.text.data;
}

bool absent_from_name(struct bytes name, enum absent_reason *out_reason)
{
    assert(out_reason != NULL);
    for (unsigned i = 0; i < ABSENT_COUNT; i++) {
        if (bytes_equal(name, reasons[i].value.as.text)) {
            *out_reason = (enum absent_reason)i;
            return true;
        }
    }
    return false;
}
