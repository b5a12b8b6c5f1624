/* What one operation of a feed is, apart from its bytes. */
#ifndef DOMAIN_OPERATION_H
#define DOMAIN_OPERATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/stream.h"

/* The numbers are on the wire and in the store: never renumber. An unknown number is stored and
 * forwarded byte for byte, and never interpreted. */
enum operation_type {
    OPERATION_GENESIS = 1,
    OPERATION_ADD_PERSON = 2,
    OPERATION_ADD_DEVICE = 3,
    OPERATION_GRANT = 4,
    OPERATION_RETIRE_DEVICE = 5,
    OPERATION_REMOVE_PERSON = 6,
    OPERATION_NEW_EPOCH = 7,
    OPERATION_RECOVER = 8,
    OPERATION_ENTRY = 16,
    OPERATION_AMEND = 17,
    OPERATION_RETRACT = 18,
    OPERATION_ERASE = 19,
    OPERATION_PLAN = 24,
    OPERATION_FLAG_ACK = 25,
    OPERATION_SUMMARY = 32,
    OPERATION_QUESTION = 33,
};

/* The part of an operation that the chain covers directly; the body is covered through its hash. */
struct operation_header {
    uint32_t type; /* enum operation_type, or a number of a later version */
    struct id128 entity;
    bool salvaged; /* written again, because its first feed was closed and its tail given up */
    uint64_t hlc;
    const struct key256 *supersedes; /* hashes of the versions this one has seen and replaces */
    size_t supersedes_count;
    struct key256 body_hash;
    struct key256 former; /* its hash there; only when salvaged */
};

/* Does it make an entity that reads as an entry, a plan or a question? Amendments of an entry are
 * of another type; of a plan or a question a later version has the same one. */
bool operation_makes(uint32_t type);

/* Is its body a whole entry, as made or as amended? */
bool operation_holds_entry(uint32_t type);

/* The types of a stream in which entities are made: what makes one, and what changes its content.
 * The stream is not `circle`. */
enum operation_type operation_making(enum stream stream);
enum operation_type operation_changing(enum stream stream);

/* The stream a known type belongs to; false for an unknown type. */
bool operation_stream(uint32_t type, enum stream *out_stream);

#endif
