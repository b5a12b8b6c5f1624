/* The request that tries recovery words a person typed back on the journal's file. */
#include "requests/answer.h"
#include "requests/handler.h"
#include "vault/recovery.h"

static enum daybook_status read_words(struct request *request,
                                      struct bytes out_words[static RECOVERY_WORD_COUNT])
{
    json_t *list = NULL;
    if (!input_list(&request->input, "words", &list)) {
        return DAYBOOK_INVALID;
    }
    if (request->call.secret == NULL || json_array_size(list) != RECOVERY_WORD_COUNT) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "\"words\" must be a list of 24, with null for each that was typed.");
    }
    for (size_t i = 0; i < RECOVERY_WORD_COUNT; i++) {
        const char *word = json_string_value(json_array_get(list, i));
        out_words[i] = word == NULL ? (struct bytes){NULL, 0} : bytes_of_text(word);
    }
    return DAYBOOK_OK;
}

enum daybook_status drill_begin(struct request *request)
{
    struct bytes words[RECOVERY_WORD_COUNT];
    struct secret *text = NULL;
    struct secret *seed = NULL;
    struct recovery_fault fault;
    enum daybook_status status = read_words(request, words);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = recovery_fill_in(words, request->call.secret, &text);
    if (status == DAYBOOK_OK) {
        status = recovery_read(text, &seed, &fault);
    }
    if (status == DAYBOOK_OK) {
        status = journal_try_recovery(request_journal(request), seed);
    }
    secret_free(text);
    secret_free(seed);
    if (status == DAYBOOK_INVALID || status == DAYBOOK_LOCKED) {
        return request_refuse(request, DAYBOOK_LOCKED, "These are not the words at those places.");
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.drill/1");
    return request_reply(request, answer, answer != NULL);
}
