/* What is logged of an invented person's exercise, falls and aids on a day. */
#ifndef SAMPLE_MOVEMENT_H
#define SAMPLE_MOVEMENT_H

struct scene;

/* What the quick start shows: two falls and a near fall on their days, */
void movement_falls(struct scene *scene);

/* and exercise as it comes. */
void movement_exercise(struct scene *scene);

/* Exercise by plan with what came of it, falls as they happen, activity, tests and aids. */
void movement_day(struct scene *scene);

#endif
