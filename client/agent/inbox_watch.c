/* Noticing entries that are sealed into the inbox while the journal is open. */
#include "agent/inbox_watch.h"

#include <assert.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

void inbox_watch_begin(struct inbox_watch *watch, const char *home)
{
    assert(watch != NULL && home != NULL);
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/inbox", home);
    if (watch->descriptor >= 0 || length < 0 || (size_t)length >= sizeof path) {
        return;
    }
    watch->descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->descriptor >= 0 &&
        inotify_add_watch(watch->descriptor, path, IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR) < 0) {
        inbox_watch_end(watch);
    }
}

/* Did the folder itself go away? Events are a head and a name, one behind the other. */
static bool tells_of_the_end(const uint8_t *events, size_t size)
{
    struct inotify_event event;
    for (size_t at = 0; at + sizeof event <= size; at += sizeof event + event.len) {
        memcpy(&event, events + at, sizeof event);
        if ((event.mask & IN_IGNORED) != 0) {
            return true;
        }
    }
    return false;
}

bool inbox_watch_take(struct inbox_watch *watch)
{
    assert(watch != NULL && watch->descriptor >= 0);
    uint8_t events[4096];
    bool ended = false;
    ssize_t size = read(watch->descriptor, events, sizeof events);
    bool came = size > 0;
    while (size > 0) {
        ended = ended || tells_of_the_end(events, (size_t)size);
        size = read(watch->descriptor, events, sizeof events);
    }
    if (ended) {
        inbox_watch_end(watch);
    }
    return came;
}

void inbox_watch_end(struct inbox_watch *watch)
{
    assert(watch != NULL);
    if (watch->descriptor >= 0) {
        (void)close(watch->descriptor); /* only read from */
    }
    *watch = INBOX_WATCH_NONE;
}
