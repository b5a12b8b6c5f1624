/* Finding who is meant among the people of a circle. For journal/ only. */
#ifndef JOURNAL_MEMBER_H
#define JOURNAL_MEMBER_H

#include <daybook/status.h>

#include "domain/complaint.h"
#include "journal/state.h"

/* The one present member whose name or id starts so. NOT_FOUND; CONFLICT: several fit; both with a
 * complaint. */
enum daybook_status member_find(const struct own_circle *own, struct bytes who,
                                const struct circle_person **out_person,
                                struct complaint *out_complaint);

#endif
