/* Why OpenSSL does not accept a broker's certificate, which paho does not tell. */
#ifndef TRANSPORT_DISTRUST_H
#define TRANSPORT_DISTRUST_H

#include <stdbool.h>

#include "transport/transport.h"

/* From now on have every TLS connection of this process put the reason among OpenSSL's errors,
 * which paho hands on as lines of text. What is accepted does not change. Once in a process. */
void distrust_tell(void);

/* The sentence for a person when a line of OpenSSL's errors is such a reason. False: it is another
 * one, and out_sentence is untouched. */
bool distrust_read(const char *line, char out_sentence[static TRANSPORT_REASON_SIZE]);

#endif
