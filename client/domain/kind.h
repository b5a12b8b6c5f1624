/* What one kind of entry, plan or evaluation looks like: its fields, ranges, codes and authors. */
#ifndef DOMAIN_KIND_H
#define DOMAIN_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/role.h"
#include "domain/stream.h"
#include "domain/visibility.h"

/* Tables compiled from schema/catalog; its README.md explains every part. Texts are UTF-8, never
 * NULL unless said so, and live as long as the program. */

enum kind_family {
    FAMILY_ENTRY,      /* something that happened or was felt */
    FAMILY_PLAN,       /* what should be done, kept in versions */
    FAMILY_EVALUATION, /* what somebody concluded */
    FAMILY_MESSAGE,    /* what the household says to everybody in the circle */
};

enum kind_cadence {
    CADENCE_EVENT, /* when it happens */
    CADENCE_DAILY,
    CADENCE_TWICE_A_WEEK,
    CADENCE_WEEKLY,
    CADENCE_MONTHLY,
    CADENCE_QUARTERLY,
};

/* What a value of the field is in JSON, and as struct value:
 *   date "2026-08-29", time "07:30", moment ISO 8601 with offset: VALUE_TEXT
 *   bytes: VALUE_BYTES, in JSON hexadecimal text
 *   reference: VALUE_TEXT naming something else, see refers_to
 *   group: VALUE_MAP with the fields under items; a group never holds a group */
enum field_type {
    FIELD_BOOL,
    FIELD_INTEGER,
    FIELD_DECIMAL,
    FIELD_TEXT,
    FIELD_CHOICE,
    FIELD_DATE,
    FIELD_TIME,
    FIELD_MOMENT,
    FIELD_BYTES,
    FIELD_REFERENCE,
    FIELD_GROUP,
};

/* Which direction is an improvement. */
enum field_better {
    BETTER_NONE, /* neither, or it depends */
    BETTER_UP,
    BETTER_DOWN,
};

/* How far a figure can be trusted. */
enum evidence_mark {
    EVIDENCE_CONFIRMED,  /* read in the named source */
    EVIDENCE_UNVERIFIED, /* from memory: only ever an editable default */
    EVIDENCE_PROPOSAL,   /* our own */
};

struct evidence {
    enum evidence_mark mark;
    const char *source; /* may be empty */
};

/* A code of a public code system. Only confirmed ones may leave the program. */
struct code {
    const char *system; /* a URI, such as "http://loinc.org" */
    const char *code;
    const char *display;
    const char *choice; /* the choice of the field it stands for, NULL when it is the whole */
    bool confirmed;
};

/* One of the words a choice field may hold. */
struct choice {
    const char *name;
    const char *label;
};

struct field_rule {
    const char *name;
    const char *label;
    const char *question;  /* one short plain sentence */
    const char *unit;      /* UCUM, NULL when it has none */
    const char *refers_to; /* of a reference: "entry", "plan_item", "flag", "rule", "kind",
                              "measure", "field", "media", otherwise NULL */
    const struct choice *choices;
    const struct field_rule *items; /* of a group */
    const struct code *codes;
    size_t choice_count;
    size_t item_count;
    size_t code_count;
    double minimum; /* of a number, only when has_range */
    double maximum;
    double default_number; /* offered when planning, only when has_default */
    struct evidence evidence;
    enum field_type type;
    enum field_better better;
    int checkin; /* place in the daily check-in, 1 first; 0: not asked there */
    bool has_range;
    bool has_default;
    bool required;
    bool repeating;
};

/* Names of fields of which at least one must be given. */
struct one_of {
    const char *const *names;
    size_t count;
};

struct kind {
    const char *name;
    const char *label;
    const char *question;
    const char *feeds; /* what its values are used for; may be empty */
    const struct field_rule *fields;
    const struct code *codes;
    const struct one_of *one_ofs;
    size_t field_count;
    size_t code_count;
    size_t one_of_count;
    struct evidence evidence;
    enum kind_family family;
    enum kind_cadence cadence;
    enum visibility visibility; /* of a new entry, unless its author chooses another */
    uint32_t roles;             /* a bit (1 << role) for each role that may log it */
};

/* True when an author of this role may log this kind. */
bool kind_may_log(const struct kind *kind, enum role role);

/* The stream that entries of the kind travel in, which says who may write and read them. */
enum stream kind_stream(const struct kind *kind);

/* The field of that name, NULL when the kind has none. */
const struct field_rule *kind_field(const struct kind *kind, struct bytes name);

/* The words for the enums above, as schema/catalog writes them; never NULL. */
const char *kind_family_name(enum kind_family family);
const char *kind_cadence_name(enum kind_cadence cadence);
const char *kind_type_name(enum field_type type);
const char *kind_better_name(enum field_better better);
const char *kind_evidence_name(enum evidence_mark mark);

#endif
