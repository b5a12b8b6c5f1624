/* Reading quiet hours. */
#include "flags/quiet.h"

#include <stddef.h>

#include "domain/plan.h"
#include "domain/value.h"

enum { TIME_SIZE = 5, MINUTES_AN_HOUR = 60 };

static bool is_digit(uint8_t letter)
{
    return letter >= '0' && letter <= '9';
}

/* "22:30" as the minute of the day. */
static bool read_time(struct bytes text, int32_t *out_minute)
{
    const uint8_t *at = text.data;
    if (text.size != TIME_SIZE || at[2] != ':' || !is_digit(at[0]) || !is_digit(at[1]) ||
        !is_digit(at[3]) || !is_digit(at[4])) {
        return false;
    }
    *out_minute =
        ((at[0] - '0') * 10 + at[1] - '0') * MINUTES_AN_HOUR + (at[3] - '0') * 10 + at[4] - '0';
    return true;
}

bool quiet_at(const struct plan_version *plan, int32_t minute)
{
    int32_t from = 0;
    int32_t until = 0;
    if (plan == NULL || !read_time(value_text(plan->fields, "quiet_from"), &from) ||
        !read_time(value_text(plan->fields, "quiet_until"), &until)) {
        return false;
    }
    if (from <= until) {
        return minute >= from && minute < until;
    }
    return minute >= from || minute < until;
}
