/* Writes a text into a file in each of the ways a program has, so that the witness can be shown to
 * see all of them. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

/* Each way writes the text to the open file, an empty one at path; true when it could. */
typedef bool way(int file, const char *path, const char *text);

static bool by_write(int file, const char *path, const char *text)
{
    (void)path;
    return write(file, text, strlen(text)) == (ssize_t)strlen(text);
}

static bool by_pwrite(int file, const char *path, const char *text)
{
    (void)path;
    return pwrite(file, text, strlen(text), 100000) == (ssize_t)strlen(text);
}

static bool by_writev(int file, const char *path, const char *text)
{
    (void)path;
    char half[256];
    size_t size = strlen(text);
    memcpy(half, text, size);
    struct iovec parts[] = {{half, size / 2}, {half + size / 2, size - size / 2}};
    return writev(file, parts, 2) == (ssize_t)size;
}

static bool byte_by_byte(int file, const char *path, const char *text)
{
    bool written = true;
    for (; *text != '\0' && written; text++) {
        written = by_write(file, path, (const char[]){*text, '\0'});
    }
    return written;
}

static bool after_deletion(int file, const char *path, const char *text)
{
    return unlink(path) == 0 && by_write(file, path, text);
}

static bool without_name(int file, const char *path, const char *text)
{
    (void)file;
    (void)path;
    FILE *stream = tmpfile();
    return stream != NULL && fputs(text, stream) >= 0 && fclose(stream) == 0;
}

static bool by_stream(int file, const char *path, const char *text)
{
    (void)file;
    FILE *stream = fopen(path, "w");
    bool written = stream != NULL && fileno(stream) >= 0;
    for (; *text != '\0' && written; text++) {
        written = fputc(*text, stream) != EOF;
    }
    return written && fclose(stream) == 0;
}

static bool by_stream_of_descriptor(int file, const char *path, const char *text)
{
    (void)path;
    FILE *stream = fdopen(dup(file), "w");
    return stream != NULL && fprintf(stream, "%s", text) >= 0 && fclose(stream) == 0;
}

static bool by_mapping(int file, const char *path, const char *text)
{
    (void)path;
    if (ftruncate(file, 4096) != 0) {
        return false;
    }
    char *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) {
        return false;
    }
    memcpy(memory, text, strlen(text));
    return munmap(memory, 4096) == 0;
}

static bool by_copying(int file, const char *path, const char *text)
{
    (void)text;
    int from = open(path, O_RDONLY | O_CLOEXEC);
    return from >= 0 && sendfile(file, from, NULL, 0) == 0 && close(from) == 0;
}

static const struct {
    const char *name;
    way *way;
} ways[] = {
    {"write", by_write},
    {"pwrite", by_pwrite},
    {"writev", by_writev},
    {"byte-by-byte", byte_by_byte},
    {"after-deletion", after_deletion},
    {"without-name", without_name},
    {"stream", by_stream},
    {"stream-of-descriptor", by_stream_of_descriptor},
    {"mapping", by_mapping},
    {"copying", by_copying},
};

int main(int argc, char **argv)
{
    size_t count = sizeof ways / sizeof ways[0];
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        for (size_t i = 0; i < count; i++) {
            puts(ways[i].name);
        }
        return 0;
    }
    if (argc != 4 || strlen(argv[3]) > 200) {
        fputs("usage: indiscretion --list | WAY FILE TEXT\n", stderr);
        return 2;
    }
    int file = open(argv[2], O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    for (size_t i = 0; i < count && file >= 0; i++) {
        if (strcmp(argv[1], ways[i].name) == 0) {
            return ways[i].way(file, argv[2], argv[3]) ? 0 : 1;
        }
    }
    return 2;
}
