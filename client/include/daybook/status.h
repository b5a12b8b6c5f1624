/* What the world can answer: one list of statuses for every room and every caller. */
#ifndef DAYBOOK_STATUS_H
#define DAYBOOK_STATUS_H

/* A status says what happened outside our control. Our own bugs are assertions, never statuses. The
 * order is not a promise; the names are. daybook_status_exit() gives the exit status a command ends
 * with. */
enum daybook_status {
    DAYBOOK_OK,          /* done */
    DAYBOOK_FAILED,      /* the system refused for a reason no other status names */
    DAYBOOK_NO_MEMORY,   /* an allocation failed; nothing changed */
    DAYBOOK_INVALID,     /* outside input breaks a rule; the sentence beside it says which; nothing
                            changed */
    DAYBOOK_LOCKED,      /* no key: locked, or the passphrase or recovery words are wrong */
    DAYBOOK_NOT_FOUND,   /* what was named does not exist here */
    DAYBOOK_CONFLICT,    /* it exists already, or it changed meanwhile */
    DAYBOOK_OFFLINE,     /* no broker was reached */
    DAYBOOK_NEWER,       /* written by a newer program than this one */
    DAYBOOK_INTERRUPTED, /* a person or a signal ended it */
    DAYBOOK_BUSY,        /* another process owns it */
    DAYBOOK_DENIED,      /* the author's role or grant does not allow it */
    DAYBOOK_FORGED,      /* wrong key, altered bytes or wrong sender: deliberately not told apart */
    DAYBOOK_DAMAGED,     /* our own stored bytes do not hold together */
    DAYBOOK_FULL,        /* a documented limit, or the disk, is reached */
    DAYBOOK_READ_ONLY,   /* the journal lies where this program may not write; nothing changed */
    DAYBOOK_UNFINISHED,  /* begun and still going on: ask again */
};

/* The name of a status in lower case, such as "not found", for messages and logs; never NULL. */
const char *daybook_status_name(enum daybook_status status);

/* The exit status of a command that ended with this: 0 done, 1 failed, 2 wrong use, 3 locked, 4 not
 * found, 5 conflict, 6 offline, 7 newer than the program, 130 interrupted. */
int daybook_status_exit(enum daybook_status status);

#endif
