/* A hostile broker in memory: it loses, doubles, delays, reorders, replays, refuses and forgets. */
#include "simulation/broker.h"

enum { BROKER_LATENCY_MS = 20, BROKER_JITTER_MS = 10 };

/* Whether the fault strikes; then it is counted. */
static bool strikes(struct broker *broker, enum fault fault, uint32_t per_mille)
{
    bool does = per_mille > 0 && chance_strikes(broker->chance, per_mille);
    if (does && broker->injected != NULL) {
        broker->injected[fault]++;
    }
    return does;
}

static int64_t latency(struct broker *broker)
{
    int64_t latency_ms = BROKER_LATENCY_MS + chance_below(broker->chance, BROKER_JITTER_MS);
    if (strikes(broker, FAULT_DELAY, broker->faults.delay)) {
        latency_ms += chance_below(broker->chance, broker->faults.delay_ms + 1);
    }
    return latency_ms;
}

static void deliver(struct broker *broker, int64_t now_ms, size_t device, struct message *message,
                    bool retained)
{
    uint32_t copies = 1;
    if (strikes(broker, FAULT_LOSS, broker->faults.lose)) {
        copies = 0;
    } else if (strikes(broker, FAULT_REPEAT, broker->faults.repeat)) {
        copies = 2;
    }
    for (uint32_t i = 0; i < copies; i++) {
        agenda_add(broker->agenda, (struct occurrence){.at_ms = now_ms + latency(broker),
                                                       .kind = OCCURRENCE_DELIVERY,
                                                       .device = device,
                                                       .session = broker->sessions[device].number,
                                                       .message = message_keep(message),
                                                       .retained = retained});
    }
}

/* An older HAVE of the same device and stream, or the same. */
static struct message *older(const struct broker *broker, struct message *newest)
{
    for (size_t i = 0; i < BROKER_HISTORY_MAX; i++) {
        struct message *message = broker->history[i];
        if (message != NULL && message->kind == MESSAGE_HAVE &&
            message->identity == newest->identity && message->stream == newest->stream &&
            message->counter < newest->counter) {
            return message;
        }
    }
    return newest;
}

static void give_retained(struct broker *broker, int64_t now_ms, size_t device, size_t sender)
{
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        struct message *message = broker->retained[sender][stream];
        if (message == NULL || !broker->sessions[device].reads[stream] ||
            strikes(broker, FAULT_RETAINED_LOST, broker->faults.lose_retained)) {
            continue;
        }
        if (strikes(broker, FAULT_RETAINED_OLD, broker->faults.old_retained)) {
            message = older(broker, message);
        }
        deliver(broker, now_ms, device, message, true);
    }
}

void broker_subscribe(struct broker *broker, size_t device, const bool reads[static STREAM_COUNT])
{
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        broker->sessions[device].reads[stream] = reads[stream];
    }
}

void broker_connect(struct broker *broker, int64_t now_ms, size_t device,
                    const bool reads[static STREAM_COUNT])
{
    struct broker_session *session = &broker->sessions[device];
    session->connected = true;
    session->number++;
    broker_subscribe(broker, device, reads);
    for (size_t sender = 0; sender < BROKER_DEVICE_MAX; sender++) {
        give_retained(broker, now_ms, device, sender);
    }
    for (size_t i = 0; i < session->queue_count; i++) {
        deliver(broker, now_ms, device, session->queue[i], false);
        message_release(session->queue[i]);
    }
    session->queue_count = 0;
}

void broker_disconnect(struct broker *broker, size_t device)
{
    broker->sessions[device].connected = false;
    broker->sessions[device].number++;
}

/* A message for a device that is away. */
static void queue(struct broker *broker, struct broker_session *session, struct message *message)
{
    size_t room = broker->faults.queue_max > 0 ? broker->faults.queue_max : BROKER_QUEUE_MAX;
    bool fits = session->queue_count < room && !broker->faults.forgets_absent;
    if (fits) {
        session->queue[session->queue_count++] = message_keep(message);
    } else if (broker->injected != NULL) {
        broker->injected[broker->faults.forgets_absent ? FAULT_QUEUE_NONE : FAULT_QUEUE_FULL]++;
    }
}

static bool is_for(const struct broker *broker, size_t device, const struct message *message)
{
    const struct broker_session *session = &broker->sessions[device];
    if (message->kind == MESSAGE_KEYS) {
        return broker->identities[device] == message->to && session->reads[STREAM_CIRCLE];
    }
    return session->reads[message->stream];
}

static void route(struct broker *broker, int64_t now_ms, struct message *message)
{
    for (size_t device = 0; device < broker->device_count; device++) {
        struct broker_session *session = &broker->sessions[device];
        if (!is_for(broker, device, message)) {
            continue;
        }
        if (session->group != broker->sessions[message->sender].group) {
            continue;
        }
        if (session->connected) {
            deliver(broker, now_ms, device, message, false);
        } else {
            queue(broker, session, message);
        }
    }
}

static void remember(struct broker *broker, struct message *message)
{
    if (message->kind == MESSAGE_HAVE) {
        struct message **kept = &broker->retained[message->identity][message->stream];
        message_release(*kept);
        *kept = message_keep(message);
    }
    struct message **place = &broker->history[broker->history_count++ % BROKER_HISTORY_MAX];
    message_release(*place);
    *place = message_keep(message);
}

static void replay(struct broker *broker, int64_t now_ms)
{
    size_t known =
        broker->history_count < BROKER_HISTORY_MAX ? broker->history_count : BROKER_HISTORY_MAX;
    if (known > 0 && strikes(broker, FAULT_REPLAY, broker->faults.replay)) {
        route(broker, now_ms, broker->history[chance_below(broker->chance, (uint32_t)known)]);
    }
}

void broker_publish(struct broker *broker, int64_t now_ms, struct message *message, uint64_t ticket)
{
    bool refused = strikes(broker, FAULT_REFUSE, broker->faults.refuse);
    uint64_t last = message->kind == MESSAGE_HAVE ? 0 : message->first + message->count - 1;
    bool dropped = broker->faults.oversize > 0 && message->kind != MESSAGE_HAVE &&
                   message->count > broker->faults.oversize;
    agenda_add(broker->agenda,
               (struct occurrence){.at_ms = now_ms + BROKER_LATENCY_MS,
                                   .kind = OCCURRENCE_ANSWER,
                                   .device = message->sender,
                                   .session = broker->sessions[message->sender].number,
                                   .ticket = ticket,
                                   .last = last,
                                   .refused = refused});
    if (dropped && broker->injected != NULL) {
        broker->injected[FAULT_OVERSIZE]++;
    }
    if (!refused && !dropped) {
        broker->published_messages++;
        broker->published_bytes += message->kind == MESSAGE_HAVE ? 0 : message_size(message);
        broker->published_operations += message->kind == MESSAGE_HAVE ? 0 : message->count;
        replay(broker, now_ms);
        route(broker, now_ms, message);
        remember(broker, message);
    }
    message_release(message);
}

static void empty_queue(struct broker_session *session)
{
    for (size_t i = 0; i < session->queue_count; i++) {
        message_release(session->queue[i]);
    }
    session->queue_count = 0;
}

void broker_restart(struct broker *broker)
{
    for (size_t device = 0; device < BROKER_DEVICE_MAX; device++) {
        uint64_t number = broker->sessions[device].number + 1;
        empty_queue(&broker->sessions[device]);
        uint32_t group = broker->sessions[device].group;
        broker->sessions[device] = (struct broker_session){.number = number, .group = group};
        for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
            message_release(broker->retained[device][stream]);
            broker->retained[device][stream] = NULL;
        }
    }
}

void broker_free(struct broker *broker)
{
    broker_restart(broker);
    for (size_t i = 0; i < BROKER_HISTORY_MAX; i++) {
        message_release(broker->history[i]);
        broker->history[i] = NULL;
    }
}
