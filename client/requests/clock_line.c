/* Clocks that are wrong, as answers tell them. */
#include "requests/clock_line.h"

#include "journal/clocks.h"
#include "requests/answer.h"
#include "requests/handler.h"

static bool write_clock(json_t *line, const struct journal_clock *clock)
{
    bool wrong = clock->judgement.verdict == CLOCK_WRONG;
    return answer_set(line, "device", answer_key(clock->device)) &&
           answer_set(line, "name", answer_text(clock->name)) &&
           answer_set(line, "self", json_boolean(clock->is_self)) &&
           answer_set(line, "wrong", json_boolean(wrong)) &&
           answer_set(line, "ahead_s",
                      json_integer((json_int_t)(clock->judgement.ahead_ms / 1000))) &&
           answer_set(line, "text", answer_text(clock->text));
}

enum daybook_status clock_line_list(struct request *request, size_t circle, json_t **out_list)
{
    struct journal_clock *clocks = NULL;
    size_t count = 0;
    enum daybook_status status =
        journal_clocks(request_journal(request), circle, request->arena, &clocks, &count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *list = json_array();
    bool written = list != NULL;
    for (size_t i = 0; written && i < count; i++) {
        json_t *line = json_object();
        written = write_clock(line, &clocks[i]) && json_array_append(list, line) == 0;
        json_decref(line);
    }
    if (!written) {
        json_decref(list);
        return DAYBOOK_NO_MEMORY;
    }
    *out_list = list;
    return DAYBOOK_OK;
}
