/* Batches that do not get through: how many operations the next one holds, and when it may leave.
 */
#ifndef SYNC_BATCH_H
#define SYNC_BATCH_H

#include <stdbool.h>
#include <stdint.h>

struct feed;
struct sync;

/* The last operation of a batch that starts with this one. */
uint64_t batch_end(const struct feed *feed, uint64_t first);

/* A batch did not leave; nobody but this device is the reason. The feed waits, longer each time. */
void batch_not_sent(const struct sync *sync, struct feed *feed);

/* The broker refused a batch of this many operations: half of it may pass. A single one is tried
 * ever more rarely, and set aside after three times. */
void batch_refused(const struct sync *sync, struct feed *feed, uint64_t count);

/* The connection ended with a batch of this size under way. Twice in a row is bad luck; from the
 * third time on it is the broker's answer to this batch, and the same as a refusal, but that a
 * single operation is tried far more rarely in the end: it costs a connection each time. */
void batch_lost(const struct sync *sync, struct feed *feed, uint64_t count);

/* Whether connections keep ending with this feed: it then leaves alone, so that no other is blamed.
 */
bool batch_is_suspect(const struct feed *feed);

/* A repair brought no progress although the broker acknowledged it: brokers exist that drop what is
 * too large for them. True when the next batch is smaller, so that it need not wait longer;
 * retry_ms is the pause that has been reached. */
bool batch_fruitless(const struct sync *sync, struct feed *feed, uint32_t retry_ms);

/* The broker acknowledged a batch of this many operations; 0: one that no repair counts. */
void batch_taken(struct feed *feed, uint64_t count);

/* A peer got further: what leaves does get through. After enough of that, larger batches are tried
 * again. */
void batch_proven(struct feed *feed);

#endif
