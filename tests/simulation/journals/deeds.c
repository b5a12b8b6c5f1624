/* What people do in their journals, and what they were told about it. */
#include "simulation/journals/deeds.h"

#include <stdio.h>
#include <string.h>

#include "journal/entries.h"
#include "journal/erasing.h"

enum { PAIN_MAX = 10 };

static enum daybook_status log_one(struct town *town, struct home *home, struct deed *deed)
{
    struct complaint complaint = {0};
    const struct value_pair pain = {
        bytes_of_text("worst"),
        {.type = VALUE_INTEGER, .as.integer = chance_below(&town->chance, PAIN_MAX + 1)}};
    const struct value_pair plan = {bytes_of_text("discipline"),
                                    {.type = VALUE_TEXT, .as.text = bytes_of_text("ot")}};
    struct entry entry = {.at = journal_now(home->journal),
                          .note = bytes_of_text(deed->marker),
                          .kind = bytes_of_text("note"),
                          .fields = {.type = VALUE_MAP}};
    if (deed->type == DEED_PLAN) {
        entry.kind = bytes_of_text("therapy_plan");
        entry.fields = (struct value){.type = VALUE_MAP, .as.map = {&plan, 1}};
    } else if (chance_strikes(&town->chance, 700)) {
        entry.kind = bytes_of_text("pain");
        entry.fields = (struct value){.type = VALUE_MAP, .as.map = {&pain, 1}};
    }
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &deed->entity};
    return journal_log(home->journal, 0, &batch, &complaint);
}

/* An entry that somebody wrote at some time; NULL when there is none. */
static const struct deed *any_entry(struct town *town)
{
    for (uint32_t i = 0; i < 8 && town->deed_count > 0; i++) {
        const struct deed *deed =
            &town->deeds[chance_below(&town->chance, (uint32_t)town->deed_count)];
        if (deed->type == DEED_LOG || deed->type == DEED_PLAN) {
            return deed;
        }
    }
    return NULL;
}

static enum daybook_status change_one(struct town *town, struct home *home, struct deed *deed)
{
    struct complaint complaint = {0};
    const struct journal_change change = {.has_note = true, .note = bytes_of_text(deed->marker)};
    const struct deed *entry = any_entry(town);
    if (entry == NULL) {
        return DAYBOOK_NOT_FOUND;
    }
    deed->entity = entry->entity;
    deed->stream = entry->stream;
    deed->may_be_erased = entry->may_be_erased;
    deed->may_be_held_back =
        deed->may_be_held_back || (deed->type == DEED_RETRACT && entry->may_be_held_back);
    return deed->type == DEED_AMEND
               ? journal_amend(home->journal, deed->entity, &change, &complaint)
               : journal_retract(home->journal, deed->entity, bytes_of_text(deed->marker),
                                 &complaint);
}

static enum tally_kind kind_of(enum deed_type type)
{
    switch (type) {
    case DEED_LOG:
        return TALLY_LOGGED;
    case DEED_AMEND:
        return TALLY_AMENDED;
    case DEED_RETRACT:
        return TALLY_RETRACTED;
    case DEED_PLAN:
        return TALLY_PLANNED;
    }
    return TALLY_LOGGED;
}

static void keep(struct town *town, struct home *home, const struct deed *deed)
{
    town->tally->counts[kind_of(deed->type)]++;
    town->tally->counts[TALLY_WRITTEN_WHEN_REMOVED] += town->people[home->person].removed ? 1 : 0;
    town->deeds[town->deed_count++] = *deed;
}

bool deeds_do(struct town *town, struct home *home, enum deed_type type)
{
    struct deed deed = {.type = type,
                        .stream = type == DEED_PLAN ? STREAM_PLAN : STREAM_LOG,
                        .home = home->number,
                        .person = home->person,
                        .may_be_held_back = town->people[home->person].removed,
                        .is_too_late = town->people[home->person].surely_removed};
    if (town->deed_count == DEED_MAX || journal_circle_count(home->journal) == 0) {
        return false;
    }
    (void)snprintf(deed.marker, sizeof deed.marker, "canary%06zuz", town->deed_count);
    town_enter(town, home);
    bool changes = type == DEED_AMEND || type == DEED_RETRACT;
    enum daybook_status status =
        changes ? change_one(town, home, &deed) : log_one(town, home, &deed);
    bool died = home->dying;
    town_leave(town, home);
    if (status != DAYBOOK_OK || died) {
        town->tally->counts[TALLY_REFUSED_DEEDS]++;
        return false;
    }
    keep(town, home, &deed);
    return true;
}

static void mark_erased(struct town *town, struct id128 entity)
{
    for (size_t i = 0; i < town->deed_count; i++) {
        struct deed *deed = &town->deeds[i];
        deed->may_be_erased = deed->may_be_erased || id128_equal(deed->entity, entity);
    }
}

bool deeds_erase(struct town *town, struct home *home)
{
    struct complaint complaint = {0};
    const struct deed *entry = any_entry(town);
    if (entry == NULL || journal_circle_count(home->journal) == 0) {
        return false;
    }
    struct id128 entity = entry->entity;
    town_enter(town, home);
    enum daybook_status status = journal_erase(home->journal, entity, &complaint);
    bool died = home->dying;
    town_leave(town, home);
    bool refused = status == DAYBOOK_NOT_FOUND || status == DAYBOOK_DENIED ||
                   status == DAYBOOK_CONFLICT || status == DAYBOOK_INVALID;
    if (died || !refused) {
        mark_erased(town, entity); /* done, or perhaps done */
        town->tally->counts[TALLY_ERASED]++;
    }
    return !refused;
}

void deeds_lose(struct town *town, const struct home *home, const struct kept_copy *left)
{
    for (size_t i = 0; i < town->deed_count; i++) {
        struct deed *deed = &town->deeds[i];
        bool elsewhere = left != NULL && left->holds[i];
        for (size_t j = 0; j < town->home_count && !elsewhere; j++) {
            const struct home *other = &town->homes[j];
            elsewhere = other != home && town_counts(town, other) && town_holds(other, deed);
        }
        deed->may_be_lost = deed->may_be_lost || !elsewhere;
    }
}

/* A retraction is shown with what it retracts, or not at all. */
static void hold_back_retractions(struct town *town, struct id128 entity)
{
    for (size_t i = 0; i < town->deed_count; i++) {
        struct deed *deed = &town->deeds[i];
        if (deed->type == DEED_RETRACT && id128_equal(deed->entity, entity)) {
            deed->may_be_held_back = true;
        }
    }
}

void deeds_hold_back(struct town *town, const struct home *remover, size_t person)
{
    town->people[person].removed = true;
    for (size_t i = 0; i < town->deed_count; i++) {
        struct deed *deed = &town->deeds[i];
        if (deed->person == person && !town_holds(remover, deed)) {
            deed->may_be_held_back = true;
            hold_back_retractions(town, deed->entity);
        }
    }
}
