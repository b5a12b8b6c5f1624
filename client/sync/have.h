/* When the own HAVE goes out: after changes, as an answer, to ask for what is missing, as a sign of
 * life. */
#ifndef SYNC_HAVE_H
#define SYNC_HAVE_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/stream.h"

struct sync;

/* A connection began: every stream this device reads is announced, and an answer wanted. */
void have_connected(struct sync *sync);

/* What this device holds of a stream changed. */
void have_changed(struct sync *sync, enum stream stream);

/* A run of it was stored, which a sender may be waiting to hear. */
void have_stored(struct sync *sync, enum stream stream);

/* A peer wants to know. */
void have_answer(struct sync *sync, enum stream stream);

/* Publish soon, and want an answer. */
void have_request(struct sync *sync, enum stream stream);

/* Something of the stream is known to exist and is not here: ask, unless it arrives meanwhile;
 * again with back-off until it does. */
void have_ask(struct sync *sync, enum stream stream);

/* The same, without waiting for more to arrive: there is proof that something was lost. */
void have_ask_now(struct sync *sync, enum stream stream);

/* Something came under a key that is not here: `circle` operations are missing. */
void have_unreadable(struct sync *sync);

/* Something of the stream was stored: asking starts anew. */
void have_progressed(struct sync *sync, enum stream stream);

/* A person wants to exchange now. */
void have_hurried(struct sync *sync);

/* The broker did not take the HAVE of a stream. */
void have_failed(struct sync *sync, enum stream stream);

/* How many operations of the stream are known to exist beyond those here: by runs that were seen,
 * and by what present peers say they hold. */
uint64_t have_behind(const struct sync *sync, enum stream stream);

/* Whether a HAVE waits for anything but its hourly turn. */
bool have_pending(const struct sync *sync);

/* Emit what is due while the rate allows; the next deadline. */
void have_flush(struct sync *sync);
int64_t have_deadline(const struct sync *sync);

#endif
