/* The topics of schema/wire/topics.md: where a device of a circle sends and listens. For journal/
 * only. */
#ifndef JOURNAL_TOPIC_H
#define JOURNAL_TOPIC_H

#include <stdbool.h>

#include "base/bytes.h"
#include "domain/stream.h"
#include "transport/transport.h"

enum topic_kind { TOPIC_OPS, TOPIC_HAVE, TOPIC_TO, TOPIC_JOIN };

struct topic {
    enum topic_kind kind;
    struct bytes sender; /* its name towards the broker, borrowed from the text; "+" in a filter */
    enum stream stream;  /* OPS, HAVE */
    struct bytes receiver; /* TO */
};

/* Write a topic of the circle whose name towards the broker is given. The parts fit: a seat has
 * been checked. */
void topic_write(const char *circle_name, struct id128 circle, const struct topic *topic,
                 char out_text[static TRANSPORT_TOPIC_MAX + 1]);

/* Read a topic of that circle. False: another circle's, or none of ours. */
bool topic_read(const char *circle_name, struct id128 circle, const char *text,
                struct topic *out_topic);

#endif
