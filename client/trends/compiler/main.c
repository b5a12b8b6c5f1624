/* The measure compiler: daybook_measure_compiler NAMES.h TABLES.c MEASURES.json ... */
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "domain/compiler/source_file.h"
#include "trends/compiler/measures.h"
#include "trends/compiler/rule_writer.h"

static bool add_file(struct measures *measures, const char *path)
{
    struct fault fault = {0};
    struct buffer text = {0};
    bool added = false;
    if (!source_file_read(path, &text)) {
        fprintf(stderr, "%s: cannot be read\n", path);
    } else if (!measures_add(measures, path, buffer_bytes(&text), &fault)) {
        fprintf(stderr, "%s\n", fault.text);
    } else {
        added = true;
    }
    buffer_free(&text);
    return added;
}

static bool write_names(FILE *file, const json_t *list)
{
    rule_writer_names(file, list);
    return true;
}

static bool write_file(const char *path, const json_t *list,
                       bool (*write)(FILE *file, const json_t *list))
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        fprintf(stderr, "%s: cannot be written\n", path);
        return false;
    }
    bool written = write(file, list) && ferror(file) == 0;
    written = fclose(file) == 0 && written;
    if (!written) {
        fprintf(stderr, "%s: cannot be written\n", path);
        (void)remove(path); /* a half-written file must not look newer than the measures */
    }
    return written;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: daybook_measure_compiler NAMES.h TABLES.c MEASURES.json ...\n", stderr);
        return 2;
    }
    struct measures *measures = measures_create();
    if (measures == NULL) {
        fputs("memory is short\n", stderr);
        return 1;
    }
    bool done = true;
    for (int i = 3; i < argc && done; i++) {
        done = add_file(measures, argv[i]);
    }
    done = done && write_file(argv[1], measures_list(measures), write_names) &&
           write_file(argv[2], measures_list(measures), rule_writer_tables);
    measures_free(measures);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
