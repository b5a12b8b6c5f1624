/* The address of the agent's socket in a journal's home, however long that path is. */
#ifndef REQUESTS_SOCKET_ADDRESS_H
#define REQUESTS_SOCKET_ADDRESS_H

#include <sys/socket.h>
#include <sys/un.h>

#include <daybook/status.h>

/* An address, and the open folder it may lean on. */
struct socket_address {
    struct sockaddr_un address;
    int folder; /* -1: none */
};

/* Fill in HOME/agent.sock. When that is longer than an address may be, the home is opened and the
 * address goes through /proc/self/fd, which any other process can do for itself. NOT_FOUND: there
 * is no such home; FAILED: it cannot be opened. socket_address_end() must follow OK. */
enum daybook_status socket_address_begin(const char *home, struct socket_address *out_address);

/* Close what the address leans on. */
void socket_address_end(struct socket_address *address);

#endif
