/* Keys of an invitation: what the code's secret and an ephemeral exchange give
 * (schema/wire/join.md). */
#ifndef VAULT_PAIRING_H
#define VAULT_PAIRING_H

#include <stdint.h>

#include <daybook/status.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "vault/secret.h"

enum { INVITATION_SECRET_SIZE = 16, PAIRING_WORD_COUNT = 4, PAIRING_STEPS = 3 };

/* One side of a pairing in progress: the code's secret and an ephemeral X25519 key, in guarded
 * memory. */
struct pairing;

/* Start a side from the 16-byte secret of the code, with a fresh ephemeral key. The caller owns it:
 * pairing_free(). INVALID: not 16 bytes. */
enum daybook_status pairing_create(struct bytes invitation_secret, struct pairing **out_pairing);
void pairing_free(struct pairing *pairing);

/* To survive the end of the process inside the encrypted store, and back. INVALID: not such bytes.
 */
enum daybook_status pairing_export(const struct pairing *pairing, struct secret **out_secret);
enum daybook_status pairing_import(struct bytes exported, struct pairing **out_pairing);

/* The ephemeral public key to be sent in JOIN1 or JOIN2. */
struct key256 pairing_public(const struct pairing *pairing);

/* The public name of the invitation: 16 bytes derived from the secret, by which a JOIN finds its
 * invitation. */
struct id128 pairing_name(const struct pairing *pairing);

/* Which of the JOIN messages one is, and what it follows. */
struct pairing_step {
    int number;                /* 1 to PAIRING_STEPS */
    const struct key256 *peer; /* the other side's ephemeral key; NULL for JOIN1, borrowed */
    struct key256 transcript;  /* digest of what was said before; zero when nothing was */
};

/* Seal and open a JOIN message. JOIN1 is under the code's secret alone; JOIN2 and JOIN3 are under
 * BLAKE2b(secret, X25519(own, peer), transcript). Both append to the buffer, or leave it as it was.
 * INVALID: the peer's key is none, such as a point of small order; FORGED: wrong code, altered, or
 * another transcript; NO_MEMORY, also when the buffer's limit is reached. */
enum daybook_status pairing_seal(const struct pairing *pairing, const struct pairing_step *step,
                                 struct bytes plain, struct buffer *out_sealed);
enum daybook_status pairing_open(const struct pairing *pairing, const struct pairing_step *step,
                                 struct bytes sealed, struct buffer *out_plain);

/* The four words both people compare, of the word list schema/words/english.txt, from the final
 * transcript. */
void pairing_words(struct key256 transcript, const char *out_words[static PAIRING_WORD_COUNT]);

#endif
