/* A broker in memory for tests: accounts, sessions, retained messages and faults. */
#include "transport/memory_broker.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "transport/memory_parts.h"

enum { TOPIC_SIZE = TRANSPORT_TOPIC_MAX + 1 };

struct memory_broker {
    struct session *sessions;
    struct mail_queue retained;
    memory_decide *decide;
    void *decide_context;
    bool unreachable;
    bool acknowledges_everything;
    size_t payload_max; /* 0: any */
    enum memory_habit habit;
    size_t message_count;
    size_t payload_size;
};

struct memory_broker *memory_broker_create(void)
{
    return memory_take(sizeof(struct memory_broker));
}

static void clear_session(struct session *session)
{
    mail_clear(&session->waiting);
    while (session->filters != NULL) {
        struct filter *filter = session->filters;
        session->filters = filter->next;
        free(filter);
    }
    session->begun = false;
}

void memory_broker_free(struct memory_broker *broker)
{
    if (broker == NULL) {
        return;
    }
    while (broker->sessions != NULL) {
        struct session *session = broker->sessions;
        assert(session->connection == NULL);
        broker->sessions = session->next;
        clear_session(session);
        free(session);
    }
    mail_clear(&broker->retained);
    free(broker);
}

static struct session *find_session(const struct memory_broker *broker, const char *client_id)
{
    for (struct session *session = broker->sessions; session != NULL; session = session->next) {
        if (strcmp(session->seat.client_id, client_id) == 0) {
            return session;
        }
    }
    return NULL;
}

void memory_broker_admit(struct memory_broker *broker, const struct seat *seat)
{
    struct session *session = find_session(broker, seat->client_id);
    if (session == NULL) {
        session = memory_take(sizeof *session);
        session->next = broker->sessions;
        broker->sessions = session;
    }
    session->seat = *seat;
    session->seat.ca_pem = (struct bytes){0};
    session->banned = false;
}

static void put_end(struct memory_transport *transport, enum daybook_status status,
                    const char *reason)
{
    struct transport_event event = {.type = TRANSPORT_DISCONNECTED,
                                    .status = status,
                                    .taken_over = strstr(reason, "took over") != NULL};
    (void)snprintf(event.reason, sizeof event.reason, "%s", reason);
    mail_append(&transport->events, mail_create(&event));
}

static void cut_session(struct session *session, const char *reason)
{
    if (session->connection != NULL) {
        put_end(session->connection, DAYBOOK_OFFLINE, reason);
        memory_broker_release(session->connection);
    }
}

void memory_broker_ban(struct memory_broker *broker, const char *client_id)
{
    struct session *session = find_session(broker, client_id);
    assert(session != NULL);
    session->banned = true;
    cut_session(session, "The broker's keeper closed the connection.");
}

void memory_broker_decide(struct memory_broker *broker, memory_decide *decide, void *context)
{
    broker->decide = decide;
    broker->decide_context = context;
}

void memory_broker_cut(struct memory_broker *broker, const char *client_id)
{
    for (struct session *session = broker->sessions; session != NULL; session = session->next) {
        if (client_id == NULL || strcmp(session->seat.client_id, client_id) == 0) {
            cut_session(session, "The connection to the broker was lost.");
        }
    }
}

void memory_broker_set_reachable(struct memory_broker *broker, bool reachable)
{
    broker->unreachable = !reachable;
    if (!reachable) {
        memory_broker_cut(broker, NULL);
    }
}

void memory_broker_restart(struct memory_broker *broker, bool empty)
{
    memory_broker_cut(broker, NULL);
    if (!empty) {
        return;
    }
    for (struct session *session = broker->sessions; session != NULL; session = session->next) {
        clear_session(session);
    }
    mail_clear(&broker->retained);
}

void memory_broker_acknowledge_everything(struct memory_broker *broker)
{
    broker->acknowledges_everything = true;
}

void memory_broker_limit(struct memory_broker *broker, size_t payload_max, enum memory_habit habit)
{
    broker->payload_max = payload_max;
    broker->habit = habit;
}

bool memory_broker_takes(const struct memory_broker *broker, size_t payload_size,
                         enum memory_habit *out_habit)
{
    *out_habit = broker->habit;
    return broker->payload_max == 0 || payload_size <= broker->payload_max;
}

size_t memory_broker_message_count(const struct memory_broker *broker)
{
    return broker->message_count;
}

size_t memory_broker_payload_size(const struct memory_broker *broker)
{
    return broker->payload_size;
}

static bool may_enter(const struct session *session, const struct seat *seat)
{
    return session != NULL && !session->banned &&
           strcmp(session->seat.username, seat->username) == 0 &&
           strcmp(session->seat.password, seat->password) == 0;
}

void memory_broker_accept(struct memory_broker *broker, struct memory_transport *transport,
                          const struct seat *seat)
{
    if (broker->unreachable) {
        put_end(transport, DAYBOOK_OFFLINE, "The broker could not be reached.");
        return;
    }
    struct session *session = find_session(broker, seat->client_id);
    if (!may_enter(session, seat)) {
        put_end(transport, DAYBOOK_DENIED,
                "The broker does not accept the user name or password of this seat.");
        return;
    }
    cut_session(session, "Another connection with the same seat took over.");
    session->connection = transport;
    transport->session = session;
    struct transport_event event = {.type = TRANSPORT_CONNECTED,
                                    .session_present = session->begun,
                                    .older = broker->acknowledges_everything};
    mail_append(&transport->events, mail_create(&event));
    session->begun = true;
    for (struct mail *mail = mail_take(&session->waiting); mail != NULL;
         mail = mail_take(&session->waiting)) {
        mail_append(&transport->events, mail);
    }
}

void memory_broker_release(struct memory_transport *transport)
{
    if (transport->session != NULL) {
        transport->session->connection = NULL;
        transport->session = NULL;
    }
}

/* Level by level; a filter of "a/#" also matches "a". */
static bool filter_matches(const char *filter, const char *topic)
{
    while (true) {
        if (strcmp(filter, "#") == 0) {
            return true;
        }
        size_t filter_size = strcspn(filter, "/");
        size_t topic_size = strcspn(topic, "/");
        bool any = filter_size == 1 && filter[0] == '+';
        if (!any && (filter_size != topic_size || memcmp(filter, topic, topic_size) != 0)) {
            return false;
        }
        filter += filter_size;
        topic += topic_size;
        if (*topic == '\0') {
            return *filter == '\0' || strcmp(filter, "/#") == 0;
        }
        if (*filter == '\0') {
            return false;
        }
        filter++;
        topic++;
    }
}

static bool has_prefix(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static void deliver(struct memory_broker *broker, struct session *session,
                    const struct transport_event *event)
{
    enum memory_fate fate = MEMORY_DELIVER;
    if (broker->decide != NULL) {
        fate = broker->decide(broker->decide_context, session->seat.client_id, event->topic,
                              event->payload);
    }
    size_t copies = fate == MEMORY_LOSE ? 0 : fate == MEMORY_DELIVER_TWICE ? 2 : 1;
    struct mail_queue *queue =
        session->connection != NULL ? &session->connection->events : &session->waiting;
    for (size_t i = 0; i < copies; i++) {
        mail_append(queue, mail_create(event));
    }
}

void memory_broker_subscribe(struct memory_broker *broker, struct session *session,
                             const char *topic_filter)
{
    char prefix[TOPIC_SIZE];
    (void)snprintf(prefix, sizeof prefix, "daybook/1/%s/", session->seat.circle);
    bool allowed = has_prefix(topic_filter, prefix);
    struct transport_event answer = {.type = allowed ? TRANSPORT_SUBSCRIBED
                                                     : TRANSPORT_SUBSCRIBE_REFUSED,
                                     .topic = topic_filter};
    if (!allowed) {
        (void)snprintf(answer.reason, sizeof answer.reason, "The broker does not allow this.");
    }
    mail_append(&session->connection->events, mail_create(&answer));
    if (!allowed) {
        return;
    }
    struct filter *filter = memory_take(sizeof *filter);
    (void)snprintf(filter->text, sizeof filter->text, "%s", topic_filter);
    filter->next = session->filters;
    session->filters = filter;
    for (struct mail *mail = broker->retained.first; mail != NULL; mail = mail->next) {
        if (filter_matches(topic_filter, mail->event.topic)) {
            struct transport_event event = mail->event;
            event.retained = true;
            deliver(broker, session, &event);
        }
    }
}

/* Keep the message for later subscribers in place of an earlier one; an empty one only clears. */
static void retain(struct memory_broker *broker, const struct transport_event *event)
{
    struct mail_queue kept = {0};
    for (struct mail *mail = mail_take(&broker->retained); mail != NULL;
         mail = mail_take(&broker->retained)) {
        if (strcmp(mail->event.topic, event->topic) == 0) {
            free(mail);
        } else {
            mail_append(&kept, mail);
        }
    }
    if (event->payload.size > 0) {
        mail_append(&kept, mail_create(event));
    }
    broker->retained = kept;
}

static bool is_subscribed(const struct session *session, const char *topic)
{
    for (const struct filter *filter = session->filters; filter != NULL; filter = filter->next) {
        if (filter_matches(filter->text, topic)) {
            return true;
        }
    }
    return false;
}

bool memory_broker_publish(struct memory_broker *broker, const struct session *session,
                           const struct transport_publish *message)
{
    char prefix[TOPIC_SIZE];
    (void)snprintf(prefix, sizeof prefix, "daybook/1/%s/%s/", session->seat.circle,
                   session->seat.client_id);
    if (!has_prefix(message->topic, prefix)) {
        return broker->acknowledges_everything;
    }
    broker->message_count++;
    broker->payload_size += message->payload.size;
    struct transport_event event = {
        .type = TRANSPORT_MESSAGE, .topic = message->topic, .payload = message->payload};
    if (message->retain) {
        retain(broker, &event);
    }
    for (struct session *other = broker->sessions; other != NULL; other = other->next) {
        if (is_subscribed(other, message->topic)) {
            deliver(broker, other, &event);
        }
    }
    return true;
}
