/* Lines from a descriptor as they arrive, without waiting for more and without growing. */
#ifndef CLI_LINE_READER_H
#define CLI_LINE_READER_H

#include <stdbool.h>
#include <stddef.h>

enum { LINE_READER_LINE_MAX = 65536, LINE_READER_ROOM = 2 * LINE_READER_LINE_MAX };

/* Start with line_reader_begin(). */
struct line_reader {
    int descriptor;
    size_t start; /* of what was read and not yet taken */
    size_t end;
    bool at_end;      /* of the input */
    bool passes_over; /* inside a line that is too long */
    int error;        /* errno of a read that failed */
    char room[LINE_READER_ROOM];
};

enum line_reader_found {
    LINE_READER_LINE,     /* a line without its end */
    LINE_READER_TOO_LONG, /* a line of more than LINE_READER_LINE_MAX bytes went by */
    LINE_READER_NONE,     /* no whole line is here now: line_reader_wait() */
};

void line_reader_begin(struct line_reader *reader, int descriptor);

/* Take the next whole line that has arrived. The line is borrowed until line_reader_wait(). */
enum line_reader_found line_reader_take(struct line_reader *reader, const char **out_line,
                                        size_t *out_size);

/* Wait until something arrives. False at the end of input or when reading failed (error is not 0
 * then); the last line needs no line feed. */
bool line_reader_wait(struct line_reader *reader);

#endif
