/* The desk where requests are answered: one home, and its journal while that is open. */
#ifndef REQUESTS_DESK_H
#define REQUESTS_DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "domain/complaint.h"
#include "journal/journal.h"
#include "journal/sealed.h"
#include "vault/secret.h"

struct desk_setup {
    const char *home; /* absolute; copied */
    struct journal_ports ports;
    bool is_agent; /* stays, and is connected as long as the journal is open */
};

struct desk;

/* A desk with its journal closed. The caller owns it. */
enum daybook_status desk_create(const struct desk_setup *setup, struct desk **out_desk);

/* Close the journal and free the desk. NULL is allowed. */
void desk_free(struct desk *desk);

/* Open the journal; at an agent's desk also go online. Nothing to do when it is open. Statuses of
 * journal_open(), with a complaint. */
enum daybook_status desk_open(struct desk *desk, const struct secret *passphrase,
                              struct complaint *out_complaint);

/* Open it through the desktop's keyring, if that is switched on and answers, while this process has
 * no other threads. NOT_FOUND, for whatever reason: ask for the passphrase; BUSY. */
enum daybook_status desk_open_by_keyring(struct desk *desk);

/* Take over a journal that is open already, and take in what was sealed while it was locked. The
 * desk's is closed. */
void desk_adopt(struct desk *desk, struct journal *journal);

/* Lock by itself after so many minutes in which nobody used the journal; 0, as at the start: never.
 */
void desk_set_lock_after(struct desk *desk, unsigned minutes);
unsigned desk_lock_after(const struct desk *desk);

/* Somebody uses the journal now. */
void desk_use(struct desk *desk);

/* When to lock, on the monotonic clock; INT64_MAX for never, and while closed. */
int64_t desk_lock_ms(const struct desk *desk);

/* How often a journal was opened at this desk: another number, another journal. */
uint64_t desk_openings(const struct desk *desk);

/* Close the journal, which wipes its keys. */
void desk_close(struct desk *desk);

/* Take in what has been sealed since; nothing while closed. What cannot be taken in now waits for
 * the next time. */
void desk_take_sealed(struct desk *desk);

/* How many entries were taken in since the journal was opened. */
size_t desk_sealed_count(const struct desk *desk);

/* The journal, NULL while closed. Borrowed. */
struct journal *desk_journal(const struct desk *desk);

const char *desk_home(const struct desk *desk);
const struct journal_ports *desk_ports(const struct desk *desk);
bool desk_is_agent(const struct desk *desk);
int64_t desk_since_ms(const struct desk *desk);     /* UTC, when the desk was made */
int64_t desk_monotonic_ms(const struct desk *desk); /* now */

#endif
