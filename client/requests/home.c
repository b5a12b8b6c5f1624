/* Where the journal lives: the folder a person chose, or the place the system keeps for it. */
#include "requests/home.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static enum daybook_status join(const char *folder, const char *rest, char **out_path)
{
    size_t folder_size = strlen(folder);
    size_t rest_size = strlen(rest);
    char *path = malloc(folder_size + rest_size + 1);
    if (path == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    memcpy(path, folder, folder_size);
    memcpy(path + folder_size, rest, rest_size + 1);
    *out_path = path;
    return DAYBOOK_OK;
}

/* The agent may outlive the folder it was started in, so a path is made absolute at once. */
static enum daybook_status absolute(const char *path, char **out_path,
                                    struct complaint *out_complaint)
{
    if (path[0] == '/') {
        return join(path, "", out_path);
    }
    char folder[PATH_MAX];
    if (getcwd(folder, sizeof folder - 1) == NULL) {
        complaint_begin(out_complaint, "The folder this was started in is gone: give the journal's "
                                       "home as a path that begins with /.");
        return DAYBOOK_FAILED;
    }
    size_t size = strlen(folder);
    folder[size] = '/';
    folder[size + 1] = '\0';
    return join(folder, path, out_path);
}

enum daybook_status home_resolve(const char *chosen, char **out_home,
                                 struct complaint *out_complaint)
{
    assert(out_home != NULL && out_complaint != NULL);
    const char *path = chosen != NULL && chosen[0] != '\0' ? chosen : variable("DAYBOOK_HOME");
    if (path != NULL) {
        return absolute(path, out_home, out_complaint);
    }
    /* The XDG rules say that a relative path there is to be passed over. */
    const char *data = variable("XDG_DATA_HOME");
    if (data != NULL && data[0] == '/') {
        return join(data, "/daybook", out_home);
    }
    const char *person = variable("HOME");
    if (person != NULL && person[0] == '/') {
        return join(person, "/.local/share/daybook", out_home);
    }
    complaint_begin(out_complaint, "Nothing says where the journal is: give --home, or set "
                                   "DAYBOOK_HOME or HOME.");
    return DAYBOOK_NOT_FOUND;
}

void home_state(char **out_folder)
{
    struct complaint complaint = {0};
    char *folder = NULL;
    enum daybook_status status = DAYBOOK_NOT_FOUND;
    const char *chosen = variable("DAYBOOK_STATE");
    const char *state = variable("XDG_STATE_HOME");
    const char *person = variable("HOME");
    if (chosen != NULL) {
        status = absolute(chosen, &folder, &complaint);
    } else if (state != NULL && state[0] == '/') {
        status = join(state, "/daybook", &folder);
    } else if (person != NULL && person[0] == '/') {
        status = join(person, "/.local/state/daybook", &folder);
    }
    *out_folder = status == DAYBOOK_OK ? folder : NULL;
}

enum daybook_status home_make_parents(const char *home, struct complaint *out_complaint)
{
    assert(home != NULL && home[0] == '/' && out_complaint != NULL);
    char *path = NULL;
    enum daybook_status status = join(home, "", &path);
    if (status != DAYBOOK_OK) {
        return status;
    }
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST) {
            complaint_begin(out_complaint, "The folders above the journal's home could not be "
                                           "made: check that --home can be written to.");
            status = DAYBOOK_FAILED;
            break;
        }
        *slash = '/';
    }
    free(path);
    return status;
}
