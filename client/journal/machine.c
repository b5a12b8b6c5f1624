/* The ports of a real machine: its clocks, its time zone, MQTT through paho. */
#define _DEFAULT_SOURCE /* tm_gmtoff */

#include <time.h>

#include "journal/journal.h"
#include "transport/paho.h"

static int64_t read_clock(clockid_t clock)
{
    struct timespec now = {0};
    (void)clock_gettime(clock, &now); /* these two clocks exist on every machine we run on */
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t machine_wall_ms(void *context)
{
    (void)context;
    return read_clock(CLOCK_REALTIME);
}

/* BOOTTIME also counts while the machine sleeps, so that pauses end when a person would think so.
 */
static int64_t machine_monotonic_ms(void *context)
{
    (void)context;
    return read_clock(CLOCK_BOOTTIME);
}

static int32_t machine_offset_minutes(void *context, int64_t utc_ms)
{
    (void)context;
    time_t seconds = (time_t)(utc_ms / 1000);
    struct tm local;
    if (localtime_r(&seconds, &local) == NULL) {
        return 0;
    }
    return (int32_t)(local.tm_gmtoff / 60);
}

static enum daybook_status machine_open_transport(void *context, struct transport *out_transport)
{
    (void)context;
    return transport_paho_create(out_transport);
}

struct journal_ports journal_machine_ports(void)
{
    return (struct journal_ports){
        .wall_ms = machine_wall_ms,
        .monotonic_ms = machine_monotonic_ms,
        .offset_minutes = machine_offset_minutes,
        .open_transport = machine_open_transport,
    };
}
