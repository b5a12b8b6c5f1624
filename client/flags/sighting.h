/* What a rule saw on a day: the figures its text is written from. */
#ifndef FLAGS_SIGHTING_H
#define FLAGS_SIGHTING_H

#include <stdbool.h>
#include <stdint.h>

#include "flags/rule_names.h"
#include "trends/measure.h"

/* The words a text may list, in the order they are listed. */
enum sighting_word {
    WORD_ORTHOPNOEA,
    WORD_BREATHLESS,
    WORD_DISTURBED_SLEEP,
    WORD_NIGHTMARES,
    WORD_MORNING_HEADACHE,
    WORD_SLEEPINESS,
    WORD_FATIGUE,
    WORD_APPETITE,
    WORD_NOT_FATIGUE, /* reasons for exercise that was not done */
    WORD_NOT_PAIN,
    WORD_NOT_ILL,
    WORD_NOT_NO_HELPER,
    WORD_NOT_EQUIPMENT,
    WORD_NOT_FORGOT,
    WORD_NOT_UNSAFE,
    WORD_NOT_REFUSED,
    WORD_COUNT
};

/* The figures of a text in schema/flags; those it does not name mean nothing. */
struct sighting {
    double value;
    double baseline;
    double change;
    double limit;
    uint32_t count;
    uint32_t n;
    uint32_t days;
    uint32_t words;   /* bit 1 << word for each enum sighting_word */
    uint8_t roles;    /* bit 1 << role for each role that reported */
    int32_t days_ago; /* when the latest of it was so; 0: on this very day */
    bool is_known;    /* it was so at the reading before, too: no news of an event */
};

/* What came of a sign on a day. */
enum sign_state {
    SIGN_UNJUDGED,    /* nothing new: what was so stays so */
    SIGN_LACKING,     /* it should have been judged, and too little is known */
    SIGN_APPLIES_NOT, /* no plan asks for it and nothing was logged: nothing to judge */
    SIGN_BELOW,
    SIGN_HOLDS,
};

/* Why a sign could not be judged. */
enum lack_reason {
    LACK_DAYS,       /* fewer values than it needs in its window */
    LACK_ENTRIES,    /* fewer days with any entry than it needs */
    LACK_READING,    /* no reading that is recent enough */
    LACK_BASELINE,   /* nothing to compare with */
    LACK_PLAN,       /* a plan does not say what it needs */
    LACK_NOT_SHARED, /* the patient keeps the daily values */
};

struct lack {
    enum lack_reason reason;
    enum measure measure;  /* of all but LACK_ENTRIES and LACK_PLAN */
    const char *plan_said; /* of LACK_PLAN: what the plan must say */
    uint32_t n;
    uint32_t needed;
    uint32_t days;
};

struct sign_reading {
    enum sign_state state;
    struct sighting sighting; /* of SIGN_HOLDS */
    struct lack lack;         /* of SIGN_LACKING */
};

#endif
