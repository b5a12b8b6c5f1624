/* The queue between paho's threads and ours: they put events in, the loop is woken and takes them
 * out. */
#ifndef TRANSPORT_INBOX_H
#define TRANSPORT_INBOX_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "transport/transport.h"

struct request;

/* One event on its way. Those that must not get lost for want of memory are part of what they are
 * about (a connection, a request); a message is allocated and freed with inbox_item_free(). */
struct inbox_item {
    struct inbox_item *next;
    struct transport_event event;
    struct request *request; /* of an answer */
    char *message; /* allocated: the topic, a zero and the payload; NULL for any other event */
};

struct inbox {
    pthread_mutex_t mutex; /* guards first, last and message_size */
    struct inbox_item *first;
    struct inbox_item *last;
    size_t message_size; /* bytes of payload waiting */
    int wake_fd;         /* an eventfd, readable while items wait */
};

/* Make an empty inbox. FAILED when the system gives no descriptor or mutex. */
enum daybook_status inbox_open(struct inbox *inbox);

/* Forget what waits and release the rest. */
void inbox_close(struct inbox *inbox);

/* Append an item and wake the loop. Callable from any thread; never waits for more than the few
 * instructions another thread holds the queue. The item must not be in the queue already. */
void inbox_put(struct inbox *inbox, struct inbox_item *item);

/* Copy a message and append it. It is dropped when memory is short or TRANSPORT_INBOX_SIZE_MAX
 * waits already: a broker loses messages too, and the exchange repairs both. */
void inbox_put_message(struct inbox *inbox, struct bytes topic, struct bytes payload,
                       bool retained);

/* Take the oldest item; NULL when none waits. */
struct inbox_item *inbox_take(struct inbox *inbox);

/* Forget everything that waits. */
void inbox_clear(struct inbox *inbox);

/* Free a message; any other item belongs to somebody else and stays. NULL is allowed. */
void inbox_item_free(struct inbox_item *item);

#endif
