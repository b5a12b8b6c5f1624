/* The request that erases an entry for good. */
#include "journal/entries.h"
#include "journal/erasing.h"
#include "requests/answer.h"
#include "requests/erasure_line.h"
#include "requests/handler.h"

enum daybook_status erase_entry(struct request *request)
{
    struct journal *journal = request_journal(request);
    struct bytes start = {NULL, 0};
    struct id128 id;
    struct journal_erasure erasure;
    if (!input_required(&request->input, "id", &start)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = journal_find_entry(journal, start, &id, &request->complaint);
    if (status == DAYBOOK_OK) {
        status = journal_erase(journal, id, &request->complaint);
    }
    if (status == DAYBOOK_OK) {
        status = journal_erasure(journal, id, request->arena, &erasure);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.erase/1");
    return request_reply(request, answer,
                         erasure_line_write(answer, &erasure, desk_ports(request->desk)));
}
