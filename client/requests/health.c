/* The requests that look at the journal itself: is it whole, and what is kept where. */
#include "domain/duration.h"
#include "journal/exchange.h"
#include "journal/inspection.h"
#include "requests/answer.h"
#include "requests/board.h"
#include "requests/clock_line.h"
#include "requests/handler.h"
#include "requests/team_line.h"

static bool set_count(json_t *object, const char *name, uint64_t count)
{
    return answer_set(object, name, json_integer((json_int_t)count));
}

static enum daybook_status reply_verified(struct request *request,
                                          const struct journal_verification *result)
{
    bool opens = desk_journal(request->desk) != NULL;
    json_t *answer = answer_begin("daybook.verify/1");
    bool written =
        answer_set(answer, "sound", json_boolean(result->sound)) &&
        answer_set(answer, "opens", json_boolean(opens)) &&
        set_count(answer, "units", result->units) && set_count(answer, "feeds", result->feeds) &&
        set_count(answer, "operations", result->operations) &&
        set_count(answer, "entries", result->entries) &&
        answer_set(answer, "damage", result->sound ? json_null() : json_string(result->damage));
    enum daybook_status status = request_reply(request, answer, written);
    if (status != DAYBOOK_OK || result->sound) {
        return status;
    }
    return request_refuse(request, DAYBOOK_DAMAGED, result->damage);
}

enum daybook_status health_verify(struct request *request)
{
    struct journal *journal = desk_journal(request->desk);
    struct journal_verification result = {0};
    enum daybook_status status = DAYBOOK_LOCKED;
    if (journal != NULL) {
        request_tell(request, "Reading the whole journal.");
        status = journal_verify(journal, &result);
    } else if (request->call.secret != NULL) {
        status = journal_verify_closed(desk_home(request->desk), request->call.secret, &result,
                                       &request->complaint);
    }
    return status == DAYBOOK_OK ? reply_verified(request, &result) : status;
}

/* "heard 2 hours ago" or, after two days, "not heard for 3 days". */
static json_t *write_silence(const struct journal_status_peer *peer, int64_t now_ms)
{
    const int64_t long_ms = INT64_C(48) * 3600 * 1000;
    int64_t silent_ms = now_ms - peer->heard_ms;
    char silence[DURATION_TEXT_SIZE];
    if (!peer->heard) {
        return json_string("not heard yet");
    }
    duration_text(silent_ms, silence);
    return silent_ms < long_ms ? json_sprintf("heard %s ago", silence)
                               : json_sprintf("not heard for %s", silence);
}

static bool write_device(json_t *line, const struct journal_status_peer *peer,
                         const struct journal_ports *ports)
{
    return answer_set(line, "name", answer_text(peer->name)) &&
           answer_set(line, "role", json_string(role_name(peer->role))) &&
           answer_set(line, "device", answer_key(peer->device)) &&
           answer_set(line, "heard",
                      peer->heard ? answer_local(ports, peer->heard_ms) : json_null()) &&
           answer_set(line, "silence", write_silence(peer, ports->wall_ms(ports->context))) &&
           set_count(line, "lacks", peer->lacks);
}

static bool write_reaches(json_t *line, const struct journal_reaches *reaches)
{
    return set_count(line, "here", reaches->here) && set_count(line, "shared", reaches->shared) &&
           set_count(line, "everywhere", reaches->everywhere);
}

static bool write_written(json_t *line, const struct journal_status *status,
                          const struct journal_ports *ports)
{
    char waiting[DURATION_TEXT_SIZE];
    bool some = status->written.here > 0;
    json_t *written = json_object();
    bool set = write_reaches(written, &status->written);
    duration_text(ports->wall_ms(ports->context) - status->only_here_since_ms, waiting);
    return answer_set(line, "written", written) && set &&
           answer_set(line, "only_here_since",
                      some ? answer_local(ports, status->only_here_since_ms) : json_null()) &&
           (!some || answer_set(line, "only_here_for", json_string(waiting)));
}

static bool write_circle(json_t *line, const struct journal_status *status,
                         const struct journal_ports *ports)
{
    json_t *devices = json_array();
    bool written = answer_set(line, "patient", answer_text(status->patient)) &&
                   set_count(line, "entries", status->entries) &&
                   write_reaches(line, &status->operations) && write_written(line, status, ports) &&
                   set_count(line, "quarantined", status->quarantined) &&
                   set_count(line, "erased", status->erased) &&
                   set_count(line, "erased_waiting", status->erased_waiting);
    for (size_t i = 0; written && i < status->peer_count; i++) {
        json_t *device = json_object();
        written = write_device(device, &status->peers[i], ports) &&
                  json_array_append(devices, device) == 0;
        json_decref(device);
    }
    return answer_set(line, "devices", devices) && written;
}

static enum daybook_status write_circles(struct request *request, json_t *circles)
{
    struct journal *journal = request_journal(request);
    for (size_t i = 0; i < journal_circle_count(journal); i++) {
        struct journal_status circle;
        enum daybook_status status = journal_circle_status(journal, i, request->arena, &circle);
        if (status != DAYBOOK_OK) {
            return status;
        }
        json_t *clocks = NULL;
        status = clock_line_list(request, i, &clocks);
        if (status != DAYBOOK_OK) {
            return status;
        }
        json_t *news = NULL;
        status = team_line_news(request, i, &news);
        if (status != DAYBOOK_OK) {
            json_decref(clocks);
            return status;
        }
        json_t *line = json_object();
        bool written = answer_set(line, "clocks", clocks);
        written = answer_set(line, "news", news) && written &&
                  write_circle(line, &circle, desk_ports(request->desk)) &&
                  json_array_append(circles, line) == 0;
        json_decref(line);
        if (!written) {
            return DAYBOOK_NO_MEMORY;
        }
    }
    return DAYBOOK_OK;
}

static json_t *exchange_of(struct request *request)
{
    struct journal_exchange state;
    journal_exchange_state(request_journal(request), &state);
    const char *reason = exchange_wait_silence(request, &state);
    if (!state.connected && state.reason[0] != '\0') {
        reason = state.reason;
    }
    json_t *exchange = json_object();
    bool written =
        answer_set(exchange, "broker", json_boolean(state.has_seat)) &&
        answer_set(exchange, "agent", json_boolean(desk_is_agent(request->desk))) &&
        answer_set(exchange, "connected", json_boolean(state.connected)) &&
        set_count(exchange, "present", state.present) &&
        set_count(exchange, "to_send", state.to_send) &&
        set_count(exchange, "to_fetch", state.to_fetch) &&
        set_count(exchange, "unheard", state.unheard) &&
        set_count(exchange, "set_aside", state.set_aside) &&
        answer_set(exchange, "reason", reason != NULL ? json_string(reason) : json_null());
    if (!written) {
        json_decref(exchange);
        return NULL;
    }
    return exchange;
}

enum daybook_status health_status(struct request *request)
{
    const struct journal *journal = request_journal(request);
    json_t *circles = json_array();
    enum daybook_status status = write_circles(request, circles);
    json_t *notices = NULL;
    if (status == DAYBOOK_OK) {
        status = board_list(request->desk, request->arena, false, &notices);
    }
    if (status != DAYBOOK_OK) {
        json_decref(circles);
        return status;
    }
    json_t *answer = answer_begin("daybook.status/1");
    bool written = answer_set(answer, "circles", circles);
    written = answer_set(answer, "notices", notices) && written &&
              answer_set(answer, "name", answer_text(journal_name(journal))) &&
              answer_set(answer, "role", json_string(role_name(journal_role(journal)))) &&
              answer_set(answer, "home", json_string(desk_home(request->desk))) &&
              answer_set(answer, "exchange", exchange_of(request));
    return request_reply(request, answer, written);
}
