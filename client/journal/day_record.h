/* A day's summary as an operation's body. For journal/ only. */
#ifndef JOURNAL_DAY_RECORD_H
#define JOURNAL_DAY_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "domain/value.h"
#include "trends/day.h"

/* The entity all summaries of one day of one circle share. */
struct id128 day_record_entity(struct id128 circle, int32_t day);

/* The day as a map of values, measures by name, so that a program that knows fewer or more of them
 * reads what it knows. NO_MEMORY. */
enum daybook_status day_record_make(const struct day *day, struct arena *arena,
                                    struct value *out_map);

/* The day of a body: its values in the arena, what is needed on the way in scratch, which may be
 * the same. False: not such a body, or memory is short; unknown names are skipped. */
bool day_record_read(struct bytes body, struct arena *scratch, struct arena *arena,
                     struct day *out_day);

/* Only which day it is. */
bool day_record_day(struct bytes body, struct arena *arena, int32_t *out_day);

#endif
