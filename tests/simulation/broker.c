/* A hostile broker in memory: it loses, doubles, delays, reorders, replays, refuses and forgets. */
#include "simulation/broker.h"

enum { BROKER_LATENCY_MS = 20, BROKER_JITTER_MS = 10 };

static int64_t latency(struct broker *broker)
{
    int64_t latency_ms = BROKER_LATENCY_MS + chance_below(broker->chance, BROKER_JITTER_MS);
    if (chance_strikes(broker->chance, broker->faults.delay)) {
        latency_ms += chance_below(broker->chance, broker->faults.delay_ms + 1);
    }
    return latency_ms;
}

static void deliver(struct broker *broker, int64_t now_ms, size_t device, struct message *message,
                    bool retained)
{
    uint32_t copies = 1;
    if (chance_strikes(broker->chance, broker->faults.lose)) {
        copies = 0;
    } else if (chance_strikes(broker->chance, broker->faults.repeat)) {
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

static void give_retained(struct broker *broker, int64_t now_ms, size_t device, size_t sender)
{
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        struct message *message = broker->retained[sender][stream];
        if (message != NULL && broker->sessions[device].reads[stream] &&
            !chance_strikes(broker->chance, broker->faults.lose_retained)) {
            deliver(broker, now_ms, device, message, true);
        }
    }
}

void broker_connect(struct broker *broker, int64_t now_ms, size_t device,
                    const bool reads[static STREAM_COUNT])
{
    struct broker_session *session = &broker->sessions[device];
    session->connected = true;
    session->number++;
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        session->reads[stream] = reads[stream];
    }
    for (size_t sender = 0; sender < broker->device_count; sender++) {
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

static void route(struct broker *broker, int64_t now_ms, struct message *message)
{
    for (size_t device = 0; device < broker->device_count; device++) {
        struct broker_session *session = &broker->sessions[device];
        if (!session->reads[message->stream]) {
            continue;
        }
        if (session->connected) {
            deliver(broker, now_ms, device, message, false);
        } else if (session->queue_count < BROKER_QUEUE_MAX && !broker->faults.forgets_absent) {
            session->queue[session->queue_count++] = message_keep(message);
        }
    }
}

static void remember(struct broker *broker, struct message *message)
{
    if (message->kind == MESSAGE_HAVE) {
        struct message **kept = &broker->retained[message->sender][message->stream];
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
    if (known > 0 && chance_strikes(broker->chance, broker->faults.replay)) {
        route(broker, now_ms, broker->history[chance_below(broker->chance, (uint32_t)known)]);
    }
}

void broker_publish(struct broker *broker, int64_t now_ms, struct message *message, uint64_t ticket)
{
    bool refused = chance_strikes(broker->chance, broker->faults.refuse);
    uint64_t last = message->kind == MESSAGE_RUN ? message->first + message->count - 1 : 0;
    agenda_add(broker->agenda,
               (struct occurrence){.at_ms = now_ms + BROKER_LATENCY_MS,
                                   .kind = OCCURRENCE_ANSWER,
                                   .device = message->sender,
                                   .session = broker->sessions[message->sender].number,
                                   .ticket = ticket,
                                   .last = last,
                                   .refused = refused});
    if (!refused) {
        broker->published_messages++;
        broker->published_operations += message->kind == MESSAGE_RUN ? message->count : 0;
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
        broker->sessions[device] = (struct broker_session){.number = number};
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
