/* Running a compiler of the schema. */
#include "compiler/program.h"

#include <stdlib.h>

static size_t output_count(const struct program *program)
{
    size_t count = 0;
    while (count < PROGRAM_OUTPUTS_MAX && program->writers[count] != NULL) {
        count++;
    }
    return count;
}

static bool read_files(char **paths, size_t count, struct source_file *files,
                       struct fault *out_fault)
{
    for (size_t i = 0; i < count; i++) {
        if (!source_file_read(paths[i], &files[i], out_fault)) {
            return false;
        }
    }
    return true;
}

static void free_files(struct source_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        source_file_free(&files[i]);
    }
    free(files);
}

/* The rows share what they need of the files, so the files go when the rows are there. */
static bool compile(const struct program *program, char **paths, size_t count, json_t *rows,
                    struct fault *out_fault)
{
    struct source_file *files = calloc(count, sizeof *files);
    if (files == NULL) {
        struct place place = {.file = paths[0]};
        return fault_set(out_fault, &place, "memory is short");
    }
    bool compiled = read_files(paths, count, files, out_fault) &&
                    program->compile(files, count, rows, out_fault);
    free_files(files, count);
    return compiled;
}

static bool write_output(program_write *write, const char *path, const json_t *rows,
                         struct fault *out_fault)
{
    struct place place = {.file = path};
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        return fault_set(out_fault, &place, "cannot be written");
    }
    bool written = write(file, rows);
    written = fclose(file) == 0 && written;
    if (!written) {
        (void)remove(path); /* a half-written table must not look newer than the schema */
        return fault_set(out_fault, &place, "cannot be written");
    }
    return true;
}

int program_run(const struct program *program, int argc, char **argv)
{
    size_t outputs = output_count(program);
    if (argc < 0 || (size_t)argc < 1 + outputs + 1) {
        fprintf(stderr, "usage: %s\n", program->usage);
        return 2;
    }
    char **paths = argv + 1 + outputs;
    size_t count = (size_t)argc - 1 - outputs;
    struct fault fault = {0};
    json_t *rows = json_array();
    bool done = compile(program, paths, count, rows, &fault);
    for (size_t i = 0; i < outputs && done; i++) {
        done = write_output(program->writers[i], argv[1 + i], rows, &fault);
    }
    json_decref(rows);
    if (!done) {
        fprintf(stderr, "%s\n", fault.text);
    }
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
