/* One connection with TLS that never blocks, watched by an epoll set. */
#ifndef BENCH_BROKER_CROWD_LINE_H
#define BENCH_BROKER_CROWD_LINE_H

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

/* Where lines lead to. */
struct line_address {
    char host[256];
    struct sockaddr_in at;
};

/* What lines have in common. One reading fills the room and is looked at before the next. */
struct line_exchange {
    SSL_CTX *tls;
    int epoll;
    uint32_t opened; /* lines so far */
    uint8_t room[65536];
};

/* Zero is a line that is closed. */
struct line {
    SSL *tls; /* NULL: closed */
    int socket;
    uint32_t watched; /* what epoll looks for */
    bool shaken;      /* hands: the handshake is over */
    bool full;        /* there is more to write than the socket takes */
    struct buffer out;
    struct buffer in; /* the beginning of a packet that is not whole */
};

/* "mqtts://host:port", the host an IPv4 address or a name that has one; ends the program where it
 * is none. */
void line_resolve(struct line_address *out_address, const char *text);

/* Trust this authority alone, and what a Daybook device accepts of TLS. */
void line_exchange_create(struct line_exchange *exchange, const char *authority);
void line_exchange_destroy(struct line_exchange *exchange);

/* Begin to connect; epoll tells of the line with this owner. False when no socket is to be had or
 * nobody listens. */
bool line_open(struct line *line, struct line_exchange *exchange,
               const struct line_address *address, void *owner);

/* Go on with the handshake, or with writing what is in line->out. False when the line is cut. */
bool line_advance(struct line *line, struct line_exchange *exchange, void *owner);

/* What came, at most a room full, borrowed until the next reading or forgetting on any line, behind
 * what was kept; empty when nothing is there. False when the line is cut. */
bool line_read(struct line *line, struct line_exchange *exchange, struct bytes *out_bytes);

/* Keep what of the last reading is no whole packet yet. */
void line_keep(struct line *line, struct bytes rest);

void line_close(struct line *line);

#endif
