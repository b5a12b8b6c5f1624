/* A seat at a broker, read from the file the clinic gave. */
#ifndef CLI_SEAT_FILE_H
#define CLI_SEAT_FILE_H

#include <jansson.h>

#include <daybook/status.h>

/* Read the JSON object in a file, "-" for standard input. The caller owns *out_seat
 * (json_decref()). NOT_FOUND, FAILED, INVALID when it holds no object; the reason was said, without
 * quoting the file, which holds a password. */
enum daybook_status seat_file_read(const char *path, json_t **out_seat);

#endif
