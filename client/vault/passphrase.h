/* One spelling for a passphrase, whatever keyboard typed it. */
#ifndef VAULT_PASSPHRASE_H
#define VAULT_PASSPHRASE_H

#include <daybook/status.h>

#include "vault/secret.h"

/* The passphrase in Unicode normalisation form NFKC, so that a composed and a decomposed é are the
 * same. INVALID: not well-formed UTF-8, or empty; NO_MEMORY. The caller owns *out_normal. */
enum daybook_status passphrase_normalise(const struct secret *passphrase,
                                         struct secret **out_normal);

#endif
