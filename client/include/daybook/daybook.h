/* Daybook's one door: named requests, JSON in and out, the same for command line, socket and page.
 *
 * A door opens either onto the agent that owns the journal, or, when none runs, onto the journal
 * itself. Which of the two it is makes no difference to a request. Requests and their JSON are
 * listed in client/doc/requests.md. */
#ifndef DAYBOOK_DAYBOOK_H
#define DAYBOOK_DAYBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include <daybook/status.h>

/* The program's version, "0.1.0". */
const char *daybook_version(void);

/* Make the process fit to hold secrets (no core dumps, no tracing). Call first. */
enum daybook_status daybook_begin(void);

/* A passphrase in guarded memory. The caller owns it: daybook_secret_free(), which wipes it. */
struct daybook_secret;
enum daybook_status daybook_secret_from_descriptor(int descriptor,
                                                   struct daybook_secret **out_secret);
enum daybook_status daybook_secret_from_file(const char *path, struct daybook_secret **out_secret);
enum daybook_status daybook_secret_from_terminal(const char *prompt,
                                                 struct daybook_secret **out_secret);
bool daybook_secret_equal(const struct daybook_secret *left, const struct daybook_secret *right);
void daybook_secret_free(struct daybook_secret *secret);

struct daybook_options {
    const char *home; /* folder of the journal; NULL: DAYBOOK_HOME, else the XDG data folder */
    void *context;
    /* Called when a passphrase is needed to open the journal, at most once; NULL: LOCKED instead.
     */
    enum daybook_status (*passphrase)(void *context, struct daybook_secret **out_secret);
    /* Called with one sentence at a time during long work; may be NULL. */
    void (*progress)(void *context, const char *sentence);
    /* Of an agent: called with a sentence for whoever is there, such as that it is time for a
     * check-in; it says nothing of what was written. May be NULL. */
    void (*tell)(void *context, const char *sentence);
    /* Of an agent: lock after so many minutes in which nobody used the journal; 0: never. */
    unsigned lock_after_minutes;
};

struct daybook;

/* Prepare a door; nothing is opened before the first request that needs the journal. The options
 * are copied. */
enum daybook_status daybook_open(const struct daybook_options *options,
                                 struct daybook **out_daybook);

/* Close it, and the journal if it was opened here. NULL is allowed. */
void daybook_close(struct daybook *daybook);

/* What a request itself needs, borrowed: the secret that opens something, or the only one there is
 * (init, passphrase, unlock); and the new one where another is to be set beside it (restore,
 * recover). NULL where there is none. */
struct daybook_secrets {
    const struct daybook_secret *secret;
    const struct daybook_secret *new_secret;
};

/* Ask. json is the request's object, NULL for an empty one; secrets are NULL for most. *out_json is
 * always set to an object the caller frees with daybook_answer_free(): the answer, or
 * {"schema":"daybook.error/1","error":"one sentence: what, where, what to do"}. */
enum daybook_status daybook_ask(struct daybook *daybook, const char *request, const char *json,
                                const struct daybook_secrets *secrets, char **out_json);
void daybook_answer_free(char *json);

/* Make a random secret for a store, by the name that the request "keyring" tells, and keep it in
 * the desktop's keyring; and forget it. Before a journal is opened in this process. NOT_FOUND:
 * there is no keyring here; FAILED: it refused; INVALID: no such name. */
enum daybook_status daybook_keyring_make(const char *store, struct daybook_secret **out_secret);
enum daybook_status daybook_keyring_forget(const char *store);

/* Be the agent: own the journal, exchange, remind, and answer requests on the socket until a signal
 * ends it. ready is called once the socket answers. BUSY: somebody owns the journal already. */
enum daybook_status daybook_agent(const struct daybook_options *options,
                                  void (*ready)(void *context), char **out_json);

#endif
