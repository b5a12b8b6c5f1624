/* The queue between paho's threads and ours. */
#include "transport/inbox.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

static void lock(struct inbox *inbox)
{
    int error = pthread_mutex_lock(&inbox->mutex);
    assert(error == 0);
}

static void unlock(struct inbox *inbox)
{
    int error = pthread_mutex_unlock(&inbox->mutex);
    assert(error == 0);
}

enum daybook_status inbox_open(struct inbox *inbox)
{
    assert(inbox != NULL);
    *inbox = (struct inbox){.wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
    if (inbox->wake_fd < 0) {
        return DAYBOOK_FAILED;
    }
    if (pthread_mutex_init(&inbox->mutex, NULL) != 0) {
        (void)close(inbox->wake_fd);
        return DAYBOOK_FAILED;
    }
    return DAYBOOK_OK;
}

void inbox_close(struct inbox *inbox)
{
    assert(inbox != NULL);
    inbox_clear(inbox);
    (void)close(inbox->wake_fd);
    int error = pthread_mutex_destroy(&inbox->mutex);
    assert(error == 0);
}

/* Append while the queue is locked. */
static void append(struct inbox *inbox, struct inbox_item *item)
{
    item->next = NULL;
    if (inbox->last == NULL) {
        inbox->first = item;
    } else {
        inbox->last->next = item;
    }
    inbox->last = item;
    inbox->message_size += item->event.payload.size;
    const uint64_t one = 1;
    ssize_t written = write(inbox->wake_fd, &one, sizeof one);
    /* It only fails when the counter is at its end, and then the descriptor is readable anyway. */
    (void)written;
}

void inbox_put(struct inbox *inbox, struct inbox_item *item)
{
    assert(inbox != NULL && item != NULL);
    lock(inbox);
    append(inbox, item);
    unlock(inbox);
}

static struct inbox_item *message_create(struct bytes topic, struct bytes payload, bool retained)
{
    struct inbox_item *item = calloc(1, sizeof *item);
    char *message = malloc(topic.size + 1 + payload.size);
    if (item == NULL || message == NULL) {
        free(item);
        free(message);
        return NULL;
    }
    memcpy(message, topic.data, topic.size);
    message[topic.size] = '\0';
    if (payload.size > 0) {
        memcpy(message + topic.size + 1, payload.data, payload.size);
    }
    item->message = message;
    item->event = (struct transport_event){
        .type = TRANSPORT_MESSAGE,
        .retained = retained,
        .topic = message,
        .payload = {(const uint8_t *)message + topic.size + 1, payload.size},
    };
    return item;
}

void inbox_put_message(struct inbox *inbox, struct bytes topic, struct bytes payload, bool retained)
{
    assert(inbox != NULL && topic.data != NULL);
    struct inbox_item *item = message_create(topic, payload, retained);
    if (item == NULL) {
        return;
    }
    lock(inbox);
    bool fits = payload.size <= TRANSPORT_INBOX_SIZE_MAX - inbox->message_size;
    if (fits) {
        append(inbox, item);
    }
    unlock(inbox);
    if (!fits) {
        inbox_item_free(item);
    }
}

struct inbox_item *inbox_take(struct inbox *inbox)
{
    assert(inbox != NULL);
    lock(inbox);
    struct inbox_item *item = inbox->first;
    if (item != NULL) {
        inbox->first = item->next;
        inbox->message_size -= item->event.payload.size;
    }
    if (inbox->first == NULL) {
        inbox->last = NULL;
        uint64_t count = 0;
        ssize_t taken = read(inbox->wake_fd, &count, sizeof count);
        /* It only fails when the descriptor is not readable, which is what we want. */
        (void)taken;
    }
    unlock(inbox);
    return item;
}

void inbox_clear(struct inbox *inbox)
{
    assert(inbox != NULL);
    for (struct inbox_item *item = inbox_take(inbox); item != NULL; item = inbox_take(inbox)) {
        inbox_item_free(item);
    }
}

void inbox_item_free(struct inbox_item *item)
{
    if (item != NULL && item->message != NULL) {
        free(item->message);
        free(item);
    }
}
