/* The request about notices: show them, and mark them as seen. */
#include "requests/board.h"

#include "journal/notices.h"
#include "requests/answer.h"
#include "requests/handler.h"

static bool write_notice(json_t *line, const struct notices_line *notice,
                         const struct journal_ports *ports)
{
    static const struct key256 nobody;
    const struct notice *it = &notice->notice;
    return answer_set(line, "kind", json_string(notice_kind_name(it->kind))) &&
           answer_set(line, "at", answer_local(ports, it->at_ms)) &&
           answer_set(line, "text", answer_text(notice->text)) &&
           answer_set(line, "seen", json_boolean(it->seen)) &&
           (notice->patient.size == 0 ||
            answer_set(line, "patient", answer_text(notice->patient))) &&
           (notices_flag(it).size == 0 ||
            answer_set(line, "flag", answer_text(notices_flag(it)))) &&
           (key256_equal(it->subject, nobody) || notices_flag(it).size > 0 ||
            answer_set(line, "device", answer_key(it->subject)));
}

enum daybook_status board_list(const struct desk *desk, struct arena *arena, bool with_seen,
                               json_t **out_list)
{
    struct notices_line *lines = NULL;
    size_t count = 0;
    enum daybook_status status = notices_list(desk_journal(desk), arena, &lines, &count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *list = json_array();
    bool written = list != NULL;
    for (size_t i = 0; written && i < count; i++) {
        if (lines[i].notice.seen && !with_seen) {
            continue;
        }
        json_t *line = json_object();
        written =
            write_notice(line, &lines[i], desk_ports(desk)) && json_array_append(list, line) == 0;
        json_decref(line);
    }
    if (!written) {
        json_decref(list);
        return DAYBOOK_NO_MEMORY;
    }
    *out_list = list;
    return DAYBOOK_OK;
}

bool board_remind(const struct desk *desk, json_t *answer)
{
    uint64_t count = 0;
    const struct journal *journal = desk == NULL ? NULL : desk_journal(desk);
    bool reminds = false;
    if (journal == NULL || notices_unseen(journal, &count) != DAYBOOK_OK ||
        notices_remind(journal, &reminds) != DAYBOOK_OK) {
        return true; /* a journal that cannot be read tells so in its own answers */
    }
    return (count == 0 || answer_set(answer, "unseen_notices", json_integer((json_int_t)count))) &&
           (!reminds || answer_set(answer, "checkin_is_due", json_true()));
}

enum daybook_status board_notices(struct request *request)
{
    bool seen = false;
    json_t *list = NULL;
    if (!input_flag(&request->input, "seen", &seen)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = board_list(request->desk, request->arena, true, &list);
    if (status == DAYBOOK_OK && seen) {
        status = notices_mark_seen(request_journal(request));
    }
    if (status != DAYBOOK_OK) {
        json_decref(list);
        return status;
    }
    json_t *answer = answer_begin("daybook.notices/1");
    return request_reply(request, answer, answer_set(answer, "notices", list));
}
