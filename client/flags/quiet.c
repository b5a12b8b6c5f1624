/* Reading quiet hours. */
#include "flags/quiet.h"

#include <stddef.h>

#include "domain/plan.h"
#include "domain/plan_schedule.h"
#include "domain/value.h"

bool quiet_at(const struct plan_version *plan, int32_t minute)
{
    int32_t from = 0;
    int32_t until = 0;
    if (plan == NULL || !plan_schedule_minute(value_text(plan->fields, "quiet_from"), &from) ||
        !plan_schedule_minute(value_text(plan->fields, "quiet_until"), &until)) {
        return false;
    }
    if (from <= until) {
        return minute >= from && minute < until;
    }
    return minute >= from || minute < until;
}
