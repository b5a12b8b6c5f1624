/* How much of each measure a patient shares with those who do not read the log. */
#ifndef TRENDS_SHARING_H
#define TRENDS_SHARING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "trends/day.h"

struct arena;

enum sharing_level {
    SHARING_DAILY,    /* one number a day */
    SHARING_WEEKLY,   /* one number a week that is over, with its last day */
    SHARING_WITHHELD, /* nothing */
};

enum { SHARING_LEVEL_COUNT = SHARING_WITHHELD + 1 };

/* All zero: everything daily. */
struct sharing {
    uint8_t levels[MEASURE_COUNT]; /* an enum sharing_level each */
    bool withholds_all;            /* of what there is a choice about */
};

/* One choice: what it covers, and how much of that is shared from then on and of the past. */
struct sharing_choice {
    struct bytes target; /* "all", "part:" and a part's word, a measure's name, or the start of
                            names up to a dot: "pain" for "pain.worst" */
    enum sharing_level level;
};

/* "daily", "weekly" or "withheld"; never NULL. */
const char *sharing_level_name(enum sharing_level level);

/* Read a level's word. False, and the output untouched, for any other word. */
bool sharing_level_find(struct bytes name, enum sharing_level *out_level);

/* Is it the patient's to decide? Not of measures that others keep from the team. */
bool sharing_is_choice(enum measure measure);

/* Does a choice of this target cover the measure? */
bool sharing_covers(struct bytes target, enum measure measure);

/* What choices come to, of which a later one counts more. Unknown targets cover nothing. */
void sharing_of_choices(const struct sharing_choice *choices, size_t count,
                        struct sharing *out_sharing);

/* The day as it is shared: withheld measures are left out; of weekly ones the last day of an ISO
 * week holds the median of the week, or the sum of what is counted, in the state DAY_WEEKLY, when
 * the week is over and holds as many values as the measure's rule wants. Where everything is
 * withheld, the numbers of entries are, too. week: the days of its ISO week there are, ascending,
 * the day itself among them. Values are in the arena. NO_MEMORY. */
struct sharing_week {
    const struct day *days;
    size_t count;
    bool is_over;
};
enum daybook_status sharing_apply(const struct sharing *sharing, const struct sharing_week *week,
                                  int32_t day, struct arena *arena, struct day *out_day);

#endif
