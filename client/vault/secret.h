/* A secret in guarded memory: passphrases, keys, seeds. Nothing outside the vault ever copies one.
 */
#ifndef VAULT_SECRET_H
#define VAULT_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

/* Bytes in memory that is locked, fenced by guard pages and wiped when freed. */
struct secret;

/* Make the process safe for secrets: start libsodium, forbid core dumps and tracing. Call once,
 * first; repeated calls change nothing. FAILED when the system refuses.
 * The kernel then gives /proc/self to root: an ordinary user's process can no longer open a path
 * such as /dev/fd/3 and hands over the descriptor itself instead. */
enum daybook_status secret_begin(void);

/* A secret of size bytes, zeroed. The caller owns it: secret_free(). */
enum daybook_status secret_create(size_t size, struct secret **out_secret);

/* Wipe and free. NULL is allowed. */
void secret_free(struct secret *secret);

size_t secret_size(const struct secret *secret);

/* Borrow the bytes, to read or to fill them; valid until the secret is freed. */
const uint8_t *secret_data(const struct secret *secret);
uint8_t *secret_fill(struct secret *secret);

/* True when both hold the same bytes. Takes time that depends on their size alone. */
bool secret_equal(const struct secret *left, const struct secret *right);

/* Shorten a secret to its first size bytes. */
void secret_truncate(struct secret *secret, size_t size);

/* Read one line (without its end) from a descriptor, byte by byte so that what follows stays
 * unread. The caller owns *out_secret. INVALID: empty, or longer than PASSPHRASE_SIZE_MAX. */
enum daybook_status secret_from_descriptor(int descriptor, struct secret **out_secret);

/* Read the first line of a file or named pipe. INVALID when anyone but its owner can read it, or as
 * above; NOT_FOUND; FAILED when it cannot be opened or read. */
enum daybook_status secret_from_file(const char *path, struct secret **out_secret);

/* Ask on the controlling terminal without echo. NOT_FOUND when there is
 * no terminal, INTERRUPTED on Ctrl-C, INVALID as above; the terminal's echo is restored in every
 * case. */
enum daybook_status secret_from_terminal(const char *prompt, struct secret **out_secret);

#endif
