/* Answering those who use an invitation: the inviting device's side of a pairing. For journal/
 * only. */
#ifndef JOURNAL_INVITING_H
#define JOURNAL_INVITING_H

#include <daybook/status.h>

#include "base/bytes.h"
#include "journal/guest.h"
#include "journal/state.h"

/* JOIN1 or JOIN3 of a device under this name towards the broker. Anything that does not fit is
 * ignored. */
enum daybook_status inviting_called(struct own_circle *circle, struct bytes client_id,
                                    struct bytes payload);

/* Make the joiner a member: the person unless they are one, the device, the keys; then send it all
 * of that. */
enum daybook_status inviting_admit(struct own_circle *circle, struct guest *guest);

#endif
