/* What an invented person can still do, as asked each month. */
#ifndef SAMPLE_FUNCTION_H
#define SAMPLE_FUNCTION_H

#include <stdbool.h>

struct scene;

/* The twelve ALSFRS-R answers, on the days they are asked. */
void function_alsfrs_r(struct scene *scene);

/* True on the day the twelve answers are arranged for. */
bool function_is_assessed(const struct scene *scene);

/* The twelve answers, the daily activities and speech. */
void function_day(struct scene *scene);

#endif
