/* Exchanging with the care circle through a broker that may lose anything. */
#ifndef JOURNAL_EXCHANGE_H
#define JOURNAL_EXCHANGE_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "journal/journal.h"

/* Want to be connected (every circle with a seat, and a joining in progress), or no longer.
 * Connecting, subscribing, and coming back after a loss with growing pauses happen in
 * journal_step(). */
void journal_go_online(struct journal *journal);
void journal_go_offline(struct journal *journal);

/* A person asked to exchange now: nothing waits for coalescing or back-off. */
void journal_exchange_now(struct journal *journal);

/* Fill in what to poll for; returns how many. With room for JOURNAL_POLL_MAX nothing is left out.
 */
enum { JOURNAL_POLL_MAX = 512 };
size_t journal_poll_set(const struct journal *journal, struct pollfd *out_set, size_t room);

/* When journal_step() must be called though nothing was polled, on the monotonic clock; INT64_MAX
 * for never. */
int64_t journal_wake_ms(const struct journal *journal);

/* Carry on with whatever has happened. Statuses of the store (FULL, DAMAGED…) are returned and
 * leave the journal usable. */
enum daybook_status journal_step(struct journal *journal);

/* How the exchange stands, all circles together. */
struct journal_exchange {
    bool has_seat;         /* any circle or joining with a seat */
    bool connected;        /* every seat is connected and subscribed */
    bool ever_connected;   /* since going online */
    bool idle;             /* the broker has acknowledged everything that was published */
    int64_t unanswered_ms; /* since when a broker owes an answer in silence, on the monotonic clock;
                              INT64_MAX: none does */
    bool settled; /* nothing is owed among those present, and it has been quiet long enough to know
                   */
    int64_t settles_ms; /* when it will be, on the monotonic clock, if nothing happens until then;
                           INT64_MAX: never by waiting alone. journal_wake_ms() does not say it */
    size_t present;     /* devices heard live */
    uint64_t to_send;   /* operations present devices lack */
    uint64_t to_fetch;  /* operations present devices hold and we lack */
    size_t set_aside;   /* feeds no broker lets even a single operation through of */
    uint64_t unheard;   /* own operations that some member device is not known to hold */
    uint64_t sent;      /* operations published since going online */
    uint64_t received;  /* new operations stored since going online */
    char reason[160];   /* why the last attempt failed, one sentence, empty when none did */
    enum daybook_status status; /* of that */
};
void journal_exchange_state(const struct journal *journal, struct journal_exchange *out_state);

#endif
