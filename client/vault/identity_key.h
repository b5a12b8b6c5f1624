/* The one use of a device's box key that must not pass through an ordinary buffer. */
#ifndef VAULT_IDENTITY_KEY_H
#define VAULT_IDENTITY_KEY_H

#include <stdint.h>

#include <daybook/status.h>

#include "vault/identity.h"

enum { IDENTITY_KEY_SIZE = 32 };

/* Open a sealed 32-byte key straight into guarded memory. FORGED: not for us, or altered. */
enum daybook_status identity_open_key(const struct identity *identity,
                                      const uint8_t sealed[static SEALED_KEY_SIZE],
                                      uint8_t out_key[static IDENTITY_KEY_SIZE]);

#endif
