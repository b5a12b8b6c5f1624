/* The transport to a real broker, on Eclipse Paho's asynchronous client. */
#ifndef TRANSPORT_PAHO_H
#define TRANSPORT_PAHO_H

#include <daybook/status.h>

#include "transport/transport.h"

/* Make a transport that is not connected; the caller owns it and ends it with transport_destroy().
 * It speaks MQTT 5 and falls back to 3.1.1 by itself where a broker knows only that, or begins
 * with 3.1.1 and falls back to 5 where the seat says so. The first
 * call removes http_proxy, https_proxy and paho's own tracing variables from the environment of the
 * process, because paho would obey them; it belongs before other threads are started. NO_MEMORY or
 * FAILED (no descriptor left) leave *out_transport untouched. */
enum daybook_status transport_paho_create(struct transport *out_transport);

/* The same with another keep-alive than TRANSPORT_KEEP_ALIVE_SECONDS, for who cannot wait so long.
 */
enum daybook_status transport_paho_create_with(unsigned keep_alive_seconds,
                                               struct transport *out_transport);

#endif
