/* Red flags: what of a patient's days somebody should look at, computed wherever they are read.
 *
 * The same days and plans give the same flags on every device, in whatever order they arrived; so
 * flags are no messages and need no merging. A flag states what was observed and where the limit
 * comes from; it is never a diagnosis. */
#ifndef FLAGS_FLAGS_H
#define FLAGS_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "flags/rule_book.h"

struct arena;
struct history;
struct plan_book;
struct sharing;

enum flag_state {
    FLAG_RAISED,
    FLAG_CLEARED,
    FLAG_UNDETERMINED, /* nothing is raised, and too little is known to say so: not "normal" */
};

struct flag_question {
    const struct history *history; /* days that were shared with whoever asks, or the log's own */
    const struct plan_book *plans;
    int32_t until;      /* later days are ignored */
    bool until_goes_on; /* that day is not over: windows of days end the day before */
    bool has_received;  /* false where the log itself is kept: R25 has nothing to say there */
    int32_t last_received_day;
    double received_interval_days; /* the median gap between receipts; 0: not known */
    const struct sharing *sharing; /* what is not shared daily is not judged; NULL: all is */
};

struct flag {
    enum flag_rule rule;
    enum flag_tier tier; /* of an undetermined one the highest it could have */
    enum flag_state state;
    int32_t since;        /* the day it was raised, or could not be determined any more */
    int32_t cleared_day;  /* of a cleared one */
    int32_t observed_day; /* the latest day on which what the text says was so */
    bool has_digest;
    int32_t digest_day; /* with has_digest: reviews of a week that brought more than three */
    struct bytes text;  /* sentences, of observations and limits; no patient's words */
};

/* Judge every day up to until by every rule, in time linear in the days. The flags, their texts
 * and the list are the arena's. Raised ones come first, then undetermined, then cleared; each the
 * most urgent first, then the latest. NO_MEMORY: the outputs are untouched. */
enum daybook_status flags_evaluate(const struct flag_question *question, struct arena *arena,
                                   struct flag **out_flags, size_t *out_count);

/* "R16@2026-08-12": the same on every device. */
enum { FLAG_REFERENCE_SIZE = 24 };
void flags_reference(const struct flag *flag, char out_text[static FLAG_REFERENCE_SIZE]);

/* "raised", "cleared" or "undetermined"; never NULL. */
const char *flags_state_name(enum flag_state state);

#endif
