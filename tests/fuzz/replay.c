/* Runs a fuzz target over the files of its corpus, where there is no libFuzzer to do it. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_SIZE_MAX = 1 << 20, PATH_SIZE = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input is copied to a block of exactly its size, so that a sanitizer sees a read beyond it. */
static int replay_input(const uint8_t *input, size_t size)
{
    uint8_t *exact = malloc(size == 0 ? 1 : size);
    if (exact == NULL) {
        return -1;
    }
    memcpy(exact, input, size);
    (void)LLVMFuzzerTestOneInput(exact, size); /* libFuzzer gives its answer no meaning either */
    free(exact);
    return 0;
}

static int replay_file(const char *path)
{
    static uint8_t input[INPUT_SIZE_MAX];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return -1;
    }
    size_t size = fread(input, 1, sizeof input, file);
    int failed = ferror(file) != 0 || feof(file) == 0;
    (void)fclose(file); /* only read from */
    return failed ? -1 : replay_input(input, size);
}

/* Each file of the folder once; the number of files, or -1. */
static int replay_folder(const char *folder)
{
    DIR *entries = opendir(folder);
    if (entries == NULL) {
        return -1;
    }
    int count = 0;
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        char path[PATH_SIZE];
        int size = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.') {
            continue;
        }
        if (size < 0 || (size_t)size >= sizeof path || replay_file(path) != 0) {
            (void)fprintf(stderr, "cannot replay %s\n", entry->d_name);
            count = -1;
            break;
        }
        count++;
    }
    (void)closedir(entries); /* only read from */
    return count;
}

int main(int argument_count, char **arguments)
{
    if (argument_count != 2) {
        (void)fprintf(stderr, "usage: %s CORPUS-FOLDER\n", arguments[0]);
        return 2;
    }
    (void)replay_input((const uint8_t *)"", 0);
    int count = replay_folder(arguments[1]);
    if (count <= 0) {
        (void)fprintf(stderr, "no corpus in %s\n", arguments[1]);
        return 1;
    }
    printf("%d inputs replayed\n", count);
    return 0;
}
