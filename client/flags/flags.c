/* Walking a history day by day through all rules, and putting the flags in order. */
#include "flags/flags.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/timestamp.h"
#include "flags/digest.h"
#include "flags/episode.h"
#include "flags/flag_text.h"
#include "flags/rule_breathing.h"
#include "flags/rule_day.h"
#include "flags/rule_eating.h"
#include "flags/rule_medicine.h"
#include "flags/rule_movement.h"
#include "flags/rule_person.h"
#include "flags/rule_support.h"

static void (*const judges[FLAG_RULE_COUNT])(struct rule_day *) = {
    [FLAG_R01] = rule_breathing_oxygen_at_rest,
    [FLAG_R02] = rule_breathing_symptoms,
    [FLAG_R03] = rule_breathing_vital_capacity,
    [FLAG_R04] = rule_breathing_muscles,
    [FLAG_R05] = rule_breathing_night,
    [FLAG_R06] = rule_breathing_carbon_dioxide,
    [FLAG_R07] = rule_support_oxygen_alone,
    [FLAG_R08] = rule_support_oxygen_above,
    [FLAG_R09] = rule_support_mask_little,
    [FLAG_R10] = rule_support_mask_more,
    [FLAG_R11] = rule_support_cough,
    [FLAG_R12] = rule_eating_choking,
    [FLAG_R13] = rule_eating_weight,
    [FLAG_R14] = rule_eating_effort,
    [FLAG_R15] = rule_eating_tube,
    [FLAG_R16] = rule_movement_falls,
    [FLAG_R17] = rule_movement_near_falls,
    [FLAG_R18] = rule_person_pain,
    [FLAG_R19] = rule_movement_hard_exercise,
    [FLAG_R20] = rule_movement_little_exercise,
    [FLAG_R21] = rule_person_strain,
    [FLAG_R22] = rule_person_function,
    [FLAG_R23] = rule_medicine_judge,
    [FLAG_R24] = rule_movement_skin,
    [FLAG_R25] = rule_person_silence,
};

/* What is known once all days have passed. */
struct evaluation {
    const struct flag_question *question;
    struct arena *arena;
    struct rule_day day;
    struct episodes episodes;
    struct buffer text;
    struct flag *flags;
    size_t count;
};

static bool has_any_day(const struct flag_question *question, int32_t *out_first)
{
    const struct history *history = question->history;
    if (history->day_count > 0) {
        *out_first = history->days[0].day;
    } else if (question->has_received) {
        *out_first = question->last_received_day;
    } else {
        return false;
    }
    return *out_first <= question->until;
}

static enum daybook_status judge_days(struct evaluation *evaluation)
{
    int32_t first = 0;
    enum daybook_status status = DAYBOOK_OK;
    rule_day_begin(&evaluation->day, evaluation->question);
    if (!has_any_day(evaluation->question, &first)) {
        return DAYBOOK_OK;
    }
    for (int32_t day = first; day <= evaluation->question->until && status == DAYBOOK_OK; day++) {
        rule_day_next(&evaluation->day, day);
        for (unsigned rule = 0; rule < FLAG_RULE_COUNT; rule++) {
            judges[rule](&evaluation->day);
        }
        status = episodes_step(&evaluation->episodes, day, &evaluation->day.settings,
                               evaluation->day.signs);
    }
    return status;
}

static size_t count_records(const struct episodes *episodes)
{
    size_t count = 0;
    for (unsigned rule = 0; rule < FLAG_RULE_COUNT; rule++) {
        for (const struct flag_record *record = episodes->latest[rule]; record != NULL;
             record = record->earlier) {
            count++;
        }
    }
    return count;
}

static enum daybook_status keep_text(struct evaluation *evaluation, struct flag *flag)
{
    enum daybook_status status = buffer_status(&evaluation->text);
    if (status == DAYBOOK_OK &&
        !arena_copy(evaluation->arena, buffer_bytes(&evaluation->text), &flag->text)) {
        status = DAYBOOK_NO_MEMORY;
    }
    buffer_clear(&evaluation->text);
    return status;
}

static enum daybook_status add_records(struct evaluation *evaluation, enum flag_rule rule)
{
    enum daybook_status status = DAYBOOK_OK;
    for (const struct flag_record *record = evaluation->episodes.latest[rule];
         record != NULL && status == DAYBOOK_OK; record = record->earlier) {
        struct flag *flag = &evaluation->flags[evaluation->count++];
        *flag = (struct flag){.rule = rule,
                              .tier = record->tier,
                              .state = record->is_cleared ? FLAG_CLEARED : FLAG_RAISED,
                              .since = record->since,
                              .cleared_day = record->cleared_day,
                              .observed_day = record->observed_day};
        flag_text_write(record, &evaluation->text);
        status = keep_text(evaluation, flag);
    }
    return status;
}

static enum flag_tier highest_tier(enum flag_rule rule, const struct settings *settings)
{
    const struct flag_rule_row *row = rule_book_rule(rule);
    enum flag_tier highest = FLAG_TIER_NONE;
    for (uint32_t i = 0; i < row->sign_count; i++) {
        enum flag_tier tier = settings->tiers[row->first_sign + i];
        if (!settings->off[row->first_sign + i] && tier > highest) {
            highest = tier;
        }
    }
    return highest;
}

static enum daybook_status add_undetermined(struct evaluation *evaluation, enum flag_rule rule)
{
    const struct settings *settings = &evaluation->day.settings;
    enum flag_sign sign = SIGN_COUNT;
    int32_t since = 0;
    if (!episodes_undetermined(&evaluation->episodes, rule, settings, &sign, &since)) {
        return DAYBOOK_OK;
    }
    struct flag *flag = &evaluation->flags[evaluation->count++];
    *flag = (struct flag){.rule = rule,
                          .tier = highest_tier(rule, settings),
                          .state = FLAG_UNDETERMINED,
                          .since = since,
                          .observed_day = evaluation->question->until};
    flag_text_write_lack(&evaluation->episodes.latches[sign].lack, &evaluation->text);
    return keep_text(evaluation, flag);
}

static int compare_since(const void *left, const void *right)
{
    const struct flag *a = left;
    const struct flag *b = right;
    if (a->since != b->since) {
        return a->since < b->since ? -1 : 1;
    }
    return (a->rule > b->rule) - (a->rule < b->rule);
}

/* Raised before undetermined before cleared; urgent first; then the latest. */
static int compare_shown(const void *left, const void *right)
{
    static const int places[] = {[FLAG_RAISED] = 0, [FLAG_UNDETERMINED] = 1, [FLAG_CLEARED] = 2};
    const struct flag *a = left;
    const struct flag *b = right;
    if (a->state != b->state) {
        return places[a->state] - places[b->state];
    }
    if (a->state != FLAG_CLEARED && a->tier != b->tier) {
        return a->tier > b->tier ? -1 : 1;
    }
    if (a->since != b->since) {
        return a->since > b->since ? -1 : 1;
    }
    return (a->rule > b->rule) - (a->rule < b->rule);
}

static enum daybook_status list_flags(struct evaluation *evaluation)
{
    size_t room = count_records(&evaluation->episodes) + FLAG_RULE_COUNT;
    enum daybook_status status = DAYBOOK_OK;
    evaluation->flags = arena_take_array(evaluation->arena, room, sizeof evaluation->flags[0]);
    if (evaluation->flags == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (unsigned rule = 0; rule < FLAG_RULE_COUNT && status == DAYBOOK_OK; rule++) {
        status = add_records(evaluation, (enum flag_rule)rule);
    }
    for (unsigned rule = 0; rule < FLAG_RULE_COUNT && status == DAYBOOK_OK; rule++) {
        status = add_undetermined(evaluation, (enum flag_rule)rule);
    }
    qsort(evaluation->flags, evaluation->count, sizeof evaluation->flags[0], compare_since);
    digest_mark(evaluation->flags, evaluation->count);
    qsort(evaluation->flags, evaluation->count, sizeof evaluation->flags[0], compare_shown);
    return status;
}

enum daybook_status flags_evaluate(const struct flag_question *question, struct arena *arena,
                                   struct flag **out_flags, size_t *out_count)
{
    assert(question != NULL && question->history != NULL);
    struct evaluation *evaluation = arena_take(arena, sizeof *evaluation);
    if (evaluation == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    evaluation->question = question;
    evaluation->arena = arena;
    episodes_begin(&evaluation->episodes, arena);
    enum daybook_status status = judge_days(evaluation);
    if (status == DAYBOOK_OK) {
        status = list_flags(evaluation);
    }
    buffer_free(&evaluation->text);
    if (status == DAYBOOK_OK) {
        *out_flags = evaluation->flags;
        *out_count = evaluation->count;
    }
    return status;
}

void flags_reference(const struct flag *flag, char out_text[static FLAG_REFERENCE_SIZE])
{
    const char *name = rule_book_rule(flag->rule)->name;
    size_t size = 0;
    while (name[size] != '\0') {
        out_text[size] = name[size];
        size++;
    }
    out_text[size] = '@';
    day_to_text(flag->since, out_text + size + 1);
}

const char *flags_state_name(enum flag_state state)
{
    switch (state) {
    case FLAG_RAISED:
        return "raised";
    case FLAG_CLEARED:
        return "cleared";
    case FLAG_UNDETERMINED:
        return "undetermined";
    }
    assert(false);
    return "";
}
