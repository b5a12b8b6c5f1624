/* The rules as schema/flags has them: titles, limits, tiers, texts and where they come from. */
#ifndef FLAGS_RULE_BOOK_H
#define FLAGS_RULE_BOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/kind.h"
#include "flags/rule_names.h"

/* How soon somebody should look; a higher one is more urgent. */
enum flag_tier {
    FLAG_TIER_NONE, /* of nothing that was raised */
    FLAG_TIER_INFO,
    FLAG_TIER_REVIEW,
    FLAG_TIER_REVIEW_HIGH, /* a review that comes before the others */
    FLAG_TIER_URGENT,
};

struct flag_rule_row {
    const char *name;         /* "R16" */
    const char *title;        /* "Falls" */
    struct evidence evidence; /* of the rule as a whole */
    enum flag_sign first_sign;
    enum flag_limit first_limit;
    uint32_t sign_count;  /* at least 1 */
    uint32_t limit_count; /* at least 1 */
};

struct flag_sign_row {
    const char *name; /* "injury" */
    const char *text; /* what was observed, with figures in braces: see flag_text.h */
    enum flag_rule rule;
    enum flag_tier tier;
    int32_t window_days; /* 0: it judges readings, whenever they come */
    int32_t every_days;  /* it judges on every so many days */
    bool event;          /* each day it holds is news */
};

struct flag_limit_row {
    const char *name;  /* "falls" */
    const char *label; /* "Falls in 30 days" */
    const char *unit;  /* "" for counts and scores */
    enum flag_rule rule;
    double given; /* unless a monitoring plan says otherwise */
    double minimum;
    double maximum;
    struct evidence evidence; /* of the given figure */
};

/* The rows; never NULL, they live as long as the program. */
const struct flag_rule_row *rule_book_rule(enum flag_rule rule);
const struct flag_sign_row *rule_book_sign(enum flag_sign sign);
const struct flag_limit_row *rule_book_limit(enum flag_limit limit);

/* Find a rule by its name. False, and the output untouched, for an unknown one. */
bool rule_book_find(struct bytes name, enum flag_rule *out_rule);

/* What a monitoring plan's rule_id means: the whole rule ("R16"), or one name in it ("R16.falls").
 */
struct rule_address {
    enum flag_rule rule;
    bool whole; /* the limit is the rule's first, the tier is that of all its signs */
    bool has_limit;
    bool has_sign; /* a name may be of a limit and a sign: then it is of both */
    enum flag_limit limit;
    enum flag_sign sign;
};
/* False, and the output untouched, when there is no such rule or no such name in it. */
bool rule_book_address(struct bytes rule_id, struct rule_address *out_address);

/* How many judgements below its limit end what a sign began: two windows that share no day. */
uint32_t rule_book_clears_after(enum flag_sign sign);

/* "urgent_contact", "review" (of both kinds) or "info"; "none" of FLAG_TIER_NONE. */
const char *rule_book_tier_name(enum flag_tier tier);

/* Read a tier as a monitoring plan writes it. False and untouched for any other word. */
bool rule_book_tier_find(struct bytes name, enum flag_tier *out_tier);

#endif
