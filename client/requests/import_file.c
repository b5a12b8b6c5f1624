/* A file that a request names, read whole. */
#include "requests/import_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/limits.h"

static enum daybook_status refuse(enum daybook_status status, const char *sentence,
                                  struct complaint *out_complaint)
{
    complaint_begin(out_complaint, sentence);
    return status;
}

/* As much as there is, up to size bytes: the file may have been cut off meanwhile. */
static bool read_bytes(int descriptor, uint8_t *data, size_t size, size_t *out_taken)
{
    size_t taken = 0;
    while (taken < size) {
        ssize_t more = read(descriptor, data + taken, size - taken);
        if (more < 0 && errno != EINTR) {
            return false;
        }
        if (more == 0) {
            break;
        }
        taken += more > 0 ? (size_t)more : 0;
    }
    *out_taken = taken;
    return true;
}

static enum daybook_status read_open(int descriptor, struct arena *arena, struct bytes *out_text,
                                     struct complaint *out_complaint)
{
    struct stat facts;
    if (fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        return refuse(DAYBOOK_INVALID, "That is no file.", out_complaint);
    }
    if (facts.st_size > IMPORT_FILE_MAX) {
        return refuse(DAYBOOK_INVALID,
                      "The file is larger than 32 MiB: export a week or less at a time.",
                      out_complaint);
    }
    size_t size = (size_t)facts.st_size;
    uint8_t *data = arena_take_array(arena, size, 1);
    if (data == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    if (!read_bytes(descriptor, data, size, &size)) {
        return refuse(DAYBOOK_FAILED, "The file cannot be read.", out_complaint);
    }
    *out_text = (struct bytes){data, size};
    return DAYBOOK_OK;
}

enum daybook_status import_file_read(const char *path, struct arena *arena, struct bytes *out_text,
                                     struct complaint *out_complaint)
{
    assert(path != NULL && arena != NULL && out_text != NULL && out_complaint != NULL);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) {
        bool is_missing = errno == ENOENT;
        return refuse(is_missing ? DAYBOOK_NOT_FOUND : DAYBOOK_FAILED,
                      is_missing ? "There is no such file."
                                 : "The file cannot be read: check that it is yours.",
                      out_complaint);
    }
    enum daybook_status status = read_open(descriptor, arena, out_text, out_complaint);
    (void)close(descriptor); /* nothing was written to it */
    return status;
}
