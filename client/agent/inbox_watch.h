/* Noticing entries that are sealed into the inbox while the journal is open. */
#ifndef AGENT_INBOX_WATCH_H
#define AGENT_INBOX_WATCH_H

#include <stdbool.h>

/* Start with INBOX_WATCH_NONE. */
struct inbox_watch {
    int descriptor; /* readable when something came; -1: the inbox is not watched */
};
#define INBOX_WATCH_NONE ((struct inbox_watch){-1})

/* Watch the inbox of a home. Without success it stays unwatched, and what comes waits for the next
 * unlock. Nothing to do when it is watched already. */
void inbox_watch_begin(struct inbox_watch *watch, const char *home);

/* The descriptor was readable: forget what it told. True: look into the inbox. */
bool inbox_watch_take(struct inbox_watch *watch);

void inbox_watch_end(struct inbox_watch *watch);

#endif
