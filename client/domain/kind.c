/* Reading the tables of one kind. */
#include "domain/kind.h"

#include <assert.h>

bool kind_may_log(const struct kind *kind, enum role role)
{
    assert(kind != NULL && (unsigned)role < ROLE_COUNT);
    return (kind->roles & (UINT32_C(1) << role)) != 0;
}

enum stream kind_stream(const struct kind *kind)
{
    static const enum stream streams[] = {[FAMILY_ENTRY] = STREAM_LOG,
                                          [FAMILY_PLAN] = STREAM_PLAN,
                                          [FAMILY_EVALUATION] = STREAM_PLAN,
                                          [FAMILY_MESSAGE] = STREAM_TREND};
    assert((size_t)kind->family < sizeof streams / sizeof streams[0]);
    return streams[kind->family];
}

const struct field_rule *kind_field(const struct kind *kind, struct bytes name)
{
    assert(kind != NULL);
    for (size_t i = 0; i < kind->field_count; i++) {
        if (bytes_equal_text(name, kind->fields[i].name)) {
            return &kind->fields[i];
        }
    }
    return NULL;
}

const char *kind_family_name(enum kind_family family)
{
    switch (family) {
    case FAMILY_ENTRY:
        return "entry";
    case FAMILY_PLAN:
        return "plan";
    case FAMILY_EVALUATION:
        return "evaluation";
    case FAMILY_MESSAGE:
        return "message";
    }
    assert(false);
    return "";
}

const char *kind_cadence_name(enum kind_cadence cadence)
{
    switch (cadence) {
    case CADENCE_EVENT:
        return "event";
    case CADENCE_DAILY:
        return "daily";
    case CADENCE_TWICE_A_WEEK:
        return "twice_a_week";
    case CADENCE_WEEKLY:
        return "weekly";
    case CADENCE_MONTHLY:
        return "monthly";
    case CADENCE_QUARTERLY:
        return "quarterly";
    }
    assert(false);
    return "";
}

const char *kind_type_name(enum field_type type)
{
    static const char *const names[] = {
        [FIELD_BOOL] = "bool",     [FIELD_INTEGER] = "int",   [FIELD_DECIMAL] = "dec",
        [FIELD_TEXT] = "text",     [FIELD_CHOICE] = "enum",   [FIELD_DATE] = "date",
        [FIELD_TIME] = "time",     [FIELD_MOMENT] = "moment", [FIELD_BYTES] = "bytes",
        [FIELD_REFERENCE] = "ref", [FIELD_GROUP] = "group",
    };
    assert((size_t)type < sizeof names / sizeof names[0]);
    return names[type];
}

const char *kind_better_name(enum field_better better)
{
    switch (better) {
    case BETTER_NONE:
        return "none";
    case BETTER_UP:
        return "up";
    case BETTER_DOWN:
        return "down";
    }
    assert(false);
    return "";
}

const char *kind_evidence_name(enum evidence_mark mark)
{
    switch (mark) {
    case EVIDENCE_CONFIRMED:
        return "confirmed";
    case EVIDENCE_UNVERIFIED:
        return "unverified";
    case EVIDENCE_PROPOSAL:
        return "proposal";
    }
    assert(false);
    return "";
}
