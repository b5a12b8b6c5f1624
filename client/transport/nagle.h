/* Sending small pieces at once. For transport/ only. */
#ifndef TRANSPORT_NAGLE_H
#define TRANSPORT_NAGLE_H

/* Have every TCP connection of this process send what it is given at once, instead of holding a
 * last small piece back until what went before is acknowledged. paho writes a message in several
 * pieces and lets nobody at its socket, and a broker may take 40 ms to acknowledge the first. What
 * cannot be set stays as it was: that is slower and nothing else. */
void nagle_end(void);

#endif
