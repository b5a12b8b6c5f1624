/* Reading a file of the schema. */
#include "compiler/source_file.h"

static bool take_root(const char *name, json_t *root, const json_error_t *error,
                      struct source_file *out_file, struct fault *out_fault)
{
    struct place place = {.file = name};
    if (root == NULL) {
        return fault_set(out_fault, &place, error->text);
    }
    *out_file = (struct source_file){name, root};
    return true;
}

bool source_file_read(const char *path, struct source_file *out_file, struct fault *out_fault)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    return take_root(path, root, &error, out_file, out_fault);
}

bool source_file_parse(const char *name, struct bytes text, struct source_file *out_file,
                       struct fault *out_fault)
{
    json_error_t error;
    json_t *root = json_loadb((const char *)text.data, text.size, JSON_REJECT_DUPLICATES, &error);
    return take_root(name, root, &error, out_file, out_fault);
}

void source_file_free(struct source_file *file)
{
    json_decref(file->root);
    *file = (struct source_file){0};
}
