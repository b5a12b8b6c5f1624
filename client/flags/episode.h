/* How what a rule finds day by day becomes flags: raised on a transition, cleared with hysteresis,
 * not told again too soon. */
#ifndef FLAGS_EPISODE_H
#define FLAGS_EPISODE_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "flags/rule_book.h"
#include "flags/sighting.h"

struct arena;
struct settings;
struct plan_version;

enum {
    EPISODE_REVIEW_DAYS = 14, /* a rule tells a review again only after so many days */
    EPISODE_URGENT_DAYS = 3   /* … and what is urgent after so many */
};

/* One flag of a rule. */
struct flag_record {
    struct flag_record *earlier; /* of the same rule */
    enum flag_rule rule;
    enum flag_tier tier;
    int32_t since;
    int32_t observed_day;
    bool is_cleared;
    int32_t cleared_day;
    enum flag_sign sign; /* of what was seen last at its tier */
    struct sighting sighting;
    const struct plan_version *plan; /* whose limits held then; NULL: as given */
};

/* A sign that held stays so until it was below often enough. */
struct sign_latch {
    bool is_set;
    bool is_told;   /* by a flag that was raised since it is set */
    uint32_t below; /* judgements since it held */
    bool was_judged;
    bool is_lacking; /* at the latest attempt */
    int32_t lacking_since;
    struct lack lack;
};

struct episodes {
    struct arena *arena;
    struct sign_latch latches[SIGN_COUNT];
    struct flag_record *latest[FLAG_RULE_COUNT]; /* NULL: none so far */
};

/* Begin without any flag; the records come from the arena. */
void episodes_begin(struct episodes *episodes, struct arena *arena);

/* Take what the signs of all rules are on a day, later than the one before. NO_MEMORY. */
enum daybook_status episodes_step(struct episodes *episodes, int32_t day,
                                  const struct settings *settings,
                                  const struct sign_reading readings[static SIGN_COUNT]);

/* True when nothing of the rule is raised and each of its signs that applies could not be judged
 * last. The sign that says what is missing, and since when, are written then. */
bool episodes_undetermined(const struct episodes *episodes, enum flag_rule rule,
                           const struct settings *settings, enum flag_sign *out_sign,
                           int32_t *out_since);

#endif
