/* The agent's socket in the journal's home: one agent a home, and one user. */
#include "agent/listener.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "requests/socket_address.h"

static const char socket_name[] = "agent.sock";
enum { WAITING_CLIENTS = 32 };

static void close_unless_none(int descriptor)
{
    if (descriptor >= 0) {
        (void)close(descriptor); /* nothing was written to it */
    }
}

enum daybook_status listener_claim(const char *home, struct listener *out_listener,
                                   struct complaint *out_complaint)
{
    assert(home != NULL && out_listener != NULL && out_complaint != NULL);
    struct listener claim = {.home = -1, .lock = -1, .socket = -1};
    claim.home = open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (claim.home < 0) {
        bool missing = errno == ENOENT || errno == ENOTDIR;
        complaint_begin(out_complaint, missing ? "There is no journal in the home that was named: "
                                                 "make one with \"daybook init\"."
                                               : "The journal's home cannot be opened: check whose "
                                                 "folder it is.");
        return missing ? DAYBOOK_NOT_FOUND : DAYBOOK_FAILED;
    }
    claim.lock = openat(claim.home, "agent.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (claim.lock >= 0 && flock(claim.lock, LOCK_EX | LOCK_NB) == 0) {
        *out_listener = claim;
        return DAYBOOK_OK;
    }
    bool busy = claim.lock >= 0 && errno == EWOULDBLOCK;
    complaint_begin(out_complaint, busy ? "An agent serves this journal already: use it, or end it "
                                          "before you start another."
                                        : "The journal's home cannot be written to: check its "
                                          "rights and the free space.");
    close_unless_none(claim.lock);
    close_unless_none(claim.home);
    return busy ? DAYBOOK_BUSY : DAYBOOK_FAILED;
}

/* Bind and listen. The mode is set before the name exists, so that no other user can slip in. */
static bool listen_at(const struct listener *listener, int socket,
                      const struct socket_address *place)
{
    /* Only the holder of the lock comes here, so what is there is nobody's. */
    if (unlinkat(listener->home, socket_name, 0) != 0 && errno != ENOENT) {
        return false;
    }
    return fchmod(socket, S_IRUSR | S_IWUSR) == 0 &&
           bind(socket, (const struct sockaddr *)&place->address, sizeof place->address) == 0 &&
           listen(socket, WAITING_CLIENTS) == 0;
}

enum daybook_status listener_open(struct listener *listener, const char *home,
                                  struct complaint *out_complaint)
{
    assert(listener != NULL && listener->socket < 0 && home != NULL);
    struct socket_address place;
    enum daybook_status status = socket_address_begin(home, &place);
    if (status != DAYBOOK_OK) {
        return status;
    }
    int made = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (made >= 0 && listen_at(listener, made, &place)) {
        listener->socket = made;
    } else {
        complaint_begin(out_complaint, "The agent's socket could not be made in the journal's "
                                       "home: check its rights and the free space.");
        close_unless_none(made);
        status = DAYBOOK_FAILED;
    }
    socket_address_end(&place);
    return status;
}

static bool is_same_user(int socket)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && size == sizeof peer &&
           peer.uid == geteuid();
}

enum daybook_status listener_accept(const struct listener *listener, int *out_socket)
{
    assert(listener != NULL && listener->socket >= 0 && out_socket != NULL);
    for (;;) {
        int client = accept4(listener->socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (client < 0 && (errno == EINTR || errno == ECONNABORTED)) {
            continue;
        }
        if (client < 0 && errno != EAGAIN) {
            return DAYBOOK_FAILED;
        }
        if (client < 0 || is_same_user(client)) {
            *out_socket = client;
            return DAYBOOK_OK;
        }
        (void)close(client); /* another user's: not a word */
    }
}

void listener_end(struct listener *listener)
{
    assert(listener != NULL);
    if (listener->socket >= 0) {
        /* A name that stays behind is replaced by the next agent. */
        (void)unlinkat(listener->home, socket_name, 0);
    }
    close_unless_none(listener->socket);
    close_unless_none(listener->lock);
    close_unless_none(listener->home);
    *listener = (struct listener){.home = -1, .lock = -1, .socket = -1};
}
