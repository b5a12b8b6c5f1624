/* A hostile broker between whole journals: it loses, doubles, delays, replays, misplaces, alters,
 * refuses, swallows and forgets, and never forgets what can be held against somebody. */
#include "simulation/journals/relay.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "simulation/journals/relay_parts.h"

enum { LATENCY_MS = 20, JITTER_MS = 10, ALTERED_BYTES_MAX = 4 };

struct letter *letter_create(const char *topic, struct bytes payload)
{
    struct letter *letter = calloc(1, sizeof *letter + payload.size);
    assert(letter != NULL);
    letter->references = 1;
    letter->size = payload.size;
    (void)snprintf(letter->topic, sizeof letter->topic, "%s", topic);
    if (payload.size > 0) {
        memcpy(letter->payload, payload.data, payload.size);
    }
    return letter;
}

struct letter *letter_keep(struct letter *letter)
{
    letter->references++;
    return letter;
}

void letter_release(struct letter *letter)
{
    if (letter != NULL && --letter->references == 0) {
        free(letter);
    }
}

struct relay *relay_create(struct chance *chance, struct tally *tally, const int64_t *now_ms,
                           struct relay_watch watch)
{
    struct relay *relay = calloc(1, sizeof *relay);
    assert(relay != NULL);
    relay->chance = chance;
    relay->tally = tally;
    relay->now_ms = now_ms;
    relay->watch = watch;
    return relay;
}

void relay_set_faults(struct relay *relay, const struct relay_faults *faults)
{
    relay->faults = *faults;
}

uint64_t relay_trace(const struct relay *relay)
{
    return relay->trace;
}

static bool strikes(struct relay *relay, uint32_t per_mille, enum tally_kind kind)
{
    bool struck = per_mille > 0 && chance_strikes(relay->chance, per_mille);
    relay->tally->counts[kind] += struck ? 1 : 0;
    return struck;
}

struct session *relay_session(struct relay *relay, const char *client_id)
{
    for (size_t i = 0; i < relay->session_count; i++) {
        if (strcmp(relay->sessions[i].client_id, client_id) == 0) {
            return &relay->sessions[i];
        }
    }
    assert(relay->session_count < RELAY_SESSION_MAX);
    struct session *session = &relay->sessions[relay->session_count++];
    (void)snprintf(session->client_id, sizeof session->client_id, "%s", client_id);
    return session;
}

static struct parcel ending(const struct relay *relay, const char *reason)
{
    struct parcel parcel = {.at_ms = *relay->now_ms,
                            .event = {.type = TRANSPORT_DISCONNECTED, .status = DAYBOOK_OFFLINE}};
    (void)snprintf(parcel.event.reason, sizeof parcel.event.reason, "%s", reason);
    return parcel;
}

/* What was on its way is gone. */
void relay_end_connection(struct session *session, const char *reason)
{
    struct relay_link *link = session->link;
    if (link == NULL) {
        return;
    }
    relay_link_drop_all(link);
    link->session = NULL;
    session->link = NULL;
    struct parcel parcel = ending(link->relay, reason);
    relay_link_post(link, &parcel);
}

static int64_t latency(struct relay *relay)
{
    int64_t latency_ms = LATENCY_MS + chance_below(relay->chance, JITTER_MS);
    if (strikes(relay, relay->faults.delay, TALLY_DELAYED)) {
        latency_ms += chance_below(relay->chance, relay->faults.delay_ms + 1);
    }
    return latency_ms;
}

static void deliver(struct relay *relay, struct session *session, struct letter *letter,
                    bool retained)
{
    if (session->link == NULL) {
        if (!relay->faults.forgets_absent && session->waiting_count < RELAY_WAITING_MAX) {
            session->waiting[session->waiting_count++] = letter_keep(letter);
        }
        return;
    }
    uint32_t copies = 1;
    if (strikes(relay, relay->faults.lose, TALLY_LOST)) {
        copies = 0;
    } else if (strikes(relay, relay->faults.repeat, TALLY_REPEATED)) {
        copies = 2;
    }
    for (uint32_t i = 0; i < copies; i++) {
        const struct parcel parcel = {.at_ms = *relay->now_ms + latency(relay),
                                      .letter = letter_keep(letter),
                                      .event = {.type = TRANSPORT_MESSAGE, .retained = retained}};
        relay_link_post(session->link, &parcel);
    }
}

void relay_enter(struct relay_link *link, const char *client_id)
{
    struct relay *relay = link->relay;
    struct session *session = relay_session(relay, client_id);
    if (*relay->now_ms < session->parted_until_ms) {
        struct parcel parcel = ending(relay, "The broker cannot be reached.");
        relay_link_post(link, &parcel);
        return;
    }
    if (session->link != NULL) {
        relay->tally->counts[TALLY_TAKEOVERS]++;
        relay_end_connection(session, "Another connection with the same seat took over.");
    }
    session->link = link;
    link->session = session;
    const struct parcel parcel = {
        .at_ms = *relay->now_ms + LATENCY_MS,
        .event = {.type = TRANSPORT_CONNECTED, .session_present = session->begun}};
    relay_link_post(link, &parcel);
    session->begun = true;
    for (size_t i = 0; i < session->waiting_count; i++) {
        deliver(relay, session, session->waiting[i], false);
        letter_release(session->waiting[i]);
    }
    session->waiting_count = 0;
}

/* Level by level; our journals use no filter but + and plain text. */
static bool filter_matches(const char *filter, const char *topic)
{
    while (*filter != '\0' && *topic != '\0') {
        size_t filter_size = strcspn(filter, "/");
        size_t topic_size = strcspn(topic, "/");
        bool any = filter_size == 1 && *filter == '+';
        if (!any && (filter_size != topic_size || memcmp(filter, topic, topic_size) != 0)) {
            return false;
        }
        filter += filter_size + (filter[filter_size] == '/' ? 1 : 0);
        topic += topic_size + (topic[topic_size] == '/' ? 1 : 0);
    }
    return *filter == *topic;
}

static bool listens(const struct session *session, const char *topic)
{
    for (size_t i = 0; i < session->filter_count; i++) {
        if (filter_matches(session->filters[i], topic)) {
            return true;
        }
    }
    return false;
}

/* Is there no later retained letter with this topic? */
static bool is_latest(const struct relay *relay, size_t place)
{
    for (size_t i = place + 1; i < relay->history_count; i++) {
        if (relay->history[i]->retained &&
            strcmp(relay->history[i]->topic, relay->history[place]->topic) == 0) {
            return false;
        }
    }
    return true;
}

/* A retained letter as a hostile broker gives it: none, an older one, somebody else's. */
static void give_retained(struct relay *relay, struct session *session, struct letter *letter)
{
    if (!strikes(relay, relay->faults.retained, TALLY_RETAINED_SET_BACK)) {
        deliver(relay, session, letter, true);
        return;
    }
    const struct letter *other =
        relay->history[chance_below(relay->chance, (uint32_t)relay->history_count)];
    if (!other->retained) {
        relay->tally->counts[TALLY_RETAINED_LOST]++;
        return;
    }
    bool swapped = chance_strikes(relay->chance, 500);
    struct letter *instead = letter_create(swapped ? letter->topic : other->topic,
                                           (struct bytes){other->payload, other->size});
    deliver(relay, session, instead, true);
    letter_release(instead);
}

void relay_subscribe(struct relay_link *link, const char *filter)
{
    struct relay *relay = link->relay;
    struct session *session = link->session;
    const struct parcel answer = {.at_ms = *relay->now_ms + LATENCY_MS,
                                  .letter = letter_create(filter, (struct bytes){0}),
                                  .event = {.type = TRANSPORT_SUBSCRIBED}};
    relay_link_post(link, &answer);
    bool known = false;
    for (size_t i = 0; i < session->filter_count; i++) {
        known = known || strcmp(session->filters[i], filter) == 0;
    }
    if (!known) {
        assert(session->filter_count < RELAY_FILTER_MAX);
        (void)snprintf(session->filters[session->filter_count++], TRANSPORT_TOPIC_MAX + 1, "%s",
                       filter);
    }
    for (size_t i = relay->forgotten; i < relay->history_count; i++) {
        struct letter *letter = relay->history[i];
        if (letter->retained && filter_matches(filter, letter->topic) && is_latest(relay, i)) {
            give_retained(relay, session, letter);
        }
    }
}

static bool is_withheld(const struct relay *relay, const struct session *session, const char *topic)
{
    return *relay->now_ms < session->withheld_until_ms && filter_matches(session->withheld, topic);
}

static void route(struct relay *relay, struct letter *letter)
{
    for (size_t i = 0; i < relay->session_count; i++) {
        struct session *session = &relay->sessions[i];
        if (listens(session, letter->topic) && !is_withheld(relay, session, letter->topic)) {
            deliver(relay, session, letter, false);
        }
    }
}

static void remember(struct relay *relay, struct letter *letter)
{
    if (relay->history_count == relay->history_capacity) {
        relay->history_capacity = relay->history_capacity == 0 ? 256 : 2 * relay->history_capacity;
        relay->history = realloc(relay->history, relay->history_capacity * sizeof(struct letter *));
        assert(relay->history != NULL);
    }
    relay->history[relay->history_count++] = letter_keep(letter);
    for (size_t i = 0; i < letter->size; i++) { /* FNV-1a */
        relay->trace = (relay->trace ^ letter->payload[i]) * UINT64_C(0x100000001B3);
    }
    relay->trace = (relay->trace ^ (uint64_t)*relay->now_ms) * UINT64_C(0x100000001B3);
}

/* Old, misplaced and altered letters that come beside this one. */
static void bring_others(struct relay *relay, const struct letter *letter)
{
    struct letter *old =
        relay->history[chance_below(relay->chance, (uint32_t)relay->history_count)];
    const struct bytes old_payload = {old->payload, old->size};
    if (strikes(relay, relay->faults.replay, TALLY_REPLAYED)) {
        route(relay, old);
    }
    if (strikes(relay, relay->faults.misplace, TALLY_MISPLACED)) {
        struct letter *misplaced = letter_create(letter->topic, old_payload);
        route(relay, misplaced);
        letter_release(misplaced);
    }
    if (strikes(relay, relay->faults.poison, TALLY_POISONED)) {
        struct letter *altered =
            letter_create(letter->topic, (struct bytes){letter->payload, letter->size});
        for (uint32_t i = chance_below(relay->chance, ALTERED_BYTES_MAX) + 1;
             i > 0 && altered->size > 0; i--) {
            altered->payload[chance_below(relay->chance, (uint32_t)altered->size)] ^=
                (uint8_t)(1 + chance_below(relay->chance, 255));
        }
        altered->size -= chance_below(relay->chance, (uint32_t)altered->size / 2 + 1);
        route(relay, altered);
        letter_release(altered);
    }
}

static void answer(struct relay_link *link, const struct transport_publish *message, bool refused)
{
    struct parcel parcel = {
        .at_ms = *link->relay->now_ms + LATENCY_MS,
        .in_flight = message->payload.size,
        .event = {.type = refused ? TRANSPORT_PUBLISH_REFUSED : TRANSPORT_PUBLISHED,
                  .ticket = message->ticket}};
    if (refused) {
        (void)snprintf(parcel.event.reason, sizeof parcel.event.reason, "Not now.");
    }
    relay_link_post(link, &parcel);
}

void relay_publish(struct relay_link *link, const struct transport_publish *message)
{
    struct relay *relay = link->relay;
    if (!relay->watch.leaves(relay->watch.context, link->owner, message)) {
        return;
    }
    relay->tally->counts[TALLY_MESSAGES]++;
    bool refused = strikes(relay, relay->faults.refuse, TALLY_REFUSED);
    struct letter *letter = letter_create(message->topic, message->payload);
    letter->retained = message->retain && !refused;
    remember(relay, letter);
    answer(link, message, refused);
    bool swallowed =
        relay->faults.swallow_size > 0 && message->payload.size > relay->faults.swallow_size;
    relay->tally->counts[TALLY_SWALLOWED] += swallowed ? 1 : 0;
    if (!refused && !swallowed) {
        route(relay, letter);
        bring_others(relay, letter);
    }
    letter_release(letter);
    if (strikes(relay, relay->faults.take_over, TALLY_TAKEOVERS) && link->session != NULL) {
        relay_end_connection(link->session, "Another connection with the same seat took over.");
    }
}

void relay_part(struct relay *relay, const char *client_id, int64_t until_ms)
{
    struct session *session = relay_session(relay, client_id);
    session->parted_until_ms = until_ms;
    if (until_ms > *relay->now_ms) {
        relay_end_connection(session, "The network is gone.");
    }
}

void relay_withhold(struct relay *relay, const char *client_id, const char *filter,
                    int64_t until_ms)
{
    struct session *session = relay_session(relay, client_id);
    (void)snprintf(session->withheld, sizeof session->withheld, "%s", filter);
    session->withheld_until_ms = until_ms;
}

static void forget_session(struct session *session)
{
    relay_end_connection(session, "The broker restarts.");
    for (size_t i = 0; i < session->waiting_count; i++) {
        letter_release(session->waiting[i]);
    }
    session->waiting_count = 0;
    session->filter_count = 0;
    session->begun = false;
}

void relay_restart(struct relay *relay)
{
    for (size_t i = 0; i < relay->session_count; i++) {
        forget_session(&relay->sessions[i]);
    }
    relay->forgotten = relay->history_count;
}

void relay_free(struct relay *relay)
{
    assert(relay->links == NULL);
    relay_restart(relay);
    for (size_t i = 0; i < relay->history_count; i++) {
        letter_release(relay->history[i]);
    }
    free(relay->history);
    free(relay);
}
