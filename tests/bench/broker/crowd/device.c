/* A simulated device of Daybook. The last bytes of each message are written over with who sends it,
 * which of theirs it is and when it was due; to a broker sealed bytes are all alike. */
#include "device.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "transport/transport.h"

enum { TOPIC_SIZE = TRANSPORT_TOPIC_MAX + 1, MESSAGE_SIZE_MAX = TRANSPORT_PAYLOAD_MAX };

/* What a message ends with. It never leaves this process, so its bytes are in the machine's order.
 */
struct stamp {
    uint32_t sender;
    uint32_t sequence;
    uint64_t due_ns;
};
_Static_assert(sizeof(struct stamp) == TAPE_STAMP_SIZE, "the stamp is as long as the tape allows");

static size_t index_of(const struct device_company *company, const struct device *device)
{
    return (size_t)(device - company->devices);
}

/* Devices begin at different places of the tape. */
static const struct tape_message *message_of(const struct device_company *company, size_t sender,
                                             uint32_t sequence)
{
    return &company->tape.messages[(sender + sequence) % company->tape.count];
}

static void write_topic(const struct device_company *company, size_t sender, const char *ending,
                        char out_topic[static TOPIC_SIZE])
{
    const struct seats_place *place = &company->seats.places[sender];
    (void)snprintf(out_topic, TOPIC_SIZE, "daybook/1/%s/%s/%s", place->circle, place->client_id,
                   ending);
}

static void cut(struct device_company *company, struct device *device)
{
    if (device->state == DEVICE_ARRIVING) {
        company->arriving--;
    } else {
        company->seated--;
    }
    device->state = DEVICE_CUT;
    company->tally.cut++;
    line_close(&device->line);
}

/* Send what was put into the line's buffer. */
static void send_out(struct device_company *company, struct device *device)
{
    device->last_sent_ns = figures_now_ns();
    if (!line_advance(&device->line, &company->exchange, device)) {
        cut(company, device);
    }
}

static uint16_t next_number(struct device *device)
{
    device->number = device->number == UINT16_MAX ? 1 : (uint16_t)(device->number + 1);
    return device->number;
}

/* --- arriving -------------------------------------------------------------------------------- */

void device_arrive(struct device_company *company, struct device *device)
{
    assert(device->state == DEVICE_AWAY);
    size_t index = index_of(company, device);
    size_t circle = index / company->seats.a_circle;
    size_t seat = index % company->seats.a_circle;
    const struct seats_place *place = &company->seats.places[index];
    const struct packet_guest guest = {.client_id = place->client_id,
                                       .username = place->username,
                                       .password = place->password,
                                       .keep_alive_seconds = TRANSPORT_KEEP_ALIVE_SECONDS,
                                       .session_seconds = TRANSPORT_SESSION_SECONDS};
    device->state = DEVICE_ARRIVING;
    company->arriving++;
    device->began_ns = figures_now_ns();
    device->last_sent_ns = device->began_ns;
    if (!line_open(&device->line, &company->exchange,
                   &company->addresses[(circle + seat) % company->address_count], device)) {
        cut(company, device);
        return;
    }
    packet_connect(&device->line.out, company->version, &guest);
}

/* One filter at a time, as a device does: two for each stream, and one for what is for it alone. */
static void subscribe(struct device_company *company, struct device *device)
{
    const struct seats_place *place = &company->seats.places[index_of(company, device)];
    static const char *const kinds[] = {"ops", "have"};
    char filter[TOPIC_SIZE];
    for (size_t i = 0; i < 2 * company->tape.stream_count; i++) {
        (void)snprintf(filter, sizeof filter, "daybook/1/%s/+/%s/%s", place->circle,
                       company->tape.streams[i / 2], kinds[i % 2]);
        packet_subscribe(&device->line.out, company->version, next_number(device), filter);
    }
    (void)snprintf(filter, sizeof filter, "daybook/1/%s/+/to/%s", place->circle, place->client_id);
    packet_subscribe(&device->line.out, company->version, next_number(device), filter);
}

static void be_granted(struct device_company *company, struct device *device)
{
    device->subscribed++;
    if (device->subscribed == 2 * company->tape.stream_count + 1) {
        device->state = DEVICE_SEATED;
        company->arriving--;
        company->seated++;
        figures_add(&company->tally.arrivals, (figures_now_ns() - device->began_ns) / 1000);
    }
}

/* --- hearing --------------------------------------------------------------------------------- */

static bool is_as_sent(const struct device_company *company, const struct stamp *stamp,
                       const struct packet_message *heard)
{
    char topic[TOPIC_SIZE];
    const struct tape_message *sent = message_of(company, stamp->sender, stamp->sequence);
    write_topic(company, stamp->sender, sent->ending, topic);
    return bytes_equal_text(heard->topic, topic) && heard->payload.size == sent->size &&
           memcmp(heard->payload.data, sent->data, sent->size - sizeof *stamp) == 0;
}

/* A broker keeps the order of what one device sends to another. */
static void count_heard(struct device_company *company, struct device *device,
                        const struct stamp *stamp)
{
    struct device_tally *tally = &company->tally;
    uint32_t *awaited = &device->awaited[stamp->sender % company->seats.a_circle];
    if (stamp->sequence < *awaited) {
        tally->doubled++;
        return;
    }
    *awaited = stamp->sequence + 1;
    tally->heard++;
    if (stamp->sender != index_of(company, device)) {
        figures_add(&tally->journeys, (figures_now_ns() - stamp->due_ns) / 1000);
    }
}

static void hear(struct device_company *company, struct device *device,
                 const struct packet_message *heard)
{
    struct device_tally *tally = &company->tally;
    struct stamp stamp = {0};
    if (heard->payload.size >= sizeof stamp) {
        memcpy(&stamp, heard->payload.data + heard->payload.size - sizeof stamp, sizeof stamp);
    }
    if (stamp.sender >= company->device_count || !is_as_sent(company, &stamp, heard)) {
        tally->altered++;
    } else if (stamp.sender / company->seats.a_circle !=
               index_of(company, device) / company->seats.a_circle) {
        tally->foreign++;
    } else {
        count_heard(company, device, &stamp);
    }
    if (heard->number != 0) {
        packet_acknowledge(&device->line.out, heard->number);
    }
}

/* False when the broker said no, or nothing that can be understood. */
static bool take_answer(struct device_company *company, struct device *device,
                        const struct packet *packet)
{
    uint16_t number = 0;
    unsigned code = 0;
    if (!packet_read_answer(packet, company->version, &number, &code)) {
        return false;
    }
    if (code >= PACKET_REFUSED || (packet->kind == PACKET_CONNACK && code != 0)) {
        company->tally.refused++;
        return packet->kind == PACKET_PUBACK;
    }
    if (packet->kind == PACKET_CONNACK) {
        subscribe(company, device);
    } else if (packet->kind == PACKET_SUBACK) {
        be_granted(company, device);
    } else {
        company->tally.acknowledged++;
    }
    return true;
}

static bool take_packet(struct device_company *company, struct device *device,
                        const struct packet *packet)
{
    struct packet_message message;
    switch (packet->kind) {
    case PACKET_PUBLISH:
        if (!packet_read_message(packet, company->version, &message)) {
            return false;
        }
        hear(company, device, &message);
        return true;
    case PACKET_CONNACK:
    case PACKET_SUBACK:
    case PACKET_PUBACK:
        return take_answer(company, device, packet);
    case PACKET_PINGRESP:
        return true;
    default: /* a farewell, or what no broker sends */
        return false;
    }
}

static bool take_all(struct device_company *company, struct device *device, struct bytes bytes)
{
    struct packet packet;
    enum packet_found found = PACKET_WHOLE;
    while ((found = packet_take(&bytes, &packet)) == PACKET_WHOLE) {
        if (!take_packet(company, device, &packet)) {
            return false;
        }
    }
    line_keep(&device->line, bytes);
    return found == PACKET_IN_PART;
}

void device_serve(struct device_company *company, struct device *device)
{
    if (!line_advance(&device->line, &company->exchange, device)) {
        cut(company, device);
        return;
    }
    struct bytes bytes = {0};
    do {
        if (!line_read(&device->line, &company->exchange, &bytes) ||
            (bytes.size > 0 && !take_all(company, device, bytes))) {
            cut(company, device);
            return;
        }
    } while (bytes.size > 0);
    if (device->line.out.size > 0) {
        send_out(company, device);
    }
}

/* --- sending --------------------------------------------------------------------------------- */

bool device_is_ready(const struct device *device)
{
    return device->state == DEVICE_SEATED && !device->line.full;
}

void device_publish(struct device_company *company, struct device *device, uint64_t due_ns)
{
    assert(device->state == DEVICE_SEATED);
    size_t sender = index_of(company, device);
    const struct tape_message *message = message_of(company, sender, device->sent);
    const struct stamp stamp = {
        .sender = (uint32_t)sender, .sequence = device->sent, .due_ns = due_ns};
    char topic[TOPIC_SIZE];
    static uint8_t payload[MESSAGE_SIZE_MAX];
    assert(message->size <= sizeof payload);
    write_topic(company, sender, message->ending, topic);
    memcpy(payload, message->data, message->size);
    memcpy(payload + message->size - sizeof stamp, &stamp, sizeof stamp);
    const struct packet_message packet = {.topic = bytes_of_text(topic),
                                          .payload = {payload, message->size},
                                          .number = next_number(device),
                                          .retain = message->retain};
    packet_publish(&device->line.out, company->version, &packet);
    device->sent++;
    company->tally.sent++;
    send_out(company, device);
}

void device_keep_alive(struct device_company *company, struct device *device, uint64_t now_ns)
{
    const uint64_t quiet_ns = (uint64_t)TRANSPORT_KEEP_ALIVE_SECONDS * 1000000000;
    if (device->state == DEVICE_SEATED && now_ns - device->last_sent_ns >= quiet_ns) {
        packet_ping(&device->line.out);
        send_out(company, device);
    }
}

void device_leave(struct device_company *company, struct device *device)
{
    if (device->state == DEVICE_SEATED) {
        packet_disconnect(&device->line.out);
        (void)line_advance(&device->line, &company->exchange, device); /* it goes either way */
        company->seated--;
    } else if (device->state == DEVICE_ARRIVING) {
        company->arriving--;
    }
    line_close(&device->line);
    device->state = DEVICE_AWAY;
}

uint64_t device_on_way(const struct device_company *company)
{
    const struct device_tally *tally = &company->tally;
    return tally->sent * company->seats.a_circle - tally->heard;
}
