/* The requests that keep a journal safe from its machine: back it up, restore it, recover it. */
#include <stdlib.h>

#include "journal/backup.h"
#include "journal/recover.h"
#include "journal/restore.h"
#include "requests/answer.h"
#include "requests/cost_input.h"
#include "requests/handler.h"
#include "requests/home.h"
#include "vault/recovery.h"

enum { PERCENT_STEP = 10, TELLS_FROM = 20000 }; /* operations; fewer take no time */

/* Say how far it is, at every tenth. */
static void tell(struct request *request, const struct journal_backup_state *before,
                 const struct journal_backup_state *now)
{
    if (now->checking && !before->checking) {
        request_tell(request, "All of it is written. Reading it back.");
    }
    if (now->total < TELLS_FROM || now->checking != before->checking) {
        return;
    }
    uint64_t tenth = now->operations * PERCENT_STEP / now->total;
    if (tenth > before->operations * PERCENT_STEP / now->total) {
        struct complaint sentence = {0};
        complaint_begin(&sentence, now->checking ? "Checked: " : "Written: ");
        complaint_add_number(&sentence, (double)(tenth * PERCENT_STEP));
        complaint_add(&sentence, " %.");
        request_tell(request, sentence.text);
    }
}

static enum daybook_status reply_made(struct request *request,
                                      const struct journal_backup_state *state)
{
    struct bytes file = {NULL, 0};
    json_t *answer = answer_begin("daybook.backup/1");
    bool written = input_required(&request->input, "file", &file) &&
                   answer_set(answer, "file", answer_text(file)) &&
                   answer_set(answer, "size", json_integer((json_int_t)state->size)) &&
                   answer_set(answer, "circles", json_integer((json_int_t)state->circles)) &&
                   answer_set(answer, "operations", json_integer((json_int_t)state->operations));
    return request_reply(request, answer, written);
}

enum daybook_status safekeeping_backup_later(struct request *request)
{
    struct journal_backup_state before;
    struct journal_backup_state now;
    journal_backup_state(request->backup, &before);
    enum daybook_status status = journal_backup_carry_on(request->backup, &request->complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    journal_backup_state(request->backup, &now);
    tell(request, &before, &now);
    request->goes_on = !now.done;
    request->goes_on_now = !now.done;
    return now.done ? reply_made(request, &now) : DAYBOOK_OK;
}

enum daybook_status safekeeping_backup(struct request *request)
{
    struct bytes file = {NULL, 0};
    bool replace = false;
    if (!input_required(&request->input, "file", &file) ||
        !input_flag(&request->input, "replace", &replace)) {
        return DAYBOOK_INVALID;
    }
    const char *path = arena_copy_text(request->arena, file);
    if (path == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = journal_backup_begin(request_journal(request), path, replace,
                                                      &request->backup, &request->complaint);
    if (status == DAYBOOK_OK) {
        request->goes_on = true;
        request->goes_on_now = true;
    }
    return status;
}

/* The seed of the words that a person typed. */
static enum daybook_status read_words(struct request *request, struct secret **out_seed)
{
    static const char *const sentences[] = {
        [RECOVERY_UNKNOWN_WORD] = "is in no list of recovery words: check its spelling.",
        [RECOVERY_OTHER_LANGUAGE] = "is of another language than the words before it.",
        [RECOVERY_MISSING_WORD] = "is missing: a recovery sheet has 24 words.",
        [RECOVERY_TOO_MANY] = "is one too many: a recovery sheet has 24 words.",
        [RECOVERY_CHECKSUM] =
            ("The recovery words do not fit together: one of them is another than "
             "on the sheet, or their order is."),
    };
    struct recovery_fault fault;
    struct complaint *complaint = &request->complaint;
    enum daybook_status status = recovery_read(request->call.secret, out_seed, &fault);
    if (status == DAYBOOK_INVALID && fault.kind == RECOVERY_CHECKSUM) {
        complaint_begin(complaint, sentences[fault.kind]);
    } else if (status == DAYBOOK_INVALID) {
        complaint_begin(complaint, "Recovery word ");
        complaint_add_number(complaint, fault.word);
        complaint_add(complaint, " ");
        complaint_add(complaint, sentences[fault.kind]);
    }
    return status;
}

/* Both secrets, and no journal that is open here. */
static enum daybook_status check_secrets(struct request *request, const char *missing)
{
    if (request->call.secret == NULL) {
        return request_refuse(request, DAYBOOK_LOCKED, missing);
    }
    if (request->call.new_secret == NULL) {
        return request_refuse(request, DAYBOOK_LOCKED,
                              "The new passphrase is missing: give it at the prompt or with "
                              "--new-passphrase-fd.");
    }
    return DAYBOOK_OK;
}

static enum daybook_status reply_restored(struct request *request,
                                          const struct journal_restored *restored)
{
    const struct journal *journal = request_journal(request);
    json_t *answer = answer_begin("daybook.restore/1");
    bool written = answer_set(answer, "name", answer_text(journal_name(journal))) &&
                   answer_set(answer, "role", json_string(role_name(journal_role(journal)))) &&
                   answer_set(answer, "home", json_string(desk_home(request->desk))) &&
                   answer_set(answer, "circles", json_integer((json_int_t)restored->circles)) &&
                   answer_set(answer, "joined", json_integer((json_int_t)restored->joined)) &&
                   answer_set(answer, "operations", json_integer((json_int_t)restored->operations));
    return request_reply(request, answer, written);
}

static enum daybook_status restore(struct request *request, struct journal_restoring *restoring)
{
    struct journal_restored restored;
    enum daybook_status status = home_make_parents(desk_home(request->desk), &request->complaint);
    if (status == DAYBOOK_OK) {
        status =
            journal_restore(restoring, desk_ports(request->desk), &restored, &request->complaint);
    }
    if (status == DAYBOOK_OK) {
        status = desk_open(request->desk, request->call.new_secret, &request->complaint);
    }
    return status == DAYBOOK_OK ? reply_restored(request, &restored) : status;
}

enum daybook_status safekeeping_restore(struct request *request)
{
    struct bytes file = {NULL, 0};
    bool by_words = false;
    struct secret *seed = NULL;
    struct journal_restoring restoring = {
        .folder = desk_home(request->desk),
        .type = KEY_SLOT_PASSPHRASE,
        .secret = request->call.secret,
        .passphrase = request->call.new_secret,
        .context = request->call.context,
        .tell = request->call.progress,
    };
    if (desk_journal(request->desk) != NULL || desk_is_agent(request->desk)) {
        return request_refuse(
            request, DAYBOOK_CONFLICT,
            "There is a journal in this home already: restore to another --home.");
    }
    if (!input_required(&request->input, "file", &file) ||
        !input_flag(&request->input, "words", &by_words) ||
        !input_flag(&request->input, "keep_old_device", &restoring.keep_old_device)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = check_secrets(
        request, "The backup's passphrase, or the recovery words, are missing: give them at the "
                 "prompt, or with --passphrase-fd or --words-fd.");
    if (status == DAYBOOK_OK) {
        status = cost_input_read(request, &restoring.cost);
    }
    if (status == DAYBOOK_OK && by_words) {
        status = read_words(request, &seed);
        restoring.type = KEY_SLOT_RECOVERY;
        restoring.secret = seed;
    }
    restoring.file = arena_copy_text(request->arena, file);
    if (status == DAYBOOK_OK) {
        status = restoring.file == NULL ? DAYBOOK_NO_MEMORY : restore(request, &restoring);
    }
    secret_free(seed);
    return status;
}

static enum daybook_status recover(struct request *request, const struct secret *seed)
{
    uint64_t told = 0;
    char *state_folder = NULL;
    struct journal *journal = NULL;
    struct journal_recovering recovering = {
        .opening = {.folder = desk_home(request->desk), .type = KEY_SLOT_RECOVERY, .secret = seed},
        .passphrase = request->call.new_secret,
    };
    enum daybook_status status = cost_input_read(request, &recovering.cost);
    if (status != DAYBOOK_OK) {
        return status;
    }
    home_state(&state_folder);
    recovering.opening.state_folder = state_folder;
    status = journal_recover(&recovering, desk_ports(request->desk), &journal, &told,
                             &request->complaint);
    free(state_folder);
    if (status != DAYBOOK_OK) {
        return status;
    }
    desk_adopt(request->desk, journal);
    json_t *answer = answer_begin("daybook.recover/1");
    return request_reply(request, answer,
                         answer_set(answer, "told", json_integer((json_int_t)told)));
}

enum daybook_status safekeeping_recover(struct request *request)
{
    struct secret *seed = NULL;
    if (desk_journal(request->desk) != NULL) {
        return request_refuse(request, DAYBOOK_CONFLICT,
                              "The journal is open here: \"daybook passphrase\" sets a new "
                              "passphrase without the words.");
    }
    enum daybook_status status =
        check_secrets(request, "The recovery words are missing: give them at the prompt or with "
                               "--words-fd.");
    if (status == DAYBOOK_OK) {
        status = read_words(request, &seed);
    }
    if (status == DAYBOOK_OK) {
        status = recover(request, seed);
    }
    secret_free(seed);
    return status;
}
