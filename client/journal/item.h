/* From a stored entry to one that can be shown. For journal/ only. */
#ifndef JOURNAL_ITEM_H
#define JOURNAL_ITEM_H

#include <stdbool.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "journal/entries.h"
#include "journal/state.h"
#include "store/entry_rows.h"

/* Decode a listing. DAMAGED: its body does not decode; NOT_FOUND: it was erased. Borrows from
 * listing and arena. */
enum daybook_status item_read(const struct own_circle *circle, const struct entry_listing *listing,
                              struct arena *arena, struct journal_item *out_item);

/* May the owner of this journal see an entry of this visibility by this author? */
bool item_is_visible(const struct own_circle *circle, enum visibility visibility,
                     struct key256 author);

/* Name and role of the person behind a device; an unknown one has an empty name. */
struct bytes item_author(const struct own_circle *circle, struct key256 device,
                         enum role *out_role);

/* The circle an entity's row belongs to; NULL when this journal has left it. */
struct own_circle *item_circle(const struct journal *journal, int64_t circle_no);

#endif
