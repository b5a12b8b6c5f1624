/* The transport to a real broker: one connection at a time, the requests that wait for an answer,
 * and the choice between MQTT 5 and 3.1.1. */
#include "transport/paho.h"

#include <MQTTAsync.h>
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "transport/distrust.h"
#include "transport/inbox.h"
#include "transport/nagle.h"
#include "transport/paho_connection.h"

enum state { DISCONNECTED, CONNECTING, CONNECTED };

enum { CLOSES_BEFORE_FALLBACK = 2, CA_FILE_NAME_SIZE = 32 };

struct paho {
    struct inbox inbox;
    enum state state; /* as the caller has read it */
    enum mqtt_version version;
    unsigned keep_alive_seconds;
    int unanswered_closes; /* in a row, with MQTT 5 */
    bool recalls_older;    /* 3.1.1 is tried for what the seat says, and 5 not yet */
    struct paho_connection *connection;
    struct seat seat;
    int ca_fd; /* the seat's authority in a file without a name, -1 without one */
    struct request *requests;
    struct inbox_item *message; /* lent to the caller until the next call */
    struct request *answered;   /* likewise */
};

/* paho obeys these whatever its options say: the first three send traffic elsewhere, the last two
 * write it to a file. */
static void clear_environment(void)
{
    static const char *const names[] = {"http_proxy", "https_proxy", "no_proxy",
                                        "MQTT_C_CLIENT_TRACE", "MQTT_C_CLIENT_TRACE_LEVEL"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        int error = unsetenv(names[i]);
        assert(error == 0);
    }
}

/* Only once in a process: a second time would make paho's mutexes anew while its threads hold
 * them. */
static void prepare_process(void)
{
    clear_environment();
    MQTTAsync_init_options options = MQTTAsync_init_options_initializer;
    options.do_openssl_init = 1;
    MQTTAsync_global_init(&options);
    distrust_tell();
}

/* Return what the last event lent. */
static void take_back(struct paho *paho)
{
    inbox_item_free(paho->message);
    paho->message = NULL;
    free(paho->answered);
    paho->answered = NULL;
}

static void end_connection(struct paho *paho)
{
    paho_connection_close(paho->connection);
    paho->connection = NULL;
    while (paho->requests != NULL) {
        struct request *request = paho->requests;
        paho->requests = request->next;
        free(request);
    }
}

static void forget_seat(struct paho *paho)
{
    seat_wipe(&paho->seat);
    if (paho->ca_fd >= 0) {
        (void)close(paho->ca_fd);
        paho->ca_fd = -1;
    }
}

static bool write_all(int fd, struct bytes bytes)
{
    size_t done = 0;
    while (done < bytes.size) {
        ssize_t written = write(fd, bytes.data + done, bytes.size - done);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        done += written > 0 ? (size_t)written : 0;
    }
    return true;
}

/* paho takes an authority only as a file: this one lives in memory and has no name on any disk. */
static enum daybook_status keep_authority(struct paho *paho, struct bytes pem)
{
    if (pem.size == 0) {
        return DAYBOOK_OK;
    }
    int fd = memfd_create("authority", MFD_CLOEXEC);
    if (fd < 0) {
        return DAYBOOK_FAILED;
    }
    if (!write_all(fd, pem)) {
        (void)close(fd);
        return DAYBOOK_FAILED;
    }
    paho->ca_fd = fd;
    return DAYBOOK_OK;
}

/* Begin with the version chosen by now. */
static enum daybook_status begin_attempt(struct paho *paho)
{
    char ca_file[CA_FILE_NAME_SIZE];
    (void)snprintf(ca_file, sizeof ca_file, "/proc/self/fd/%d", paho->ca_fd);
    const struct paho_connection_options options = {
        .ca_file = paho->ca_fd >= 0 ? ca_file : NULL,
        .version = paho->version,
        .keep_alive_seconds = paho->keep_alive_seconds,
    };
    return paho_connection_open(&paho->seat, &options, &paho->inbox, &paho->connection);
}

static enum daybook_status paho_connect(void *context, const struct seat *seat)
{
    struct paho *paho = context;
    assert(seat != NULL);
    assert(paho->state == DISCONNECTED);
    char reason[TRANSPORT_REASON_SIZE];
    enum daybook_status status = seat_check(seat, reason);
    if (status != DAYBOOK_OK) {
        return status;
    }
    take_back(paho);
    paho->seat = *seat;
    paho->seat.ca_pem = (struct bytes){0};
    paho->unanswered_closes = 0;
    paho->recalls_older = seat->begins_older;
    paho->version = seat->begins_older ? MQTT_3_1_1 : MQTT_5;
    status = keep_authority(paho, seat->ca_pem);
    if (status == DAYBOOK_OK) {
        status = begin_attempt(paho);
    }
    if (status != DAYBOOK_OK) {
        forget_seat(paho);
        return status;
    }
    paho->state = CONNECTING;
    return DAYBOOK_OK;
}

static void paho_disconnect(void *context)
{
    struct paho *paho = context;
    end_connection(paho);
    take_back(paho);
    forget_seat(paho);
    paho->state = DISCONNECTED;
}

static struct request *request_create(struct paho *paho, const char *topic)
{
    struct request *request = calloc(1, sizeof *request);
    if (request == NULL) {
        return NULL;
    }
    request->inbox = &paho->inbox;
    request->answer.request = request;
    (void)snprintf(request->topic, sizeof request->topic, "%s", topic);
    return request;
}

/* Keep a request that was sent, free one that was not. */
static enum daybook_status keep_request(struct paho *paho, struct request *request,
                                        enum daybook_status status)
{
    if (status != DAYBOOK_OK) {
        free(request);
        return status;
    }
    request->next = paho->requests;
    paho->requests = request;
    return DAYBOOK_OK;
}

static void remove_request(struct paho *paho, struct request *request)
{
    struct request **link = &paho->requests;
    while (*link != request) {
        assert(*link != NULL);
        link = &(*link)->next;
    }
    *link = request->next;
}

static enum daybook_status paho_subscribe(void *context, const char *topic_filter)
{
    struct paho *paho = context;
    if (!transport_filter_is_valid(topic_filter)) {
        return DAYBOOK_INVALID;
    }
    if (paho->state != CONNECTED) {
        return DAYBOOK_OFFLINE;
    }
    struct request *request = request_create(paho, topic_filter);
    if (request == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    request->answer.event.topic = request->topic;
    return keep_request(paho, request, paho_connection_subscribe(paho->connection, request));
}

static bool is_full(const struct paho *paho, size_t payload_size)
{
    size_t count = 0;
    size_t size = 0;
    for (const struct request *request = paho->requests; request != NULL; request = request->next) {
        count += request->is_publish ? 1 : 0;
        size += request->payload_size;
    }
    return count >= TRANSPORT_IN_FLIGHT_MAX || payload_size > TRANSPORT_IN_FLIGHT_SIZE_MAX - size;
}

static enum daybook_status paho_publish(void *context, const struct transport_publish *message)
{
    struct paho *paho = context;
    assert(message != NULL);
    if (!transport_topic_is_valid(message->topic) ||
        message->payload.size > TRANSPORT_PAYLOAD_MAX) {
        return DAYBOOK_INVALID;
    }
    if (paho->state != CONNECTED) {
        return DAYBOOK_OFFLINE;
    }
    if (is_full(paho, message->payload.size)) {
        return DAYBOOK_FULL;
    }
    struct request *request = request_create(paho, message->topic);
    if (request == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    request->is_publish = true;
    request->payload_size = message->payload.size;
    request->answer.event.ticket = message->ticket;
    return keep_request(paho, request, paho_connection_publish(paho->connection, request, message));
}

/* Choose the version for what comes next. True when another attempt belongs to the same connect:
 * a broker that does not know MQTT 5 says so, or closes the connection, twice to be believed. One
 * that was found to know 3.1.1 alone may know 5 by now. */
static bool wants_another_attempt(struct paho *paho, enum paho_connection_end end)
{
    if (paho->state != CONNECTING || end == PAHO_CONNECTION_LOST) {
        return false;
    }
    if (paho->version == MQTT_3_1_1) {
        bool recalls = paho->recalls_older;
        paho->recalls_older = false;
        paho->version = MQTT_5;
        return recalls;
    }
    if (end == PAHO_CONNECTION_CLOSED_UNANSWERED) {
        paho->unanswered_closes++;
    }
    if (end == PAHO_CONNECTION_VERSION_REFUSED ||
        paho->unanswered_closes >= CLOSES_BEFORE_FALLBACK) {
        paho->version = MQTT_3_1_1;
    }
    return true;
}

/* Go on after the connection ended, with event saying how. True when the caller is to hear it,
 * false when another attempt was begun instead. */
static bool finish_connection(struct paho *paho)
{
    bool again = wants_another_attempt(paho, paho_connection_end(paho->connection));
    end_connection(paho);
    if (again && begin_attempt(paho) == DAYBOOK_OK) {
        return false;
    }
    forget_seat(paho);
    paho->state = DISCONNECTED;
    return true;
}

static bool paho_next_event(void *context, struct transport_event *out_event)
{
    struct paho *paho = context;
    assert(out_event != NULL);
    take_back(paho);
    struct inbox_item *item = inbox_take(&paho->inbox);
    if (item == NULL) {
        return false;
    }
    struct transport_event event = item->event;
    switch (event.type) {
    case TRANSPORT_CONNECTED:
        paho->state = CONNECTED;
        event.older = paho->version == MQTT_3_1_1;
        nagle_end();
        break;
    case TRANSPORT_DISCONNECTED:
        if (!finish_connection(paho)) {
            return false;
        }
        break;
    case TRANSPORT_SUBSCRIBED:
    case TRANSPORT_SUBSCRIBE_REFUSED:
    case TRANSPORT_PUBLISHED:
    case TRANSPORT_PUBLISH_REFUSED:
        remove_request(paho, item->request);
        paho->answered = item->request;
        break;
    case TRANSPORT_MESSAGE:
        paho->message = item;
        break;
    }
    *out_event = event;
    return true;
}

static int paho_wake_fd(void *context)
{
    struct paho *paho = context;
    return paho->inbox.wake_fd;
}

static void paho_destroy(void *context)
{
    struct paho *paho = context;
    paho_disconnect(paho);
    inbox_close(&paho->inbox);
    free(paho);
}

enum daybook_status transport_paho_create(struct transport *out_transport)
{
    return transport_paho_create_with(TRANSPORT_KEEP_ALIVE_SECONDS, out_transport);
}

enum daybook_status transport_paho_create_with(unsigned keep_alive_seconds,
                                               struct transport *out_transport)
{
    static const struct transport_calls calls = {
        .connect = paho_connect,
        .disconnect = paho_disconnect,
        .subscribe = paho_subscribe,
        .publish = paho_publish,
        .next_event = paho_next_event,
        .wake_fd = paho_wake_fd,
        .destroy = paho_destroy,
    };
    assert(out_transport != NULL);
    static pthread_once_t prepared = PTHREAD_ONCE_INIT;
    int error = pthread_once(&prepared, prepare_process);
    assert(error == 0);
    struct paho *paho = calloc(1, sizeof *paho);
    if (paho == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    paho->keep_alive_seconds = keep_alive_seconds;
    paho->ca_fd = -1;
    enum daybook_status status = inbox_open(&paho->inbox);
    if (status != DAYBOOK_OK) {
        free(paho);
        return status;
    }
    *out_transport = (struct transport){.context = paho, .calls = &calls};
    return DAYBOOK_OK;
}
