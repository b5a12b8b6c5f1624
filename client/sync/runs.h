/* Operations that arrive: whether they continue a feed, and what the journal made of them. */
#ifndef SYNC_RUNS_H
#define SYNC_RUNS_H

struct sync;
struct sync_event;

/* At start: a feed this device holds. Later: it was closed, or its tail was given up. */
void runs_held(struct sync *sync, const struct sync_event *event);

/* Own operations were committed. */
void runs_written(struct sync *sync, const struct sync_event *event);

/* A verified run arrived. */
void runs_arrived(struct sync *sync, const struct sync_event *event);

/* The STORE action was committed, or was not. */
void runs_stored(struct sync *sync, const struct sync_event *event);
void runs_not_stored(struct sync *sync, const struct sync_event *event);

#endif
