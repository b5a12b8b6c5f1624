/* Appending own operations to a feed: one durable transaction, from begin to commit. For journal/
 * only. */
#ifndef JOURNAL_WRITER_H
#define JOURNAL_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "journal/state.h"
#include "store/operation_rows.h"

/* Lives on the stack between writer_begin() and writer_end(). */
struct writer {
    struct own_circle *circle;
    const struct identity *identity; /* who signs */
    struct feed_row feed;            /* as it will be after the commit */
    size_t feeds_before;
    size_t unsigned_count; /* operations since the last signed head */
    size_t unsigned_size;  /* and their bytes */
};

/* Begin a transaction and find or add the own feed of the stream. On failure nothing is left open.
 * DENIED: this device is no member of the circle. */
enum daybook_status writer_begin(struct own_circle *circle, enum stream stream,
                                 struct writer *out_writer);

/* The same in the name of somebody else than this device, such as the recovery sheet. The engine
 * does not hear of it by itself. The identity is borrowed until writer_end(). */
struct writer_author {
    const struct identity *identity;
    struct id128 incarnation;
};
enum daybook_status writer_begin_as(struct own_circle *circle, enum stream stream,
                                    const struct writer_author *author, struct writer *out_writer);

/* Write in another stream, too, in the transaction of one that began: both are there or neither.
 * End the pair with writer_end_both(). On failure the first one is as it was. */
enum daybook_status writer_begin_beside(const struct writer *first, enum stream stream,
                                        struct writer *out_writer);

/* What to append; header and hash are made here. */
struct writer_operation {
    enum operation_type type;
    struct id128 entity;
    const struct key256 *supersedes;
    size_t supersedes_count;
    struct bytes body;                  /* data NULL: erased, only of what is written again */
    const struct writer_former *former; /* NULL: written now */
    uint64_t after_hlc;                 /* a clock it has to be above, if there is a higher one */
};

/* What an operation that is written again keeps of its first writing. */
struct writer_former {
    struct key256 hash;
    struct key256 body_hash;
    uint64_t hlc;
    bool quarantined;
};

/* Append one operation. out_row borrows the body; its header is gone after the call (data NULL). */
enum daybook_status writer_append(struct writer *writer, const struct writer_operation *operation,
                                  struct operation_row *out_row);

/* Sign the head and commit when status is OK, else roll back; returns what it comes to. Only after
 * OK may anybody be told of the operations: they are durable then, and the engine is told at the
 * next step. */
enum daybook_status writer_end(struct writer *writer, enum daybook_status status);

/* The same for a pair. */
enum daybook_status writer_end_both(struct writer *first, struct writer *second,
                                    enum daybook_status status);

#endif
