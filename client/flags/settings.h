/* What the rules go by on a day: the limits and tiers as given, and as a monitoring plan sets them.
 */
#ifndef FLAGS_SETTINGS_H
#define FLAGS_SETTINGS_H

#include <stdbool.h>

#include "flags/rule_book.h"

struct plan_version;

struct settings {
    const struct plan_version *plan; /* the monitoring plan they come from; NULL: as given */
    double limits[LIMIT_COUNT];
    enum flag_tier tiers[SIGN_COUNT];
    bool off[SIGN_COUNT];         /* signs that do not apply to this patient */
    bool edited[FLAG_RULE_COUNT]; /* rules of which the plan says anything */
};

/* Read a version of a monitoring plan; NULL gives the limits and tiers as given. A rule_id is that
 * of a rule, of one of its limits or of one of its signs (see rule_book_address()); what nobody
 * here knows, and a limit outside of its range, is passed over: what was given holds. */
void settings_read(const struct plan_version *plan, struct settings *out_settings);

/* What is wrong with a limit somebody wants to set, for who sets it. */
enum settings_fault {
    SETTINGS_FINE,
    SETTINGS_NO_RULE,  /* no rule, limit or sign has this name */
    SETTINGS_NO_LIMIT, /* the name is of a sign, which has no limit */
    SETTINGS_OUT_OF_RANGE,
};
enum settings_fault settings_check(struct bytes rule_id, bool has_limit, double limit);

#endif
