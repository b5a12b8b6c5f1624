/* The nights of an oximeter that a journal holds already. For requests/ only. */
#ifndef REQUESTS_IMPORT_KNOWN_H
#define REQUESTS_IMPORT_KNOWN_H

#include <stdbool.h>
#include <stddef.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "base/timestamp.h"

struct arena;
struct import_known_night;
struct journal;
struct oximetry_figures;

/* The kind of their entries. */
#define IMPORT_NIGHT_KIND "oximetry_night"

/* Filled in by import_known_load(); lives in its arena. */
struct import_known {
    struct arena *arena;
    struct import_known_night *nights;
    size_t count;
    size_t capacity;
};

/* Load them. One that was taken back is left out: it may be taken in again. NO_MEMORY, and what the
 * journal cannot read. */
enum daybook_status import_known_load(struct journal *journal, size_t circle, struct arena *arena,
                                      struct import_known *out_known);

/* True when a night that ends at this hour of the local clock is held, out of the same file or with
 * the same figures out of another. */
bool import_known_has(const struct import_known *known, struct timestamp at, struct key256 hash,
                      const struct oximetry_figures *figures);

#endif
