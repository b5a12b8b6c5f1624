/* What the therapist of an invented person plans, and when. */
#ifndef SAMPLE_PLANS_H
#define SAMPLE_PLANS_H

struct scene;

/* Every kind of plan and evaluation on the first day; a new version where the course calls for it.
 */
void plans_day(struct scene *scene);

#endif
