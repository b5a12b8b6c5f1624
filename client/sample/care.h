/* What is logged of medicines, visits, training and those who care for an invented person. */
#ifndef SAMPLE_CARE_H
#define SAMPLE_CARE_H

struct scene;

/* What the quick start shows: three doses a day. */
void care_doses(struct scene *scene);

/* Doses, also in cycles and as needed, side effects, visits, training, care given and its strain.
 */
void care_day(struct scene *scene);

#endif
