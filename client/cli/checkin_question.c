/* Asks one question of a check-in, by its form. */
#include "cli/checkin_question.h"

#include <stdio.h>
#include <string.h>

#include "cli/checkin_choice.h"
#include "cli/entry_text.h"
#include "cli/reply.h"
#include "cli/speech.h"
#include "cli/terminal.h"

enum { SLOT_SIZE = 64, SECONDS_A_FIELD = 5, MINUTE = 60 };

/* What became of asking for a field. */
enum outcome { OUTCOME_SAVED, OUTCOME_SKIPPED, OUTCOME_ENOUGH };

/* A field that is asked for. */
struct asking {
    const char *slot;
    const char *kind;
    const char *field;
    const json_t *yesterday; /* what it was, NULL: nothing */
    json_t *beside;          /* of a new entry */
    bool was_none;           /* set: the answer is 0 or no */
    bool as_yesterday;       /* set: it was answered so */
};

static bool is_type(const struct checkin_talk *talk, const struct asking *asking, const char *type)
{
    const json_t *field = checkin_record_field(talk->record, asking->kind, asking->field);
    return strcmp(reply_text(field, "type"), type) == 0;
}

static void print_question(const struct checkin_talk *talk, const struct asking *asking)
{
    const json_t *field = checkin_record_field(talk->record, asking->kind, asking->field);
    printf("\n%s\n", reply_text(field, "question"));
    checkin_choice_print(reply_list(field, "choices"));
    if (reply_is(field, "repeating")) {
        puts("  several with commas");
    }
    if (is_type(talk, asking, "bool")) {
        fputs("  yes or no\n", stdout);
    }
    if (asking->yesterday != NULL) {
        fputs("  yesterday: ", stdout);
        entry_text_print_value(asking->yesterday);
        putchar('\n');
    }
    fflush(stdout);
}

/* One letter is enough of a yes or a no. */
static const char *spell_out(const char *typed)
{
    if (strcmp(typed, "y") == 0) {
        return "yes";
    }
    return strcmp(typed, "n") == 0 ? "no" : typed;
}

static bool is_none(const char *typed, const json_t *value)
{
    if (value != NULL) {
        return json_is_false(value) || (json_is_integer(value) && json_integer_value(value) == 0);
    }
    return typed != NULL &&
           (strcmp(typed, "0") == 0 || strcmp(typed, "no") == 0 || strcmp(typed, "false") == 0);
}

/* Save a value (taken over), or what was typed. */
static enum daybook_status save(struct checkin_talk *talk, struct asking *asking, const char *typed,
                                json_t *value)
{
    const struct checkin_answer answer = {
        .slot = asking->slot,
        .kind = asking->kind,
        .field = asking->field,
        .typed = typed,
        .value = value,
        .beside = asking->beside,
        .as_yesterday = asking->as_yesterday,
        .all_as_yesterday = talk->as_yesterday,
    };
    asking->was_none = is_none(typed, value);
    return checkin_record_save(talk->record, &answer);
}

static enum daybook_status save_as_yesterday(struct checkin_talk *talk, struct asking *asking)
{
    asking->as_yesterday = true;
    return save(talk, asking, NULL, json_deep_copy(asking->yesterday));
}

/* Words that name no choice are said so here, where the choices are numbered. */
static enum daybook_status take_choice(struct checkin_talk *talk, struct asking *asking,
                                       const char *typed)
{
    char names[TERMINAL_ANSWER_SIZE];
    const json_t *field = checkin_record_field(talk->record, asking->kind, asking->field);
    if (!checkin_choice_spell(reply_list(field, "choices"), typed, names, sizeof names)) {
        puts("  Give the number of a choice, or how it begins; Enter skips.");
        fflush(stdout);
        return DAYBOOK_INVALID;
    }
    return save(talk, asking, names, NULL);
}

static enum daybook_status take(struct checkin_talk *talk, struct asking *asking, const char *typed)
{
    if (strcmp(typed, "=") == 0 || strcmp(typed, "==") == 0) {
        talk->as_yesterday = typed[1] == '=';
        if (asking->yesterday != NULL) {
            return save_as_yesterday(talk, asking);
        }
        puts("  There is no answer of yesterday: give one, or Enter to skip.");
        fflush(stdout);
        return DAYBOOK_INVALID;
    }
    return is_type(talk, asking, "enum")
               ? take_choice(talk, asking, typed)
               : save(talk, asking, is_type(talk, asking, "bool") ? spell_out(typed) : typed, NULL);
}

/* Ask for a field until the answer fits, is left out, or the person has had enough. What is left
 * out is saved as that. */
static enum daybook_status ask_field(struct checkin_talk *talk, struct asking *asking,
                                     enum outcome *out_outcome)
{
    char typed[TERMINAL_ANSWER_SIZE];
    enum daybook_status status = DAYBOOK_INVALID;
    *out_outcome = OUTCOME_SAVED;
    if (talk->as_yesterday && asking->yesterday != NULL) {
        return save_as_yesterday(talk, asking);
    }
    print_question(talk, asking);
    while (status == DAYBOOK_INVALID) {
        fputs("> ", stderr);
        if (!terminal_read_line(typed, sizeof typed) || strcmp(typed, "q") == 0) {
            *out_outcome = OUTCOME_ENOUGH;
            talk->stopped = true;
            return DAYBOOK_OK;
        }
        if (typed[0] == '\0') {
            *out_outcome = OUTCOME_SKIPPED;
            status = save(talk, asking, NULL, checkin_record_skipped());
        } else {
            status = take(talk, asking, typed);
        }
    }
    return status;
}

/* A name for an entry that is begun now. */
static void begin_slot(struct checkin_talk *talk, char out_slot[static SLOT_SIZE])
{
    snprintf(out_slot, SLOT_SIZE, "new %zu", talk->slots++);
}

/* A further field of what is there. Unchanged since yesterday it is yesterday's; where nothing is
 * there it does not apply. */
static enum daybook_status ask_further(struct checkin_talk *talk, struct asking *asking,
                                       const struct asking *answered)
{
    enum outcome outcome = OUTCOME_SAVED;
    bool same_entry = strcmp(asking->kind, answered->kind) == 0;
    bool required =
        reply_is(checkin_record_field(talk->record, asking->kind, asking->field), "required");
    if (answered->was_none) {
        return same_entry && required ? save(talk, asking, NULL, checkin_record_not_applicable())
                                      : DAYBOOK_OK;
    }
    if (answered->as_yesterday && same_entry && asking->yesterday != NULL) {
        return save_as_yesterday(talk, asking);
    }
    return !answered->as_yesterday || required ? ask_field(talk, asking, &outcome) : DAYBOOK_OK;
}

static enum daybook_status ask_detail(struct checkin_talk *talk, const json_t *asked,
                                      const struct asking *answered)
{
    char slot[SLOT_SIZE];
    const json_t *detail = json_object_get(asked, "detail");
    const json_t *fields = reply_list(detail, "fields");
    const char *kind = reply_text(detail, "kind");
    bool same_entry = strcmp(kind, answered->kind) == 0;
    const json_t *yesterday = same_entry ? json_object_get(asked, "yesterday") : NULL;
    enum daybook_status status = DAYBOOK_OK;
    begin_slot(talk, slot);
    for (size_t i = 0; i < json_array_size(fields) && status == DAYBOOK_OK && !talk->stopped; i++) {
        const char *field = json_string_value(json_array_get(fields, i));
        struct asking asking = {.slot = same_entry ? answered->slot : slot,
                                .kind = kind,
                                .field = field,
                                .yesterday = json_object_get(yesterday, field)};
        status = ask_further(talk, &asking, answered);
    }
    return status;
}

/* A question of the daily core. */
static enum daybook_status ask_core(struct checkin_talk *talk, const json_t *asked)
{
    enum outcome outcome = OUTCOME_SAVED;
    const char *field = reply_text(asked, "field");
    const char *kind = reply_text(asked, "kind");
    const json_t *yesterday = json_object_get(json_object_get(asked, "yesterday"), field);
    struct asking asking = {.slot = kind, .kind = kind, .field = field};
    /* What was left out yesterday is nothing to repeat. */
    asking.yesterday = json_object_get(yesterday, "absent") == NULL ? yesterday : NULL;
    enum daybook_status status = ask_field(talk, &asking, &outcome);
    bool opens = status == DAYBOOK_OK && outcome == OUTCOME_SAVED &&
                 json_object_get(asked, "detail") != NULL;
    bool other_kind =
        strcmp(reply_text(json_object_get(asked, "detail"), "kind"), asking.kind) != 0;
    if (opens && !(other_kind && asking.was_none)) {
        status = ask_detail(talk, asked, &asking);
    }
    return status;
}

/* The fields of a kind, one after the other; what is left out at once is left out as a whole. */
static enum daybook_status ask_fields(struct checkin_talk *talk, const json_t *asked,
                                      json_t *beside)
{
    char slot[SLOT_SIZE];
    const json_t *fields = reply_list(asked, "fields");
    enum daybook_status status = DAYBOOK_OK;
    begin_slot(talk, slot);
    for (size_t i = 0; i < json_array_size(fields) && status == DAYBOOK_OK; i++) {
        enum outcome outcome = OUTCOME_SAVED;
        struct asking asking = {.slot = slot,
                                .kind = reply_text(asked, "kind"),
                                .field = json_string_value(json_array_get(fields, i)),
                                .beside = beside};
        if (json_object_get(beside, asking.field) != NULL) {
            continue;
        }
        status = ask_field(talk, &asking, &outcome);
        if (outcome == OUTCOME_ENOUGH || (outcome == OUTCOME_SKIPPED && i == 0)) {
            break;
        }
    }
    return status;
}

/* One entry for each choice of a field: "Eating", "Bathing" and so on. */
static enum daybook_status ask_each(struct checkin_talk *talk, const json_t *asked)
{
    const char *each = reply_text(asked, "each");
    const json_t *choices =
        reply_list(checkin_record_field(talk->record, reply_text(asked, "kind"), each), "choices");
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < json_array_size(choices) && status == DAYBOOK_OK && !talk->stopped;
         i++) {
        const json_t *choice = json_array_get(choices, i);
        json_t *beside = json_pack("{s:s}", each, reply_text(choice, "name"));
        if (beside == NULL) {
            return DAYBOOK_NO_MEMORY;
        }
        printf("\n%s:", reply_text(choice, "label"));
        status = ask_fields(talk, asked, beside);
        json_decref(beside);
    }
    return status;
}

/* Save that a whole kind was left out. */
static enum daybook_status skip_kind(struct checkin_talk *talk, const json_t *asked)
{
    char slot[SLOT_SIZE];
    begin_slot(talk, slot);
    struct asking asking = {.slot = slot,
                            .kind = reply_text(asked, "kind"),
                            .field =
                                json_string_value(json_array_get(reply_list(asked, "fields"), 0)),
                            .beside = json_object_get(asked, "presets")};
    return save(talk, &asking, NULL, checkin_record_skipped());
}

/* A scale of many questions is offered first. */
static enum daybook_status ask_scale(struct checkin_talk *talk, const json_t *asked)
{
    char typed[TERMINAL_ANSWER_SIZE];
    const json_t *fields = reply_list(asked, "fields");
    const json_t *each = reply_list(
        checkin_record_field(talk->record, reply_text(asked, "kind"), reply_text(asked, "each")),
        "choices");
    size_t count =
        json_array_size(fields) * (json_array_size(each) > 0 ? json_array_size(each) : 1);
    size_t minutes = count * SECONDS_A_FIELD / MINUTE + 1;
    fputs("\nIt is time for: ", stdout);
    speech_put(stdout, reply_text(asked, "label"));
    printf(". It takes about %zu %s. Now? yes, or Enter for later\n", minutes,
           minutes == 1 ? "minute" : "minutes");
    fflush(stdout);
    fputs("> ", stderr);
    if (!terminal_read_line(typed, sizeof typed) || strcmp(typed, "q") == 0) {
        talk->stopped = true;
        return DAYBOOK_OK;
    }
    if (strcmp(spell_out(typed), "yes") != 0) {
        return skip_kind(talk, asked);
    }
    return json_array_size(each) > 0 ? ask_each(talk, asked)
                                     : ask_fields(talk, asked, json_object_get(asked, "presets"));
}

/* What a yes and a no mean for something planned; other words stay as they are. */
static const char *planned_word(const char *typed, bool dose)
{
    const char *word = spell_out(typed);
    if (strcmp(word, "yes") == 0) {
        return dose ? "taken" : "done";
    }
    if (strcmp(word, "no") == 0) {
        return dose ? "skipped" : "not_done";
    }
    return !dose && (strcmp(word, "p") == 0 || strcmp(word, "partly") == 0) ? "partial" : word;
}

/* The entry of something planned that was left out holds no type either: it is no session. */
static json_t *planned_fields(const json_t *asked, bool left_out)
{
    json_t *type = left_out ? NULL : json_object_get(asked, "type");
    return json_pack("{s:s, s:O*, s:O*}", "plan_item_ref", reply_text(asked, "item"), "type", type,
                     "time", json_object_get(asked, "time"));
}

/* Ask until it fits; *out_word is what was meant, "" when it was left out. */
static enum daybook_status ask_status(struct checkin_talk *talk, const json_t *asked,
                                      struct asking *asking, char *out_word, size_t word_size)
{
    bool dose = strcmp(reply_text(asked, "form"), "dose") == 0;
    enum daybook_status status = DAYBOOK_INVALID;
    while (status == DAYBOOK_INVALID) {
        char typed[TERMINAL_ANSWER_SIZE];
        fputs("> ", stderr);
        if (!terminal_read_line(typed, sizeof typed) || strcmp(typed, "q") == 0) {
            talk->stopped = true;
            return DAYBOOK_OK;
        }
        snprintf(out_word, word_size, "%s", planned_word(typed, dose));
        asking->beside = planned_fields(asked, typed[0] == '\0');
        status = asking->beside == NULL ? DAYBOOK_NO_MEMORY
                 : typed[0] == '\0'     ? save(talk, asking, NULL, checkin_record_skipped())
                                        : save(talk, asking, out_word, NULL);
        json_decref(asking->beside);
    }
    return status;
}

/* An exercise or a dose: done, partly or not, and why not. */
static enum daybook_status ask_planned(struct checkin_talk *talk, const json_t *asked)
{
    char slot[SLOT_SIZE];
    char word[TERMINAL_ANSWER_SIZE] = "";
    bool dose = strcmp(reply_text(asked, "form"), "dose") == 0;
    enum outcome outcome = OUTCOME_SAVED;
    begin_slot(talk, slot);
    struct asking asking = {.slot = slot, .kind = reply_text(asked, "kind"), .field = "status"};
    putchar('\n');
    speech_put(stdout, reply_text(asked, "title"));
    puts(dose ? "\n  Taken? yes or no, late, vomited" : "\n  Done today? yes, partly or no");
    fflush(stdout);
    enum daybook_status status = ask_status(talk, asked, &asking, word, sizeof word);
    bool not_done = strcmp(word, "not_done") == 0 || (dose && strcmp(word, "skipped") == 0);
    if (status == DAYBOOK_OK && !talk->stopped && not_done) {
        struct asking why = {.slot = slot, .kind = asking.kind};
        why.field = dose ? "reason" : "not_done_reason";
        status = ask_field(talk, &why, &outcome);
    }
    return status;
}

enum daybook_status checkin_question_ask(struct checkin_talk *talk, const json_t *asked)
{
    static const struct {
        const char *form;
        enum daybook_status (*ask)(struct checkin_talk *talk, const json_t *asked);
    } forms[] = {{"field", ask_core},
                 {"scale", ask_scale},
                 {"exercise", ask_planned},
                 {"dose", ask_planned}};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (strcmp(reply_text(asked, "form"), forms[i].form) == 0) {
            return forms[i].ask(talk, asked);
        }
    }
    return ask_fields(talk, asked, json_object_get(asked, "presets"));
}
