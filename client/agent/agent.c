/* The agent: the process that owns an open journal and answers for it. */
#include <assert.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include <daybook/daybook.h>

#include "agent/heap.h"
#include "agent/listener.h"
#include "agent/serving.h"
#include "agent/signals.h"
#include "requests/answer.h"
#include "requests/desk.h"
#include "requests/door_secret.h"
#include "requests/home.h"
#include "requests/request.h"

struct agent {
    const struct daybook_options *options;
    void (*ready)(void *context);
    char *home;
    struct desk *desk;
    struct listener listener;
    struct complaint complaint;
};

/* How long a journal that another command owns is waited for: five seconds, as commands do. */
enum { OWNER_LOOK_MS = 50, OWNER_LOOKS_MAX = 100 };

/* Open the journal once no other command owns it, unless a signal comes first. */
static enum daybook_status open_in_turn(struct agent *agent, const struct secret *passphrase,
                                        int ending)
{
    struct pollfd signal = {.fd = ending, .events = POLLIN};
    enum daybook_status status = desk_open(agent->desk, passphrase, &agent->complaint);
    for (int looks = 0; status == DAYBOOK_BUSY && looks < OWNER_LOOKS_MAX; looks++) {
        if (poll(&signal, 1, OWNER_LOOK_MS) > 0) {
            break;
        }
        agent->complaint = (struct complaint){0};
        status = desk_open(agent->desk, passphrase, &agent->complaint);
    }
    return status;
}

/* Without anybody to ask, the agent starts locked and waits for an unlock request. */
static enum daybook_status open_journal(struct agent *agent, int ending)
{
    if (agent->options->passphrase == NULL) {
        return DAYBOOK_OK;
    }
    if (desk_open_by_keyring(agent->desk) == DAYBOOK_OK) {
        return DAYBOOK_OK;
    }
    struct daybook_secret *passphrase = NULL;
    enum daybook_status status = agent->options->passphrase(agent->options->context, &passphrase);
    if (status == DAYBOOK_OK) {
        status = open_in_turn(agent, door_secret_inside(passphrase), ending);
    }
    daybook_secret_free(passphrase);
    return status;
}

/* With the home claimed: open, listen, and serve until a signal comes. */
static enum daybook_status serve(struct agent *agent, int ending)
{
    enum daybook_status status = open_journal(agent, ending);
    if (status == DAYBOOK_OK) {
        status = listener_open(&agent->listener, agent->home, &agent->complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (agent->ready != NULL) {
        agent->ready(agent->options->context);
    }
    return serving_run(agent->desk, &agent->listener, ending, agent->options);
}

/* Signals are held back before the journal starts threads of its own. */
static enum daybook_status run(struct agent *agent)
{
    struct signals signals;
    enum daybook_status status = listener_claim(agent->home, &agent->listener, &agent->complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = signals_begin(&signals);
    if (status == DAYBOOK_OK) {
        status = serve(agent, signals.descriptor);
        desk_close(agent->desk);
        signals_end(&signals);
    }
    listener_end(&agent->listener);
    return status;
}

static enum daybook_status prepare(struct agent *agent)
{
    enum daybook_status status =
        home_resolve(agent->options->home, &agent->home, &agent->complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct desk_setup setup = {
        .home = agent->home, .ports = journal_machine_ports(), .is_agent = true};
    status = desk_create(&setup, &agent->desk);
    if (status == DAYBOOK_OK) {
        desk_set_lock_after(agent->desk, agent->options->lock_after_minutes);
    }
    return status;
}

enum daybook_status daybook_agent(const struct daybook_options *options,
                                  void (*ready)(void *context), char **out_json)
{
    assert(options != NULL && out_json != NULL);
    struct agent agent = {.options = options, .ready = ready};
    heap_begin();
    enum daybook_status status = prepare(&agent);
    if (status == DAYBOOK_OK) {
        status = run(&agent);
    }
    desk_free(agent.desk);
    free(agent.home);
    const char *sentence =
        agent.complaint.text[0] == '\0' ? answer_sentence(status) : agent.complaint.text;
    *out_json = status == DAYBOOK_OK ? strdup("{\"schema\":\"daybook.agent/1\",\"running\":false}")
                                     : request_error(sentence);
    return *out_json == NULL ? DAYBOOK_NO_MEMORY : status;
}
