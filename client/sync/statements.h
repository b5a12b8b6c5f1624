/* What peers say they hold: their HAVE, live, retained or remembered. */
#ifndef SYNC_STATEMENTS_H
#define SYNC_STATEMENTS_H

struct sync;
struct sync_event;

/* A HAVE arrived. */
void statements_heard(struct sync *sync, const struct sync_event *event);

/* At start: what a peer was last known to hold. */
void statements_remembered(struct sync *sync, const struct sync_event *event);

#endif
