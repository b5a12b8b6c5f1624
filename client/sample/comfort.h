/* How an invented person feels on a day: the check-in, pain, muscles, tiredness, nights, mood. */
#ifndef SAMPLE_COMFORT_H
#define SAMPLE_COMFORT_H

struct scene;

/* What the quick start shows. */
void comfort_symptoms(struct scene *scene);

/* The daily check-in, details where it calls for them, and nights and moods now and then. */
void comfort_day(struct scene *scene);

#endif
