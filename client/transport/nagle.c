/* Sending small pieces at once. */
#include "transport/nagle.h"

#include <dirent.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { DECIMAL = 10 };

void nagle_end(void)
{
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL) {
        return;
    }
    const struct dirent *entry = readdir(folder);
    while (entry != NULL) {
        const int at_once = 1;
        char *end = NULL;
        long descriptor = strtol(entry->d_name, &end, DECIMAL);
        if (end != entry->d_name && *end == '\0') {
            /* Refused where it is no TCP connection, which is all there is to ask. */
            (void)setsockopt((int)descriptor, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        }
        entry = readdir(folder);
    }
    (void)closedir(folder);
}
