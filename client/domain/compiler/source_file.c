/* Reading a file of the schema. */
#include "domain/compiler/source_file.h"

#include <stdio.h>

#include "base/buffer.h"

enum { READ_SIZE = 65536 };

bool source_file_read(const char *path, struct buffer *out_text)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    static uint8_t part[READ_SIZE];
    size_t size = 0;
    while ((size = fread(part, 1, sizeof part, file)) > 0) {
        buffer_append(out_text, (struct bytes){part, size});
    }
    bool complete = ferror(file) == 0 && !out_text->failed;
    return fclose(file) == 0 && complete;
}
