/* The requests that make a journal and change its passphrase. */
#include "requests/answer.h"
#include "requests/cost_input.h"
#include "requests/handler.h"
#include "requests/home.h"
#include "vault/recovery.h"

static enum daybook_status read_setup(struct request *request, struct journal_setup *setup)
{
    const struct input *input = &request->input;
    struct bytes role = bytes_of_text(role_name(ROLE_PATIENT));
    if (!input_required(input, "name", &setup->name) || !input_text(input, "role", &role)) {
        return DAYBOOK_INVALID;
    }
    if (!role_from_name(role, &setup->role) || setup->role == ROLE_DEVICE) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "\"role\" must be one of patient, caregiver, therapist.");
    }
    enum daybook_status status = cost_input_read(request, &setup->cost);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (request->call.secret == NULL) {
        return request_refuse(request, DAYBOOK_LOCKED,
                              "A new journal needs a passphrase: give one at the prompt or with "
                              "--passphrase-fd.");
    }
    setup->folder = desk_home(request->desk);
    setup->passphrase = request->call.secret;
    return DAYBOOK_OK;
}

/* The language of the recovery words. */
static enum daybook_status read_language(struct request *request, enum word_language *out_language)
{
    struct bytes code = bytes_of_text("en");
    if (!input_text(&request->input, "words", &code)) {
        return DAYBOOK_INVALID;
    }
    return word_list_language(code, out_language)
               ? DAYBOOK_OK
               : request_refuse(request, DAYBOOK_INVALID,
                                "\"words\" must be en or es: the language of the recovery words.");
}

static enum daybook_status reply_made(struct request *request, const struct secret *recovery,
                                      enum word_language language)
{
    const struct journal *journal = request_journal(request);
    const char *words[RECOVERY_WORD_COUNT];
    recovery_words(recovery, language, words);
    json_t *answer = answer_begin("daybook.init/1");
    bool written = answer_set(answer, "name", answer_text(journal_name(journal))) &&
                   answer_set(answer, "role", json_string(role_name(journal_role(journal)))) &&
                   answer_set(answer, "home", json_string(desk_home(request->desk))) &&
                   answer_set(answer, "recovery", answer_words(words, RECOVERY_WORD_COUNT));
    return request_reply(request, answer, written);
}

enum daybook_status setup_init(struct request *request)
{
    if (desk_journal(request->desk) != NULL || desk_is_agent(request->desk)) {
        return request_refuse(request, DAYBOOK_CONFLICT,
                              "There is a journal in this home already: use it, or choose another "
                              "--home.");
    }
    struct journal_setup setup = {0};
    enum word_language language = WORDS_ENGLISH;
    enum daybook_status status = read_language(request, &language);
    if (status == DAYBOOK_OK) {
        status = read_setup(request, &setup);
    }
    if (status == DAYBOOK_OK) {
        status = home_make_parents(setup.folder, &request->complaint);
    }
    struct journal *journal = NULL;
    struct secret *recovery = NULL;
    if (status == DAYBOOK_OK) {
        status = journal_create(&setup, desk_ports(request->desk), &journal, &recovery,
                                &request->complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    desk_adopt(request->desk, journal);
    status = reply_made(request, recovery, language);
    secret_free(recovery);
    return status;
}

enum daybook_status setup_passphrase(struct request *request)
{
    struct key_cost cost;
    if (request->call.secret == NULL) {
        return request_refuse(request, DAYBOOK_INVALID,
                              "The new passphrase is missing: give it at the prompt or with "
                              "--new-passphrase-fd.");
    }
    enum daybook_status status = cost_input_read(request, &cost);
    if (status == DAYBOOK_OK) {
        status = journal_change_passphrase(request_journal(request), request->call.secret, cost,
                                           &request->complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    json_t *answer = answer_begin("daybook.passphrase/1");
    return request_reply(request, answer, answer != NULL);
}
