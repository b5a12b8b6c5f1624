/* Appends a line to a file and waits until it is durable: the least that writing anything down
 * costs. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: durable_append FILE LINE\n", stderr);
        return 2;
    }
    int file = open(argv[1], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        perror(argv[1]);
        return 1;
    }
    char newline[] = "\n";
    struct iovec parts[] = {{argv[2], strlen(argv[2])}, {newline, 1}};
    ssize_t size = (ssize_t)(parts[0].iov_len + parts[1].iov_len);
    if (writev(file, parts, 2) != size || fdatasync(file) != 0 || close(file) != 0) {
        perror(argv[1]);
        return 1;
    }
    return 0;
}
