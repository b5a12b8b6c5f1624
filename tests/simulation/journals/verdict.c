/* Peace: everybody becomes equal within bounded time, and nothing is lost. */
#include "simulation/journals/verdict.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/catalog.h"
#include "journal/entries.h"
#include "journal/inspection.h"
#include "journal/item.h"
#include "journal/summaries.h"
#include "simulation/journals/events.h"
#include "simulation/journals/explanation.h"
#include "simulation/journals/seal_watch.h"
#include "simulation/journals/turns.h"
#include "store/operation_rows.h"
#include "trends/summary.h"

enum { MINUTE_MS = 60000, PEACE_MINUTES_MAX = 300, WHY_SIZE = 240 };

/* What one home shows of one entry. */
struct shown {
    struct id128 id;
    uint64_t hash;
};

/* What one home shows. */
struct picture {
    bool log; /* with what it reads only with a grant: it keeps what it read before one ended */
    struct shown *items;
    size_t count;
    size_t capacity;
    uint64_t trends;
};

/* A first difference, in words. */
struct difference {
    char why[WHY_SIZE];
};

static void say(struct difference *difference, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void say(struct difference *difference, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(difference->why, sizeof difference->why, format, arguments);
    va_end(arguments);
}

static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
    const uint8_t *next = bytes;
    for (size_t i = 0; i < size; i++) { /* FNV-1a */
        hash = (hash ^ next[i]) * UINT64_C(0x100000001B3);
    }
    return hash;
}

static uint64_t mix_number(uint64_t hash, int64_t number)
{
    return mix(hash, &number, sizeof number);
}

static enum daybook_status draw_item(void *context, const struct journal_item *item)
{
    struct picture *picture = context;
    const struct kind *kind = catalog_find(item->entry.kind);
    if (!picture->log && (kind == NULL || kind->family == FAMILY_ENTRY)) {
        return DAYBOOK_OK;
    }
    if (picture->count == picture->capacity) {
        picture->capacity = 2 * picture->capacity + 64;
        picture->items = realloc(picture->items, picture->capacity * sizeof *picture->items);
        assert(picture->items != NULL);
    }
    uint64_t hash = mix(1, item->entry.kind.data, item->entry.kind.size);
    hash = mix(hash, item->entry.note.data, item->entry.note.size);
    hash = mix(hash, item->author.data, item->author.size);
    hash = mix_number(hash, (int64_t)item->author_role);
    hash = mix_number(hash, item->entry.at.utc_ms);
    hash = mix_number(hash, item->amended);
    hash = mix_number(hash, item->retracted);
    hash = mix_number(hash, (int64_t)item->concurrent);
    picture->items[picture->count++] = (struct shown){item->id, hash};
    return DAYBOOK_OK;
}

static uint64_t draw_trends(const struct home *home)
{
    static const int32_t until_day = 20696; /* the day the run begins */
    struct history *history = NULL;
    struct trend_summary *summary = NULL;
    uint64_t hash = 1;
    struct arena *arena = arena_create(0);
    assert(arena != NULL);
    if (journal_trend_history(home->journal, 0, arena, &history) != DAYBOOK_OK ||
        trends_summarise(history, until_day, arena, &summary) != DAYBOOK_OK) {
        town_fail(home->town, "Home %zu has no summary.", home->number);
    }
    for (int measure = 0; measure < MEASURE_COUNT; measure++) {
        const struct trend_window *week = &summary->measures[measure].d7;
        hash = mix_number(hash, (int64_t)week->n);
        hash = week->n == 0 ? hash : mix_number(hash, (int64_t)(week->median * 1000));
    }
    hash = mix_number(hash, (int64_t)summary->reporters_d28.entries);
    arena_free(arena);
    return hash;
}

static struct picture draw(const struct town *town, const struct home *home, bool log)
{
    struct picture picture = {.log = log, .trends = draw_trends(home)};
    const struct journal_filter filter = {.circle = 0};
    if (journal_list(home->journal, &filter, draw_item, &picture) != DAYBOOK_OK) {
        town_fail(town, "Home %zu cannot list its entries.", home->number);
    }
    return picture;
}

static bool differ(const struct picture *left, const struct picture *right,
                   struct difference *difference)
{
    size_t least = left->count < right->count ? left->count : right->count;
    for (size_t i = 0; i < least; i++) {
        if (!id128_equal(left->items[i].id, right->items[i].id) ||
            left->items[i].hash != right->items[i].hash) {
            char hex[ID128_HEX_SIZE];
            id128_to_hex(left->items[i].id, hex);
            say(difference, "they show another entry at place %zu (%s)", i, hex);
            return true;
        }
    }
    if (left->count != right->count) {
        say(difference, "one shows %zu entries, the other %zu", left->count, right->count);
        return true;
    }
    return false;
}

static bool homes_differ(const struct town *town, bool log, struct difference *difference)
{
    struct picture first = {0};
    const struct home *shower = NULL;
    bool found = false;
    for (size_t i = 0; i < town->home_count && !found; i++) {
        const struct home *home = &town->homes[i];
        if (!town_entitles(town, home, STREAM_CIRCLE) ||
            town_entitles(town, home, STREAM_LOG) != log) {
            continue;
        }
        if (journal_circle_count(home->journal) == 0) {
            say(difference, "home %zu does not know that it is a member", i);
            found = true;
        } else if (shower == NULL) {
            shower = home;
            first = draw(town, home, log);
        } else {
            struct picture other = draw(town, home, log);
            struct difference what = {0};
            found = differ(&first, &other, &what);
            if (!found && first.trends != other.trends) {
                found = true;
                say(&what, "they show other trends");
            }
            if (found) {
                say(difference, "homes %zu and %zu: %.200s", shower->number, i, what.why);
            }
            free(other.items);
        }
    }
    free(first.items);
    return found;
}

/* Who reads no log is told by summaries what the patient's log says. */
static bool figures_differ(const struct town *town, struct difference *difference)
{
    const struct home *patient = &town->homes[0];
    if (!town_entitles(town, patient, STREAM_LOG)) {
        return false;
    }
    uint64_t trends = draw_trends(patient);
    for (size_t i = 0; i < town->home_count; i++) {
        const struct home *home = &town->homes[i];
        if (home->role == ROLE_THERAPIST && town_entitles(town, home, STREAM_TREND) &&
            draw_trends(home) != trends) {
            say(difference, "home %zu is told other figures than the patient's log has", i);
            return true;
        }
    }
    return false;
}

/* How often a home shows what was done, and whether under its author's name. */
static size_t count_shown(const struct home *home, const struct deed *deed, bool *out_misnamed)
{
    struct journal_version *versions = NULL;
    size_t count = 0;
    size_t shown = 0;
    const char *name = home->town->people[deed->person].name;
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        journal_history(home->journal, deed->entity, arena, &versions, &count);
    if (status != DAYBOOK_OK && status != DAYBOOK_NOT_FOUND) {
        town_fail(home->town, "Home %zu cannot read a history: %s", home->number,
                  daybook_status_name(status));
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        const struct journal_version *version = &versions[i];
        const struct bytes text =
            version->type == OPERATION_RETRACT ? version->reason : version->item.entry.note;
        if (bytes_equal_text(text, deed->marker)) {
            *out_misnamed = *out_misnamed || !bytes_equal_text(version->item.author, name);
            shown++;
        }
    }
    arena_free(arena);
    return shown;
}

/* Was it written after a removal that everybody must know of, by somebody who did not leave of
 * their own? */
static bool must_be_held_back(const struct town *town, const struct deed *deed)
{
    const struct person *person = &town->people[deed->person];
    const struct home *remover = &town->homes[person->remover];
    return deed->is_too_late && person->surely_removed && remover->person != deed->person &&
           !remover->was_set_back && town_entitles(town, remover, STREAM_CIRCLE) &&
           !town_entitles(town, &town->homes[deed->home], STREAM_CIRCLE);
}

/* Did the patient erase what it is about, as the patient's first device holds? What is reported of
 * an erasure would not do: it is silent about one that was not carried out. */
static bool must_be_erased(const struct town *town, const struct deed *deed)
{
    const struct own_circle *circle = journal_circle(town->homes[0].journal, 0);
    const struct operation_subject subject = {circle->row.circle_no, deed->stream, deed->entity};
    struct operation_list list = {0};
    bool erased = false;
    if (!deed->may_be_erased) {
        return false;
    }
    struct arena *arena = arena_create(0);
    assert(arena != NULL);
    if (operation_rows_of_entity(circle->journal->database, &subject, arena, &list) != DAYBOOK_OK) {
        town_fail(town, "The store of home 0 cannot be read.");
    }
    for (size_t i = 0; i < list.count && !erased; i++) {
        enum role role = ROLE_DEVICE;
        (void)item_author(circle, list.rows[i].device, &role);
        erased = list.rows[i].type == OPERATION_ERASE && !list.rows[i].quarantined &&
                 role == ROLE_PATIENT;
    }
    arena_free(arena);
    return erased;
}

static bool deed_is_amiss(const struct town *town, const struct home *home, const struct deed *deed,
                          struct difference *difference)
{
    bool misnamed = false;
    size_t shown = count_shown(home, deed, &misnamed);
    bool may_be_missing = deed->may_be_lost || deed->may_be_held_back || deed->may_be_erased;
    if (misnamed) {
        town_fail(town, "Home %zu shows %s under another name.", home->number, deed->marker);
    }
    if (shown > 0 && must_be_held_back(town, deed)) {
        say(difference, "home %zu shows %s, written after its author's removal", home->number,
            deed->marker);
        return true;
    }
    if (must_be_erased(town, deed) && town_holds(home, deed)) {
        say(difference, "home %zu holds %s, which the patient erased", home->number, deed->marker);
        return true;
    }
    if (shown == 1 || (shown == 0 && may_be_missing)) {
        return false;
    }
    say(difference, "home %zu shows %s of home %zu %zu times", home->number, deed->marker,
        deed->home, shown);
    return true;
}

static bool deeds_are_amiss(const struct town *town, struct difference *difference)
{
    for (size_t i = 0; i < town->home_count; i++) {
        for (size_t j = 0; j < town->deed_count; j++) {
            const struct deed *deed = &town->deeds[j];
            if (town_entitles(town, &town->homes[i], deed->stream) &&
                deed_is_amiss(town, &town->homes[i], deed, difference)) {
                return true;
            }
        }
    }
    return false;
}

static bool is_unequal(const struct town *town, struct difference *difference)
{
    return homes_differ(town, true, difference) || homes_differ(town, false, difference) ||
           figures_differ(town, difference) || deeds_are_amiss(town, difference);
}

static void expect_sound(const struct town *town, const struct home *home)
{
    static const char told_of_copy[] = "An older copy of this journal";
    struct journal_verification result = {0};
    if (home->journal == NULL) {
        return;
    }
    enum daybook_status status = journal_verify(home->journal, &result);
    bool told =
        home->was_set_back && strncmp(result.damage, told_of_copy, sizeof told_of_copy - 1) == 0;
    if (status != DAYBOOK_OK || (!result.sound && !told)) {
        town_fail(town, "Home %zu is not sound: %s", home->number,
                  status == DAYBOOK_OK ? result.damage : daybook_status_name(status));
    }
}

void verdict_of(struct town *town)
{
    struct difference difference = {0};
    events_make_peace(town);
    uint32_t minute = 0;
    do {
        if (minute == PEACE_MINUTES_MAX) {
            explanation_print(town);
            town_fail(town, "After %u minutes of peace %s.", minute, difference.why);
        }
        turns_take(town, minute);
        town_run(town, MINUTE_MS);
        minute++;
    } while (is_unequal(town, &difference));
    town->tally->counts[TALLY_PEACE_MINUTES] += minute;
    for (size_t i = 0; i < town->home_count; i++) {
        expect_sound(town, &town->homes[i]);
    }
    seal_watch_end(town);
}
