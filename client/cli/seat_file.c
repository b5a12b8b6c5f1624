/* Reads a seat's file. */
#include "cli/seat_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/speech.h"

enum daybook_status seat_file_read(const char *path, json_t **out_seat)
{
    json_error_t error;
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    if (file == NULL) {
        enum daybook_status status = errno == ENOENT ? DAYBOOK_NOT_FOUND : DAYBOOK_FAILED;
        speech_error("The seat's file %s cannot be opened: %s.", path, strerror(errno));
        return status;
    }
    json_t *seat = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    if (file != stdin) {
        fclose(file);
    }
    if (!json_is_object(seat)) {
        json_decref(seat);
        speech_error("%s is no seat: a JSON object was expected (line %d).", path,
                     seat == NULL ? error.line : 1);
        return DAYBOOK_INVALID;
    }
    *out_seat = seat;
    return DAYBOOK_OK;
}
