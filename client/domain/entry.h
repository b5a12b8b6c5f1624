/* An entry: what a person said happened, and whether it may be said that way. */
#ifndef DOMAIN_ENTRY_H
#define DOMAIN_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/timestamp.h"
#include "domain/complaint.h"
#include "domain/role.h"
#include "domain/value.h"
#include "domain/visibility.h"

/* The orders are written to stores and messages: append only. */
enum entry_method {
    METHOD_MANUAL,
    METHOD_VOICE,
    METHOD_IMPORT,
    METHOD_DEVICE,
    METHOD_LOCKED, /* added while the journal was locked: nobody's identity was checked */
};

enum certainty {
    CERTAINTY_SURE,
    CERTAINTY_ESTIMATE,
};

enum { METHOD_COUNT = METHOD_LOCKED + 1, CERTAINTY_COUNT = CERTAINTY_ESTIMATE + 1 };

/* What a person said. Authorship is the certificate the operation was signed under, never a field
 * here. Borrows everything it points to. */
struct entry {
    struct bytes kind;
    struct timestamp at;
    bool has_end;
    struct timestamp end; /* when has_end */
    struct bytes zone;    /* IANA name or empty */
    int64_t recorded_at_ms;
    bool has_on_behalf_of;
    struct id128 on_behalf_of; /* when has_on_behalf_of */
    enum visibility visibility;
    enum entry_method method;
    enum certainty certainty;
    struct value fields; /* VALUE_MAP */
    struct bytes note;
    struct bytes plan_ref;
};

/* Check an entry against the catalogue. OK; or, with a sentence for the person, INVALID when it
 * breaks a rule, DENIED when the author's role may not log the kind, NOT_FOUND when there is no
 * such kind. out_complaint is untouched on OK. */
enum daybook_status entry_check(const struct entry *entry, enum role author_role,
                                struct complaint *out_complaint);

/* Bring the fields to their one stored form, in the arena: a single value of a repeating field
 * becomes a list of one, 3.0 of an integer field becomes 3, hexadecimal text of a bytes field
 * becomes bytes. What does not fit its rule stays as it is, for entry_check() to refuse; so does
 * every field of an unknown kind. OK or NO_MEMORY, and then the entry is unchanged. */
enum daybook_status entry_normalise(struct entry *entry, struct arena *arena);

/* The words of the enums above; never NULL. */
const char *entry_method_name(enum entry_method method);
const char *entry_certainty_name(enum certainty certainty);

/* Read one of those words. False, and the output untouched, for any other word. */
bool entry_method_from_name(struct bytes name, enum entry_method *out_method);
bool entry_certainty_from_name(struct bytes name, enum certainty *out_certainty);

#endif
