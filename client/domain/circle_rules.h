/* The rules by which a care circle grows, one membership operation at a time. */
#ifndef DOMAIN_CIRCLE_RULES_H
#define DOMAIN_CIRCLE_RULES_H

#include "domain/circle.h"

enum verdict {
    VERDICT_ACCEPTED,
    VERDICT_REFUSED,
    VERDICT_WAITS, /* for a person or device that is not there yet */
};

/* The circle while it grows. Its arrays are these, seen as constant. */
struct fold {
    struct circle circle;
    struct circle_person *people;
    struct circle_device *devices;
    struct circle_cut *cuts;
    const struct circle_change *change; /* the operation at hand */
    uint64_t hlc;                       /* and its clock */
    const struct circle_person *author; /* NULL for the recovery key */
    const struct circle_device *device; /* NULL for the recovery key */
    enum rank rank;                     /* the author's */
};

/* Apply one operation after the genesis, or say why not. The arrays have room for what it adds. */
enum verdict circle_rules_judge(struct fold *fold, const struct circle_operation *operation);

#endif
