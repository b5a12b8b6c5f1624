/* A membership operation as flat as its bytes: one key for each thing it can say. */
#ifndef WIRE_FLAT_CHANGE_H
#define WIRE_FLAT_CHANGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/circle.h"

/* Keys of schema/wire/body.cddl; one numbering for all membership types. */
enum change_key {
    CHANGE_SALT,
    CHANGE_PERSON,
    CHANGE_NAME,
    CHANGE_ROLE,
    CHANGE_GRANTS,
    CHANGE_SIGN,
    CHANGE_BOX,
    CHANGE_CLIENT_ID,
    CHANGE_RECOVERY_SIGN,
    CHANGE_RECOVERY_BOX,
    CHANGE_EPOCH,
    CHANGE_CUTS,
};
enum { CHANGE_KEY_COUNT = CHANGE_CUTS + 1 };

/* A change as flat as its bytes: one place for each key, whatever the type calls it. */
struct flat_change {
    struct id128 salt;
    struct id128 person;
    struct bytes name;
    enum role role;
    struct circle_grants grants;
    struct key256 sign;
    struct key256 box;
    struct bytes client_id;
    struct key256 recovery_sign;
    struct key256 recovery_box;
    struct circle_epoch epoch;
    const struct circle_cut *cuts;
    size_t cut_count;
};

/* The keys of a membership type, a bit (1 << key) each, and those among them that are never left
 * out. */
uint32_t flat_change_members(enum operation_type type);
uint32_t flat_change_required(enum operation_type type);

struct flat_change flat_change_of(struct id128 salt, const struct circle_change *change);
struct circle_change flat_change_to(enum operation_type type, const struct flat_change *flat);

#endif
