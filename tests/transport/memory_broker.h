/* A broker in memory for tests: deterministic, without threads, with the access rules of
 * broker-config and with faults on request. */
#ifndef TRANSPORT_MEMORY_BROKER_H
#define TRANSPORT_MEMORY_BROKER_H

#include <stdbool.h>
#include <stddef.h>

#include "transport/seat.h"
#include "transport/transport.h"

struct memory_broker;

/* What becomes of one message on its way to one device. */
enum memory_fate { MEMORY_DELIVER, MEMORY_LOSE, MEMORY_DELIVER_TWICE };

/* Asked for every message and every device it would reach, also when it goes into a session's
 * queue. */
typedef enum memory_fate memory_decide(void *context, const char *client_id, const char *topic,
                                       struct bytes payload);

/* Make an empty broker; the caller owns it. A test that runs out of memory ends. */
struct memory_broker *memory_broker_create(void);

/* Free the broker. Its transports must have been destroyed before. NULL is allowed. */
void memory_broker_free(struct memory_broker *broker);

/* Let a seat in: its user name and password count from now on. Like "device add" of seats, it
 * may subscribe below daybook/1/CIRCLE/ and publish below daybook/1/CIRCLE/CLIENT_ID/. */
void memory_broker_admit(struct memory_broker *broker, const struct seat *seat);

/* Lock a seat out and end its connection, as "device disable" does. */
void memory_broker_ban(struct memory_broker *broker, const char *client_id);

/* Make a transport to this broker; the caller ends it with transport_destroy(), before the broker
 * is freed. */
void memory_broker_attach(struct memory_broker *broker, struct transport *out_transport);

/* Decide what becomes of messages from now on; NULL: all are delivered. */
void memory_broker_decide(struct memory_broker *broker, memory_decide *decide, void *context);

/* End a device's connection, keeping its session; NULL ends every connection. */
void memory_broker_cut(struct memory_broker *broker, const char *client_id);

/* Be there or not: while unreachable nobody connects; becoming so ends every connection. */
void memory_broker_set_reachable(struct memory_broker *broker, bool reachable);

/* Restart: every connection ends. Empty: sessions, queues and retained messages are gone, accounts
 * stay. */
void memory_broker_restart(struct memory_broker *broker, bool empty);

/* Behave like MQTT 3.1.1, where a refused publish is acknowledged and dropped. */
void memory_broker_acknowledge_everything(struct memory_broker *broker);

/* Take no payload larger than this from now on (0: any), and meet larger ones in one of the ways
 * brokers do: with a refusal, by ending the connection, or by acknowledging and dropping them. */
enum memory_habit { MEMORY_REFUSES, MEMORY_CLOSES, MEMORY_DROPS };
void memory_broker_limit(struct memory_broker *broker, size_t payload_max, enum memory_habit habit);

/* Messages accepted for delivery and bytes of payload in them, since the broker was made. */
size_t memory_broker_message_count(const struct memory_broker *broker);
size_t memory_broker_payload_size(const struct memory_broker *broker);

#endif
