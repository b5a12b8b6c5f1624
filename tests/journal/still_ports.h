/* Ports of a journal that is alone: a clock that moves only by hand, no time zone, no broker. */
#ifndef JOURNAL_STILL_PORTS_H
#define JOURNAL_STILL_PORTS_H

#include <stdint.h>

#include "journal/journal.h"

/* Both clocks say what is in *now_ms, which must outlive the ports. */
struct journal_ports still_ports(int64_t *now_ms);

#endif
