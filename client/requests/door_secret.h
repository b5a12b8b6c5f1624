/* The public door's secret, seen from inside. For requests/ and agent/ only. */
#ifndef REQUESTS_DOOR_SECRET_H
#define REQUESTS_DOOR_SECRET_H

#include <daybook/daybook.h>

#include "vault/secret.h"

/* The vault's secret inside; NULL for NULL. Borrowed. */
const struct secret *door_secret_inside(const struct daybook_secret *secret);

#endif
