/* The weight of a fortnight. */
#include "trends/weight.h"

#include "trends/statistics.h"

struct weight weight_of(struct series readings)
{
    struct weight weight = {.known = readings.count >= WEIGHT_NEEDED};
    double kilograms[WEIGHT_READINGS];
    size_t first = readings.count > WEIGHT_READINGS ? readings.count - WEIGHT_READINGS : 0;
    for (size_t i = first; i < readings.count; i++) {
        kilograms[weight.readings] = readings.points[i].value;
        weight.roles |= readings.points[i].roles;
        weight.readings++;
    }
    if (weight.known) {
        statistics_sort(kilograms, weight.readings);
        weight.kilograms = statistics_median(kilograms, weight.readings);
    }
    return weight;
}
