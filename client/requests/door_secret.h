/* The public door's secret, seen from inside. For requests/ and agent/ only. */
#ifndef REQUESTS_DOOR_SECRET_H
#define REQUESTS_DOOR_SECRET_H

#include <daybook/daybook.h>

#include "vault/secret.h"

/* The vault's secret inside; NULL for NULL. Borrowed. */
const struct secret *door_secret_inside(const struct daybook_secret *secret);

/* Put a secret into a public shell, which owns it from now on; a status other than OK is passed on,
 * and there is no secret then. NO_MEMORY. */
enum daybook_status door_secret_enclose(enum daybook_status status, struct secret *inside,
                                        struct daybook_secret **out_secret);

#endif
