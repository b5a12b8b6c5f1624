/* The names and exit statuses of what the world can answer. */
#include <assert.h>
#include <stddef.h>

#include <daybook/status.h>

struct status_row {
    const char *name;
    int exit_status;
};

static const struct status_row status_rows[] = {
    [DAYBOOK_OK] = {"done", 0},
    [DAYBOOK_FAILED] = {"failed", 1},
    [DAYBOOK_NO_MEMORY] = {"out of memory", 1},
    [DAYBOOK_INVALID] = {"not valid", 2},
    [DAYBOOK_LOCKED] = {"locked", 3},
    [DAYBOOK_NOT_FOUND] = {"not found", 4},
    [DAYBOOK_CONFLICT] = {"conflict", 5},
    [DAYBOOK_OFFLINE] = {"offline", 6},
    [DAYBOOK_NEWER] = {"newer than this program", 7},
    [DAYBOOK_INTERRUPTED] = {"interrupted", 130},
    [DAYBOOK_BUSY] = {"in use", 5},
    [DAYBOOK_DENIED] = {"not allowed", 1},
    [DAYBOOK_FORGED] = {"not authentic", 1},
    [DAYBOOK_DAMAGED] = {"damaged", 1},
    [DAYBOOK_FULL] = {"full", 1},
    [DAYBOOK_READ_ONLY] = {"read-only", 1},
    [DAYBOOK_UNFINISHED] = {"unfinished", 1},
};

static const struct status_row *status_row(enum daybook_status status)
{
    assert((size_t)status < sizeof status_rows / sizeof status_rows[0]);
    return &status_rows[status];
}

const char *daybook_status_name(enum daybook_status status)
{
    return status_row(status)->name;
}

int daybook_status_exit(enum daybook_status status)
{
    return status_row(status)->exit_status;
}
