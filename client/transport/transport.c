/* The calls of a transport, spelled as functions. */
#include "transport/transport.h"

#include <assert.h>
#include <string.h>

enum daybook_status transport_connect(const struct transport *transport, const struct seat *seat)
{
    assert(transport != NULL && transport->calls != NULL);
    return transport->calls->connect(transport->context, seat);
}

void transport_disconnect(const struct transport *transport)
{
    assert(transport != NULL && transport->calls != NULL);
    transport->calls->disconnect(transport->context);
}

enum daybook_status transport_subscribe(const struct transport *transport, const char *topic_filter)
{
    assert(transport != NULL && transport->calls != NULL);
    return transport->calls->subscribe(transport->context, topic_filter);
}

enum daybook_status transport_publish(const struct transport *transport,
                                      const struct transport_publish *message)
{
    assert(transport != NULL && transport->calls != NULL);
    return transport->calls->publish(transport->context, message);
}

bool transport_next_event(const struct transport *transport, struct transport_event *out_event)
{
    assert(transport != NULL && transport->calls != NULL);
    return transport->calls->next_event(transport->context, out_event);
}

int transport_wake_fd(const struct transport *transport)
{
    assert(transport != NULL && transport->calls != NULL);
    return transport->calls->wake_fd(transport->context);
}

void transport_destroy(struct transport *transport)
{
    assert(transport != NULL);
    if (transport->calls != NULL) {
        transport->calls->destroy(transport->context);
    }
    *transport = (struct transport){0};
}

bool transport_topic_is_valid(const char *topic)
{
    size_t size = topic == NULL ? 0 : strlen(topic);
    return size > 0 && size <= TRANSPORT_TOPIC_MAX && strpbrk(topic, "+#") == NULL;
}

bool transport_filter_is_valid(const char *topic_filter)
{
    size_t size = topic_filter == NULL ? 0 : strlen(topic_filter);
    return size > 0 && size <= TRANSPORT_TOPIC_MAX;
}
