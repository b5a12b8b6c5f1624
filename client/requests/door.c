/* The public door: to the agent when one runs, else to the journal itself. */
#include <assert.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <daybook/daybook.h>

#include "base/limits.h"
#include "requests/answer.h"
#include "requests/caller.h"
#include "requests/desk.h"
#include "requests/door_loop.h"
#include "requests/door_secret.h"
#include "requests/home.h"
#include "requests/request.h"

struct daybook {
    struct daybook_options options; /* home is our copy */
    char *chosen_home;
    struct desk *desk; /* NULL until a request is answered here */
};

/* How long a journal that another process owns is waited for: five seconds. */
enum { OWNER_LOOK_MS = 50, OWNER_LOOKS_MAX = 100 };

/* What is asked at the door, and what must be freed when it was answered. */
struct asking {
    struct daybook *daybook;
    const char *name;
    struct bytes json;
    const struct secret *secret;
    const struct secret *new_secret;
    struct daybook_secret *passphrase; /* owned; asked for to open the journal */
    struct complaint complaint;
};

/* Told when there is no memory even for an answer; daybook_answer_free() knows it. */
static char no_memory_answer[] =
    "{\"schema\":\"daybook.error/1\",\"error\":\"There is not enough memory: close other programs "
    "and try again.\"}";

const char *daybook_version(void)
{
    return DAYBOOK_VERSION;
}

enum daybook_status daybook_begin(void)
{
    return secret_begin();
}

enum daybook_status daybook_open(const struct daybook_options *options,
                                 struct daybook **out_daybook)
{
    assert(options != NULL && out_daybook != NULL);
    struct daybook *daybook = calloc(1, sizeof *daybook);
    if (daybook == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    daybook->options = *options;
    daybook->options.home = NULL;
    if (options->home != NULL) {
        daybook->chosen_home = strdup(options->home);
        if (daybook->chosen_home == NULL) {
            free(daybook);
            return DAYBOOK_NO_MEMORY;
        }
        daybook->options.home = daybook->chosen_home;
    }
    *out_daybook = daybook;
    return DAYBOOK_OK;
}

void daybook_close(struct daybook *daybook)
{
    if (daybook == NULL) {
        return;
    }
    desk_free(daybook->desk);
    free(daybook->chosen_home);
    free(daybook);
}

void daybook_answer_free(char *json)
{
    if (json != no_memory_answer) {
        free(json);
    }
}

/* The answer to a request that was not even begun. */
static enum daybook_status answer_error(enum daybook_status status,
                                        const struct complaint *complaint, char **out_json)
{
    const char *sentence = complaint->text[0] == '\0' ? answer_sentence(status) : complaint->text;
    *out_json = request_error(sentence);
    if (*out_json == NULL) {
        *out_json = no_memory_answer;
        return DAYBOOK_NO_MEMORY;
    }
    return status;
}

/* Ask the person for the passphrase, unless there is no journal it could open. */
static enum daybook_status ask_passphrase(struct asking *asking)
{
    const struct daybook_options *options = &asking->daybook->options;
    struct stat folder;
    if (asking->passphrase != NULL) {
        return DAYBOOK_OK; /* asked before, when another process owned the journal */
    }
    if (stat(desk_home(asking->daybook->desk), &folder) != 0) {
        complaint_begin(&asking->complaint,
                        "There is no journal in the home that was named: make one with \"daybook "
                        "init\", or name another with --home.");
        return DAYBOOK_NOT_FOUND;
    }
    if (options->passphrase == NULL) {
        complaint_begin(&asking->complaint,
                        "The journal is locked: give its passphrase, or start an agent with "
                        "\"daybook agent\".");
        return DAYBOOK_LOCKED;
    }
    return options->passphrase(options->context, &asking->passphrase);
}

/* Have the journal open, or for REQUEST_AT_STORE know why not. */
static enum daybook_status open_journal(struct asking *asking, enum request_place place)
{
    struct desk *desk = asking->daybook->desk;
    if (desk_journal(desk) != NULL) {
        return DAYBOOK_OK;
    }
    bool is_given = place == REQUEST_BY_SECRET && asking->secret != NULL;
    enum daybook_status status = DAYBOOK_NOT_FOUND;
    if (!is_given && asking->passphrase == NULL) {
        status = desk_open_by_keyring(desk);
    }
    if (status != DAYBOOK_NOT_FOUND) {
        return status;
    }
    status = is_given ? DAYBOOK_OK : ask_passphrase(asking);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct secret *passphrase =
        is_given ? asking->secret : door_secret_inside(asking->passphrase);
    status = desk_open(desk, passphrase, &asking->complaint);
    bool looks_closed = place == REQUEST_AT_STORE && status != DAYBOOK_LOCKED &&
                        status != DAYBOOK_NOT_FOUND && status != DAYBOOK_BUSY;
    if (looks_closed) {
        asking->secret = passphrase;
        return DAYBOOK_OK;
    }
    return status;
}

static enum daybook_status answer_here(struct asking *asking, enum request_place place,
                                       char **out_json)
{
    const struct daybook_options *options = &asking->daybook->options;
    if (place == REQUEST_AT_JOURNAL || place == REQUEST_AT_STORE || place == REQUEST_BY_SECRET) {
        enum daybook_status status = open_journal(asking, place);
        if (status != DAYBOOK_OK) {
            return answer_error(status, &asking->complaint, out_json);
        }
    }
    const struct request_call call = {
        .name = bytes_of_text(asking->name),
        .json = asking->json,
        .secret = asking->secret,
        .new_secret = asking->new_secret,
        .context = options->context,
        .progress = options->progress,
    };
    struct request *request = request_start(asking->daybook->desk, &call);
    if (request == NULL) {
        return answer_error(DAYBOOK_NO_MEMORY, &asking->complaint, out_json);
    }
    door_loop_run(asking->daybook->desk, request);
    enum daybook_status status = request_status(request);
    char *json = strdup(request_answer(request));
    request_free(request);
    if (json == NULL) {
        return answer_error(DAYBOOK_NO_MEMORY, &asking->complaint, out_json);
    }
    *out_json = json;
    return status;
}

static enum daybook_status answer_by_agent(struct asking *asking, int connection, char **out_json)
{
    const struct daybook_options *options = &asking->daybook->options;
    const struct caller_question question = {
        .name = asking->name,
        .json = asking->json,
        .secret = asking->secret,
        .new_secret = asking->new_secret,
        .context = options->context,
        .progress = options->progress,
    };
    enum daybook_status status = caller_ask(connection, &question, out_json);
    (void)close(connection); /* the answer is here */
    if (*out_json != NULL) {
        return status;
    }
    if (status == DAYBOOK_FAILED) {
        complaint_begin(&asking->complaint, "The agent ended without an answer: see whether it "
                                            "still runs, and start it with \"daybook agent\".");
    }
    return answer_error(status, &asking->complaint, out_json);
}

/* The desk of this process, which also knows the home. */
static enum daybook_status have_desk(struct asking *asking, enum request_place place)
{
    struct daybook *daybook = asking->daybook;
    if (daybook->desk != NULL || place == REQUEST_ANYWHERE) {
        return DAYBOOK_OK;
    }
    char *home = NULL;
    enum daybook_status status = home_resolve(daybook->options.home, &home, &asking->complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct desk_setup setup = {.home = home, .ports = journal_machine_ports()};
    status = desk_create(&setup, &daybook->desk);
    free(home);
    return status;
}

/* OK and *out_connection -1: nobody but this process answers. */
static enum daybook_status find_agent(struct asking *asking, enum request_place place,
                                      int *out_connection)
{
    const struct desk *desk = asking->daybook->desk;
    *out_connection = -1;
    if (place == REQUEST_ANYWHERE || desk_journal(desk) != NULL) {
        return DAYBOOK_OK;
    }
    enum daybook_status status = caller_connect(desk_home(desk), out_connection);
    if (status == DAYBOOK_FAILED) {
        complaint_begin(&asking->complaint, "The agent's socket in the journal's home cannot be "
                                            "used: check whose folder that is.");
    }
    return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
}

static enum daybook_status answer(struct asking *asking, enum request_place place, int connection,
                                  char **out_json)
{
    return connection >= 0 ? answer_by_agent(asking, connection, out_json)
                           : answer_here(asking, place, out_json);
}

/* Another process owns the journal: an agent that is about to listen, or a command that is about to
 * end. */
static enum daybook_status look_again(struct asking *asking, enum request_place place,
                                      char **out_json)
{
    int connection = -1;
    asking->complaint = (struct complaint){0};
    enum daybook_status status = find_agent(asking, place, &connection);
    if (status != DAYBOOK_OK) {
        return answer_error(status, &asking->complaint, out_json);
    }
    return answer(asking, place, connection, out_json);
}

enum daybook_status daybook_ask(struct daybook *daybook, const char *request, const char *json,
                                const struct daybook_secrets *secrets, char **out_json)
{
    assert(daybook != NULL && request != NULL && out_json != NULL);
    struct asking asking = {
        .daybook = daybook,
        .name = request,
        .json = json == NULL ? (struct bytes){NULL, 0} : bytes_of_text(json),
        .secret = secrets == NULL ? NULL : door_secret_inside(secrets->secret),
        .new_secret = secrets == NULL ? NULL : door_secret_inside(secrets->new_secret),
    };
    if (asking.json.size > REQUEST_SIZE_MAX) {
        complaint_begin(&asking.complaint, "The request is larger than 64 MiB: send it in parts.");
        return answer_error(DAYBOOK_INVALID, &asking.complaint, out_json);
    }
    enum request_place place = request_place(bytes_of_text(request));
    int connection = -1;
    enum daybook_status status = have_desk(&asking, place);
    if (status == DAYBOOK_OK) {
        status = find_agent(&asking, place, &connection);
    }
    if (status != DAYBOOK_OK) {
        return answer_error(status, &asking.complaint, out_json);
    }
    status = answer(&asking, place, connection, out_json);
    for (int looks = 0; status == DAYBOOK_BUSY && looks < OWNER_LOOKS_MAX; looks++) {
        daybook_answer_free(*out_json);
        (void)poll(NULL, 0, OWNER_LOOK_MS); /* sooner or later makes no difference */
        status = look_again(&asking, place, out_json);
    }
    daybook_secret_free(asking.passphrase);
    return status;
}
