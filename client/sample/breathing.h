/* What is logged of an invented person's breathing on a day. */
#ifndef SAMPLE_BREATHING_H
#define SAMPLE_BREATHING_H

struct scene;

/* What the quick start shows: the finger clip, and the mask once there is one. */
void breathing_measurements(struct scene *scene);

/* The finger clip, the mask, oxygen, cough, secretions, and what is measured at visits. */
void breathing_day(struct scene *scene);

#endif
