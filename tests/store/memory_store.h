/* A store in memory with a circle, feeds and operations in it, for the tests of its tables. */
#ifndef STORE_MEMORY_STORE_H
#define STORE_MEMORY_STORE_H

#include "domain/stream.h"
#include "store/database.h"
#include "store/feed_rows.h"
#include "store/operation_rows.h"

struct memory_store {
    struct database *database;
    struct arena *arena;
    int64_t circle_no; /* a circle with nothing in it yet */
};

/* Set-up and tear-down of a cmocka test; the state is a struct memory_store. */
int memory_store_set_up(void **state);
int memory_store_tear_down(void **state);

/* Values that are easy to tell apart: every byte is this one. */
struct id128 memory_store_id(uint8_t byte);
struct key256 memory_store_key(uint8_t byte);

/* Add another circle; returns its number. */
int64_t memory_store_add_circle(struct memory_store *store, uint8_t byte);

/* Add a feed named by this byte, whose author's key has the same bytes. */
struct feed_row memory_store_add_feed(struct memory_store *store, int64_t circle_no,
                                      enum stream stream, uint8_t byte);

/* An operation of a feed on the entity of this byte, with a header and a body of a few bytes; not
 * added yet. */
struct operation_row memory_store_operation(int64_t feed_no, uint64_t number, uint8_t entity);

/* Add it; returns its number. */
int64_t memory_store_add(struct memory_store *store, struct operation_row row);

/* Change rows with the checks of the schema off, as damage would. */
void memory_store_damage(struct memory_store *store, const char *static_sql);

#endif
