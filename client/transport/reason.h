/* What a broker's codes mean, as one sentence for a person. */
#ifndef TRANSPORT_REASON_H
#define TRANSPORT_REASON_H

#include <stdbool.h>

#include <daybook/status.h>

/* The protocol spoken on a connection. */
enum mqtt_version { MQTT_3_1_1, MQTT_5 };

/* The sentence for a reason code of any packet of MQTT 5, and for the 0x80 of a SUBACK of 3.1.1;
 * never NULL. */
const char *reason_of_code(int code);

/* The sentence and the status for a CONNACK that refuses. */
const char *reason_of_refusal(enum mqtt_version version, int code, enum daybook_status *out_status);

/* True when a CONNACK refuses because the broker does not speak MQTT 5. */
bool reason_is_version(int code);

#endif
