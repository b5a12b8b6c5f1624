/* The broker in memory is not what is tested: what it allocates is never refused. The linker puts
 * this transport before its own (--wrap). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fault/scarce_memory.h"
#include "transport/memory_broker.h"

void __wrap_memory_broker_attach(struct memory_broker *broker, struct transport *out_transport);
void __real_memory_broker_attach(struct memory_broker *broker, struct transport *out_transport);

static enum daybook_status spared_connect(void *context, const struct seat *seat)
{
    scarce_memory_pause();
    enum daybook_status status = transport_connect(context, seat);
    scarce_memory_resume();
    return status;
}

static void spared_disconnect(void *context)
{
    transport_disconnect(context);
}

static enum daybook_status spared_subscribe(void *context, const char *topic_filter)
{
    scarce_memory_pause();
    enum daybook_status status = transport_subscribe(context, topic_filter);
    scarce_memory_resume();
    return status;
}

static enum daybook_status spared_publish(void *context, const struct transport_publish *message)
{
    scarce_memory_pause();
    enum daybook_status status = transport_publish(context, message);
    scarce_memory_resume();
    return status;
}

static bool spared_next_event(void *context, struct transport_event *out_event)
{
    scarce_memory_pause();
    bool found = transport_next_event(context, out_event);
    scarce_memory_resume();
    return found;
}

static int spared_wake_fd(void *context)
{
    return transport_wake_fd(context);
}

static void spared_destroy(void *context)
{
    transport_destroy(context);
    free(context);
}

void __wrap_memory_broker_attach(struct memory_broker *broker, struct transport *out_transport)
{
    static const struct transport_calls calls = {
        .connect = spared_connect,
        .disconnect = spared_disconnect,
        .subscribe = spared_subscribe,
        .publish = spared_publish,
        .next_event = spared_next_event,
        .wake_fd = spared_wake_fd,
        .destroy = spared_destroy,
    };
    scarce_memory_pause();
    struct transport *real = calloc(1, sizeof *real);
    assert_non_null(real);
    __real_memory_broker_attach(broker, real);
    *out_transport = (struct transport){.context = real, .calls = &calls};
    scarce_memory_resume();
}
