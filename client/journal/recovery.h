/* Using the recovery sheet in the patient's circle. For journal/ only. */
#ifndef JOURNAL_RECOVERY_H
#define JOURNAL_RECOVERY_H

#include <stdbool.h>

#include <daybook/status.h>

#include "journal/state.h"
#include "vault/secret.h"

/* Is this the sheet that the circle was founded with? */
bool recovery_fits(const struct own_circle *circle, const struct identity *sheet);

/* Write, in the name of the sheet, that it was used on this device, which is the patient's from now
 * on, and that a lost device (NULL: none) is retired; then make new keys. The seat's name is the
 * device's towards the broker. Every device of the circle is told. DENIED: it is another circle's
 * sheet. */
enum daybook_status recovery_use(struct own_circle *circle, const struct identity *sheet,
                                 const struct key256 *lost);

/* What others had received from the lost device, and this one has fetched by now, counts too: raise
 * the cuts to what is held. That ends once every device of the circle has said what it holds and
 * all of it is here; until then circle->admit_after_ms says when to look again. Does nothing when
 * no device was lost. */
enum daybook_status recovery_admit_held(struct own_circle *circle);

#endif
