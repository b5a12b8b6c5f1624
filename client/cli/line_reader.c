/* Cuts what arrives on a descriptor into lines. */
#include "cli/line_reader.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void line_reader_begin(struct line_reader *reader, int descriptor)
{
    reader->descriptor = descriptor;
    reader->start = 0;
    reader->end = 0;
    reader->at_end = false;
    reader->passes_over = false;
    reader->error = 0;
}

enum line_reader_found line_reader_take(struct line_reader *reader, const char **out_line,
                                        size_t *out_size)
{
    const char *line = reader->room + reader->start;
    size_t here = reader->end - reader->start;
    const char *line_feed = memchr(line, '\n', here);
    bool last = line_feed == NULL && reader->at_end && (here > 0 || reader->passes_over);

    if (line_feed == NULL && !last) {
        if (here > LINE_READER_LINE_MAX) {
            reader->passes_over = true;
            reader->start = reader->end;
        }
        return LINE_READER_NONE;
    }
    size_t size = last ? here : (size_t)(line_feed - line);
    bool too_long = reader->passes_over || size > LINE_READER_LINE_MAX;
    reader->passes_over = false;
    reader->start += last ? size : size + 1;
    if (too_long) {
        return LINE_READER_TOO_LONG;
    }
    *out_line = line;
    *out_size = size;
    return LINE_READER_LINE;
}

bool line_reader_wait(struct line_reader *reader)
{
    if (reader->at_end) {
        return false;
    }
    memmove(reader->room, reader->room + reader->start, reader->end - reader->start);
    reader->end -= reader->start;
    reader->start = 0;
    ssize_t size = 0;
    do {
        size =
            read(reader->descriptor, reader->room + reader->end, sizeof reader->room - reader->end);
    } while (size < 0 && errno == EINTR);
    if (size < 0) {
        reader->error = errno;
        return false;
    }
    reader->at_end = size == 0;
    reader->end += (size_t)size;
    return true;
}
