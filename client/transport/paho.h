/* The transport to a real broker, on Eclipse Paho's asynchronous client. */
#ifndef TRANSPORT_PAHO_H
#define TRANSPORT_PAHO_H

#include <daybook/status.h>

#include "transport/transport.h"

/* Make a transport that is not connected; the caller owns it and ends it with transport_destroy().
 * It speaks MQTT 5 and falls back to 3.1.1 by itself where a broker knows only that. The proxy
 * variables http_proxy and https_proxy are removed from the environment of the process, because
 * paho would send a journal's traffic wherever they point. NO_MEMORY or FAILED (no descriptor left)
 * leave *out_transport untouched. */
enum daybook_status transport_paho_create(struct transport *out_transport);

#endif
