/* What a broker's codes mean: tables after the standards of MQTT 3.1.1 and 5. */
#include "transport/reason.h"

#include <assert.h>
#include <stddef.h>

enum { REFUSED_VERSION_3_1_1 = 0x01, REFUSED_VERSION_5 = 0x84 };

struct meaning {
    int code;
    enum daybook_status status; /* as the answer to CONNECT */
    const char *sentence;
};

/* What a code no standard names means. */
static const struct meaning unspecified = {
    0x80, DAYBOOK_FAILED,
    "The broker refuses without naming a reason: tell its keeper if that lasts."};

static const struct meaning meanings_5[] = {
    {0x00, DAYBOOK_OFFLINE, "The broker ended the connection."},
    {0x04, DAYBOOK_OFFLINE, "The broker ended the connection."},
    {0x10, DAYBOOK_OFFLINE, "Nobody listens to this on the broker."},
    {0x80, DAYBOOK_FAILED,
     "The broker refuses without naming a reason: tell its keeper if that lasts."},
    {0x81, DAYBOOK_FAILED, "The broker could not read what it was sent."},
    {0x82, DAYBOOK_FAILED, "The broker found a breach of the protocol."},
    {0x83, DAYBOOK_FAILED, "The broker does not accept this."},
    {0x84, DAYBOOK_FAILED, "The broker does not speak this version of MQTT."},
    {0x85, DAYBOOK_DENIED,
     "The broker does not accept the client id of this seat: ask its keeper for a new one."},
    {0x86, DAYBOOK_DENIED,
     "The broker does not accept the user name or password of this seat: ask its keeper for a new "
     "one."},
    {0x87, DAYBOOK_DENIED,
     "The broker does not allow this: ask its keeper whether this device still has its seat."},
    {0x88, DAYBOOK_OFFLINE, "The broker is not available: tell its keeper if that lasts."},
    {0x89, DAYBOOK_OFFLINE, "The broker is busy: tell its keeper if that lasts."},
    {0x8a, DAYBOOK_DENIED, "The broker has banned this seat: ask its keeper why."},
    {0x8b, DAYBOOK_OFFLINE, "The broker is shutting down."},
    {0x8c, DAYBOOK_DENIED, "The broker does not accept a user name and password: tell its keeper."},
    {0x8d, DAYBOOK_OFFLINE, "The broker heard nothing for too long."},
    {0x8e, DAYBOOK_OFFLINE, "Another connection with the same seat took over."},
    {0x8f, DAYBOOK_FAILED, "The broker does not accept this topic filter."},
    {0x90, DAYBOOK_FAILED, "The broker does not accept this topic."},
    {0x91, DAYBOOK_FAILED, "The broker still uses this packet's number."},
    {0x92, DAYBOOK_FAILED, "The broker does not know this packet's number."},
    {0x93, DAYBOOK_FAILED, "The broker was sent more at once than it takes."},
    {0x94, DAYBOOK_FAILED, "The broker does not accept this topic alias."},
    {0x95, DAYBOOK_FAILED,
     "The message is larger than the broker takes: ask its keeper for a larger message size."},
    {0x96, DAYBOOK_FAILED, "The broker was sent messages faster than it takes."},
    {0x97, DAYBOOK_FAILED, "The broker's quota is used up: tell its keeper."},
    {0x98, DAYBOOK_OFFLINE, "The broker's keeper closed the connection."},
    {0x99, DAYBOOK_FAILED, "The broker does not accept this payload."},
    {0x9a, DAYBOOK_FAILED, "The broker does not keep retained messages."},
    {0x9b, DAYBOOK_FAILED, "The broker does not offer this quality of service."},
    {0x9c, DAYBOOK_OFFLINE, "The broker asks to use another one for now."},
    {0x9d, DAYBOOK_OFFLINE, "The broker has moved."},
    {0x9e, DAYBOOK_FAILED, "The broker does not offer shared subscriptions."},
    {0x9f, DAYBOOK_OFFLINE,
     "The broker takes no more connections for now: tell its keeper if that lasts."},
    {0xa0, DAYBOOK_OFFLINE, "The broker allows a connection only for so long."},
    {0xa1, DAYBOOK_FAILED, "The broker does not number subscriptions."},
    {0xa2, DAYBOOK_FAILED, "The broker does not offer filters with wildcards."},
};

static const struct meaning meanings_3_1_1[] = {
    {0x01, DAYBOOK_FAILED, "The broker does not speak this version of MQTT."},
    {0x02, DAYBOOK_DENIED,
     "The broker does not accept the client id of this seat: ask its keeper for a new one."},
    {0x03, DAYBOOK_OFFLINE, "The broker is not available: tell its keeper if that lasts."},
    {0x04, DAYBOOK_DENIED,
     "The broker does not accept the user name or password of this seat: ask its keeper for a new "
     "one."},
    {0x05, DAYBOOK_DENIED,
     "The broker does not let this device in: ask its keeper whether its seat still holds, or no "
     "connection is left."},
};

static const struct meaning *find(const struct meaning *meanings, size_t count, int code)
{
    for (size_t i = 0; i < count; i++) {
        if (meanings[i].code == code) {
            return &meanings[i];
        }
    }
    return &unspecified;
}

const char *reason_of_code(int code)
{
    return find(meanings_5, sizeof meanings_5 / sizeof meanings_5[0], code)->sentence;
}

const char *reason_of_refusal(enum mqtt_version version, int code, enum daybook_status *out_status)
{
    assert(out_status != NULL);
    const struct meaning *meaning =
        version == MQTT_5
            ? find(meanings_5, sizeof meanings_5 / sizeof meanings_5[0], code)
            : find(meanings_3_1_1, sizeof meanings_3_1_1 / sizeof meanings_3_1_1[0], code);
    *out_status = meaning->status;
    return meaning->sentence;
}

bool reason_is_version(int code)
{
    return code == REFUSED_VERSION_3_1_1 || code == REFUSED_VERSION_5;
}
