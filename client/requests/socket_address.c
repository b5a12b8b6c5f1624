/* The address of the agent's socket in a journal's home, however long that path is. */
#include "requests/socket_address.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum daybook_status socket_address_begin(const char *home, struct socket_address *out_address)
{
    assert(home != NULL && out_address != NULL);
    struct socket_address found = {.address = {.sun_family = AF_UNIX}, .folder = -1};
    char *path = found.address.sun_path;
    int size = snprintf(path, sizeof found.address.sun_path, "%s/agent.sock", home);
    if (size < 0 || (size_t)size >= sizeof found.address.sun_path) {
        found.folder = open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (found.folder < 0) {
            return errno == ENOENT || errno == ENOTDIR ? DAYBOOK_NOT_FOUND : DAYBOOK_FAILED;
        }
        (void)snprintf(path, sizeof found.address.sun_path, "/proc/self/fd/%d/agent.sock",
                       found.folder);
    }
    *out_address = found;
    return DAYBOOK_OK;
}

void socket_address_end(struct socket_address *address)
{
    assert(address != NULL);
    if (address->folder >= 0) {
        (void)close(address->folder); /* only leaned on, nothing was written */
        address->folder = -1;
    }
}
