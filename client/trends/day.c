/* The order of days. */
#include "trends/day.h"

int day_compare(const void *left, const void *right)
{
    const struct day *first = left;
    const struct day *second = right;
    return (first->day > second->day) - (first->day < second->day);
}
