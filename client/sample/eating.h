/* What is logged of an invented person's eating and weight on a day. */
#ifndef SAMPLE_EATING_H
#define SAMPLE_EATING_H

struct scene;

/* The scale, as it stands in the quick start. */
void eating_weight(struct scene *scene);

/* Meals, swallowing, the tube, bowels, and the scale twice a week. */
void eating_day(struct scene *scene);

#endif
