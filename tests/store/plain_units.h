/* The bytes of a store's files as a holder of the key reads them: every page and frame decrypted.
 */
#ifndef STORE_PLAIN_UNITS_H
#define STORE_PLAIN_UNITS_H

#include <stddef.h>

#include "store/verify_closed.h"

/* How often a text stands in the pages of folder/store.db, free ones and unused bytes within pages
 * included, and in the frames of its log; and how many frames of an earlier log lie behind those,
 * which take that one's salts to open. The passphrase opens the store, which may be open. A page
 * that does not decrypt ends the test. */
struct plain_sightings {
    size_t pages;
    size_t frames;
    size_t older_frames;
};
struct plain_sightings plain_units_search(const char *folder, const struct secret *passphrase,
                                          const char *text);

#endif
