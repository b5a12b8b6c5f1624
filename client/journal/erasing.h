/* Erasing: every content an entry ever had, on every device, with the chain left whole.
 *
 * An operation ERASE takes the body of what it erases, and of whatever comes later about the same
 * entity; headers, hashes and signatures stay. Whoever outranks all takes everything an entity has;
 * an author takes what the own person made, what others built on it, and corrections that name no
 * version. What an erasure takes can
 * only grow, so devices with equal operations have erased the same, in whatever order they came. */
#ifndef JOURNAL_ERASING_H
#define JOURNAL_ERASING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "domain/complaint.h"
#include "journal/journal.h"

struct own_circle;

/* Erase an entry or plan for good: nothing brings it back. Its author may, the patient, and who
 * stands in for the patient. NOT_FOUND; DENIED; CONFLICT: it was erased before; each with a
 * complaint. */
enum daybook_status journal_erase(struct journal *journal, struct id128 id,
                                  struct complaint *out_complaint);

/* A device that reads what the erasure is written in, and whether it said that it holds the
 * erasure, which it does only together with having erased. */
struct journal_eraser {
    struct bytes name; /* of its person */
    enum role role;
    struct key256 device;
    bool is_self;
    bool confirmed;
};
struct journal_erasure {
    struct id128 id;
    struct bytes by; /* of several who erased it the earliest, by the clocks */
    enum role by_role;
    int64_t erased_ms; /* by that one's clock */
    const struct journal_eraser *devices;
    size_t device_count;
    size_t waiting_count; /* devices that have not confirmed */
};

/* What became of an erased entry, on the arena. NOT_FOUND: it was not erased. */
enum daybook_status journal_erasure(struct journal *journal, struct id128 id, struct arena *arena,
                                    struct journal_erasure *out_erasure);

/* All that was erased in a circle, by id, on the arena. */
enum daybook_status journal_erasures(struct journal *journal, size_t circle, struct arena *arena,
                                     struct journal_erasure **out_erasures, size_t *out_count);

/* For journal/: take the bodies that were erased of an entity, and put erasures by those who may
 * not into quarantine, or let them out. Inside the transaction that stored or judged an operation
 * on it. */
struct operation_subject;
enum daybook_status erasing_settle(struct own_circle *circle,
                                   const struct operation_subject *subject, struct arena *arena);

#endif
