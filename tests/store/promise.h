/* What a store has promised: every operation whose commit it acknowledged. A journal's rows are
 * written from a promise, and read back against it. */
#ifndef STORE_PROMISE_H
#define STORE_PROMISE_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"

struct database;

enum { PROMISE_OPERATIONS_MAX = 640 };

/* One feed of operations. Number n, from 1, is at n - 1. What is in an operation follows from its
 * number and its size. */
struct promise {
    unsigned count;
    struct {
        uint16_t entity; /* the number of the operation that made the entry */
        uint16_t newest; /* of the one that made an entry: the last operation on it */
        uint16_t size;   /* of the body */
        bool erases;     /* takes the entry away, with every body of it */
        bool erased;     /* has lost its body */
    } operations[PROMISE_OPERATIONS_MAX];
    struct key256 head; /* of the chain */
};

/* Add to a promise: a new entry; another version of an entry that is not erased; the erasure of
 * one. Which one follows from the promise. */
void promise_log(struct promise *promise, unsigned body_size);
void promise_amend(struct promise *promise, unsigned body_size);
void promise_erase(struct promise *promise);

/* Make the circle and the feed of an empty promise, in a transaction. Doing it twice is fine. */
enum daybook_status promise_begin(struct database *database);

/* In one transaction, write what the second promise has beyond the first. */
enum daybook_status promise_keep(struct database *database, const struct promise *before,
                                 const struct promise *after);

enum promise_answer {
    PROMISE_KEPT,
    PROMISE_BROKEN,    /* other rows, other bytes, or another number of them */
    PROMISE_UNREADABLE /* reading was refused */
};

/* Read every row and compare. */
enum promise_answer promise_compare(struct database *database, const struct promise *promise);

/* The same for what a chain of hashes binds: the operations, a body that is there or erased, and
 * the head. Not for the view of the entries, nor for which bodies are erased. */
enum promise_answer promise_compare_chain(struct database *database, const struct promise *promise);

#endif
