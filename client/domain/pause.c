/* Reads a pause from the day it was said on and the number of its days. */
#include "domain/pause.h"

struct pause pause_of(int32_t said_day, double days)
{
    bool set = days >= 1.0;
    bool open = days >= PAUSE_DAYS_OPEN;
    return (struct pause){
        .set = set,
        .since = said_day,
        .has_last_day = set && !open,
        .last_day = set && !open ? said_day + (int32_t)days - 1 : 0,
    };
}

bool pause_holds(const struct pause *pause, int32_t day)
{
    return pause->set && day >= pause->since && !(pause->has_last_day && day > pause->last_day);
}
