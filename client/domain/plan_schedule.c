/* Reads from an item of a plan what it asks of a day. */
#include "domain/plan_schedule.h"

#include "base/timestamp.h"

enum { DAYS_A_WEEK = 7, TIME_SIZE = 5, MINUTES_AN_HOUR = 60, HOURS_A_DAY = 24 };

/* A count that the catalogue bounds; fallback when it is not given. */
static int32_t count_of(const struct value *item, const char *key, int32_t fallback)
{
    const struct value *value = value_find(item, key);
    bool fits = value != NULL && value->type == VALUE_INTEGER && value->as.integer >= 0 &&
                value->as.integer <= INT16_MAX;
    return fits ? (int32_t)value->as.integer : fallback;
}

bool plan_schedule_date(const struct value *map, const char *key, int32_t *out_day)
{
    return day_from_text(value_text(map, key), out_day);
}

/* Is the medicine one that is taken at all on that day? */
static bool is_taken(const struct value *item, int32_t day)
{
    int32_t started = INT32_MIN;
    int32_t stopped = INT32_MAX;
    (void)plan_schedule_date(item, "started", &started); /* not given: always */
    (void)plan_schedule_date(item, "stopped", &stopped); /* not given: never */
    return day >= started && day < stopped;
}

bool plan_schedule_cycle(const struct value *item, int32_t from_day, int32_t day,
                         struct plan_cycle_day *out_cycle_day)
{
    int32_t start = from_day;
    int32_t on_days = count_of(item, "cycle_on_days", 0);
    int32_t off_days = count_of(item, "cycle_off_days", 0);
    int32_t first_on_days = count_of(item, "cycle_first_on_days", on_days);
    (void)plan_schedule_date(item, "started", &start); /* not given: the plan's own first day */
    if (!bytes_equal_text(value_text(item, "schedule"), "cycle") || on_days == 0 || day < start) {
        return false;
    }
    int32_t into = day - start;
    int32_t first_length = first_on_days + off_days;
    int32_t length = on_days + off_days;
    bool first = into < first_length;
    int32_t later = into - first_length;
    int32_t of_cycle = first ? into : later % length;
    *out_cycle_day = (struct plan_cycle_day){
        .cycle = first ? 1 : (uint32_t)(later / length) + 2,
        .day = (uint32_t)of_cycle + 1,
        .on = of_cycle < (first ? first_on_days : on_days),
    };
    return true;
}

static uint32_t times_of(const struct value *item)
{
    const struct value *times = value_find(item, "times");
    bool several = times != NULL && times->type == VALUE_LIST && times->as.list.count > 0;
    return several ? (uint32_t)times->as.list.count : 1;
}

uint32_t plan_schedule_doses(const struct value *item, int32_t from_day, int32_t day)
{
    struct bytes schedule = value_text(item, "schedule");
    struct plan_cycle_day cycle_day = {.on = false};
    int32_t visit = INT32_MIN;
    if (!is_taken(item, day) || day < from_day) {
        return 0;
    }
    if (bytes_equal_text(schedule, "times")) {
        return times_of(item);
    }
    if (bytes_equal_text(schedule, "cycle")) {
        bool on = plan_schedule_cycle(item, from_day, day, &cycle_day) && cycle_day.on;
        return on ? times_of(item) : 0;
    }
    bool is_visit = bytes_equal_text(schedule, "visit");
    return is_visit && plan_schedule_date(item, "next_due", &visit) && visit == day ? 1 : 0;
}

uint32_t plan_schedule_sessions_by(const struct value *item, int32_t day)
{
    int32_t days_per_week = count_of(item, "days_per_week", 0);
    int32_t into_week = day - day_monday(day) + 1;
    return (uint32_t)((days_per_week * into_week + DAYS_A_WEEK - 1) / DAYS_A_WEEK);
}

static bool is_digit(uint8_t letter)
{
    return letter >= '0' && letter <= '9';
}

bool plan_schedule_minute(struct bytes text, int32_t *out_minute)
{
    const uint8_t *at = text.data;
    if (text.size != TIME_SIZE || at[2] != ':' || !is_digit(at[0]) || !is_digit(at[1]) ||
        !is_digit(at[3]) || !is_digit(at[4])) {
        return false;
    }
    int32_t hour = (at[0] - '0') * 10 + at[1] - '0';
    int32_t minute = (at[3] - '0') * 10 + at[4] - '0';
    if (hour >= HOURS_A_DAY || minute >= MINUTES_AN_HOUR) {
        return false;
    }
    *out_minute = hour * MINUTES_AN_HOUR + minute;
    return true;
}
