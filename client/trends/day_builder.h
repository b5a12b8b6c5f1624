/* Reduces the entries of one local day to the numbers of a struct day. */
#ifndef TRENDS_DAY_BUILDER_H
#define TRENDS_DAY_BUILDER_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "domain/role.h"

struct arena;
struct day;
struct plan_book;
struct value;

/* The part of an entry that a trend looks at. Borrowed. */
struct trend_entry {
    struct bytes kind;
    const struct value *fields; /* a map; a field that says why it is absent has that state */
    int64_t at_ms;              /* milliseconds since 1970-01-01T00:00:00Z */
    struct bytes plan_ref;      /* the version of a plan it belongs to; may be empty */
    enum role role;             /* of who reported it */
    bool retracted;             /* taken back: said so where nothing else was answered */
};

/* Collects the entries of one local day. Lives in the arena it was made in. */
struct day_builder;

/* Begin a day; NULL when the arena is exhausted. The arena must outlive the builder. */
struct day_builder *day_builder_create(int32_t day, struct arena *arena);

/* Before the first entry: score the day against these plans, borrowed until the day is finished.
 * Without them nothing is planned. */
void day_builder_plans(struct day_builder *builder, const struct plan_book *plans);

/* Add an entry of that day, as last amended. The order of feeding does not change the result. Kinds
 * and choices nobody here knows count as entries only. On NO_MEMORY the builder holds part of the
 * entry and must be abandoned. */
enum daybook_status day_builder_add(struct day_builder *builder, const struct trend_entry *entry);

/* Reduce what was added so far; the values are in the arena given here. NO_MEMORY. */
enum daybook_status day_builder_finish(struct day_builder *builder, struct arena *arena,
                                       struct day *out_day);

#endif
