/* The catalogue compiler: daybook_catalog_compiler OUTPUT.c CATALOGUE.json ... */
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "domain/compiler/catalogue.h"
#include "domain/compiler/source_file.h"
#include "domain/compiler/table_writer.h"

static bool add_file(struct catalogue *catalogue, const char *path)
{
    struct fault fault = {0};
    struct buffer text = {0};
    bool added = false;
    if (!source_file_read(path, &text)) {
        fprintf(stderr, "%s: cannot be read\n", path);
    } else if (!catalogue_add(catalogue, path, buffer_bytes(&text), &fault)) {
        fprintf(stderr, "%s\n", fault.text);
    } else {
        added = true;
    }
    buffer_free(&text);
    return added;
}

static bool write_tables(const struct catalogue *catalogue, const char *path)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        fprintf(stderr, "%s: cannot be written\n", path);
        return false;
    }
    table_writer_write(file, catalogue_kinds(catalogue));
    bool written = ferror(file) == 0;
    written = fclose(file) == 0 && written;
    if (!written) {
        fprintf(stderr, "%s: cannot be written\n", path);
        (void)remove(path); /* a half-written table must not look newer than the catalogue */
    }
    return written;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: daybook_catalog_compiler OUTPUT.c CATALOGUE.json ...\n", stderr);
        return 2;
    }
    struct catalogue *catalogue = catalogue_create();
    if (catalogue == NULL) {
        fputs("memory is short\n", stderr);
        return 1;
    }
    bool done = true;
    for (int i = 2; i < argc && done; i++) {
        done = add_file(catalogue, argv[i]);
    }
    struct fault fault = {0};
    if (done && !catalogue_finish(catalogue, &fault)) {
        fprintf(stderr, "%s\n", fault.text);
        done = false;
    }
    done = done && write_tables(catalogue, argv[1]);
    catalogue_free(catalogue);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
