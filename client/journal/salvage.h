/* Tails of feeds that give way to what the others hold, without losing anything: own operations are
 * written again first, in the feed of the present incarnation (schema/wire/exchange.md, section 4).
 * For journal/ only. */
#ifndef JOURNAL_SALVAGE_H
#define JOURNAL_SALVAGE_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"

struct own_circle;

/* Write the tail of an own closed feed again and give it up, in one transaction: more of it each
 * time, until something continues what is left, and all from differs on, where that is not 0.
 * *out_changed: there was something to give up. */
enum daybook_status salvage_give_up(struct own_circle *circle, struct id128 feed, uint64_t differs,
                                    bool *out_changed);

/* Give up the tail of somebody else's feed as far as its author has written it again. */
enum daybook_status salvage_yield(struct own_circle *circle, struct id128 feed, bool *out_changed);

/* Write again what came in the place of what was given up. */
enum daybook_status salvage_catch_up(struct own_circle *circle);

#endif
