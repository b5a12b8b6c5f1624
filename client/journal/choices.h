/* What the patient chose to share: read from the log, and told to those who do not read it. */
#ifndef JOURNAL_CHOICES_H
#define JOURNAL_CHOICES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "domain/value.h"
#include "journal/journal.h"
#include "trends/sharing.h"

struct own_circle;

/* Choices in the order in which they count, the last most; each target once. */
struct journal_choices {
    const struct sharing_choice *choices;
    size_t count;
};

/* The choices that stand, in the arena: as the log has them where this device reads it, else as
 * they were published. */
enum daybook_status journal_list_choices(struct journal *journal, size_t circle,
                                         struct arena *arena, struct journal_choices *out_choices);

/* For journal/: those of the log. Only what the patient wrote counts, and not what somebody sealed
 * while the journal was locked; what others amended or took back does not. */
enum daybook_status choices_of_log(const struct own_circle *circle, struct arena *arena,
                                   struct journal_choices *out_choices);

/* For journal/: those that were published; none when nothing was. */
enum daybook_status choices_published(struct own_circle *circle, struct arena *arena,
                                      struct journal_choices *out_choices);

/* For journal/: the entity they are published under, and the map of a summary that tells them.
 * NO_MEMORY. */
struct id128 choices_entity(struct id128 circle);
enum daybook_status choices_make(const struct journal_choices *choices, struct arena *arena,
                                 struct value *out_map);

/* For journal/: the choices of a summary's body. False: it is another one, or memory is short. What
 * does not read is left out: of a level nobody here knows, the days say enough. */
bool choices_read(struct bytes body, struct arena *arena, struct journal_choices *out_choices);

/* The kind of the entries that hold a choice. */
bool choices_is_kind(struct bytes kind);

#endif
