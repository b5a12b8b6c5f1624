/* The desktop's keyring: a random secret that opens the journal while its owner is logged in. The
 * library that talks to it, libsecret, is looked for at run time and never needed. */
#ifndef VAULT_KEYRING_H
#define VAULT_KEYRING_H

#include <daybook/status.h>

#include "base/bytes.h"
#include "vault/secret.h"

enum { KEYRING_SECRET_SIZE = 32 };

/* The library's name for the loader; a test names its own. */
extern const char keyring_library[];

/* All three work in a process of their own, which ends with its answer or when it has taken too
 * long: neither the library's threads nor what they forget in memory stay, and nothing can hang. So
 * this process has no other threads yet. Nothing is asked without a desktop session.
 *
 * NOT_FOUND: no library, no session, or the keyring has no such secret; LOCKED: it is there and not
 * to be had now; FAILED: the keyring refused, or did not answer in time; NO_MEMORY. */

/* The secret of this store, without unlocking anything. The caller owns *out_secret. */
enum daybook_status keyring_find(const char *library, struct id128 store,
                                 struct secret **out_secret);

/* Make a random secret for this store and keep it, in place of an older one; the keyring may ask
 * the person. The caller owns *out_secret. */
enum daybook_status keyring_make(const char *library, struct id128 store,
                                 struct secret **out_secret);

/* Forget the store's secret. OK also when there is none. */
enum daybook_status keyring_forget(const char *library, struct id128 store);

#endif
