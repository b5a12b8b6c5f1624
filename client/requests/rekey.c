/* The request that writes the journal anew under a fresh key. */
#include <stdio.h>

#include "requests/answer.h"
#include "requests/cost_input.h"
#include "requests/handler.h"

enum { SENTENCE_SIZE = 64, PERCENT_STEP = 10 };

/* Tell every tenth part once. */
struct telling {
    const struct request *request;
    int told;
};

static void tell_percent(void *context, int percent)
{
    struct telling *telling = context;
    char sentence[SENTENCE_SIZE];
    if (percent < telling->told + PERCENT_STEP) {
        return;
    }
    telling->told = percent - percent % PERCENT_STEP;
    (void)snprintf(sentence, sizeof sentence, "Written under the new key: %d %%.", telling->told);
    request_tell(telling->request, sentence);
}

enum daybook_status rekey_begin(struct request *request)
{
    struct telling telling = {request, 0};
    struct journal_rekeying how = {
        .passphrase = request->call.secret,
        .context = &telling,
        .progress = tell_percent,
    };
    if (how.passphrase == NULL) {
        return request_refuse(request, DAYBOOK_LOCKED,
                              "The journal's passphrase is missing: give it at the prompt or with "
                              "--passphrase-fd.");
    }
    enum daybook_status status = cost_input_read(request, &how.cost);
    if (status != DAYBOOK_OK) {
        return status;
    }
    bool open = true;
    status = journal_rekey(request_journal(request), &how, &open, &request->complaint);
    if (!open) {
        desk_close(request->desk);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.rekey/1");
    return request_reply(request, answer, answer != NULL);
}
