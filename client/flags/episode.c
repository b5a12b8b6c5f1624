/* The machine between readings and flags: one latch a sign, one open flag a rule. */
#include "flags/episode.h"

#include <assert.h>
#include <stddef.h>

#include "base/arena.h"
#include "flags/settings.h"

void episodes_begin(struct episodes *episodes, struct arena *arena)
{
    *episodes = (struct episodes){.arena = arena};
}

static void note_lack(struct sign_latch *latch, int32_t day, const struct sign_reading *reading)
{
    if (!latch->is_lacking) {
        latch->lacking_since = day;
    }
    latch->is_lacking = true;
    latch->lack = reading->lack;
}

static void note_below(struct sign_latch *latch, enum flag_sign sign)
{
    latch->is_lacking = false;
    latch->below++;
    if (latch->below >= rule_book_clears_after(sign)) {
        latch->is_set = false;
        latch->is_told = false;
    }
}

static void step_latch(struct sign_latch *latch, enum flag_sign sign, int32_t day,
                       const struct sign_reading *reading)
{
    switch (reading->state) {
    case SIGN_UNJUDGED:
        return;
    case SIGN_LACKING:
        note_lack(latch, day, reading);
        return;
    case SIGN_APPLIES_NOT:
        *latch = (struct sign_latch){0};
        return;
    case SIGN_BELOW:
        latch->was_judged = true;
        note_below(latch, sign);
        return;
    case SIGN_HOLDS:
        *latch = (struct sign_latch){.is_set = true, .is_told = latch->is_told, .was_judged = true};
        return;
    }
    assert(false);
}

/* What a rule amounts to on a day. */
struct rule_level {
    enum flag_tier tier;      /* of what is latched */
    enum flag_tier seen_tier; /* of what holds on this very day */
    enum flag_sign seen;      /* the sign of that tier, with seen_tier above NONE */
    bool is_news;             /* no flag told of it, or it is an event of this day */
};

static bool is_news(const struct sign_latch *latch, enum flag_sign sign,
                    const struct sighting *sighting)
{
    bool happened = sighting->days_ago == 0 && !sighting->is_known;
    return !latch->is_told || (rule_book_sign(sign)->event && happened);
}

/* Of the signs that hold the most urgent is seen, of those the first that is news. */
static struct rule_level level_of(const struct episodes *episodes, enum flag_rule rule,
                                  const struct settings *settings,
                                  const struct sign_reading *readings)
{
    const struct flag_rule_row *row = rule_book_rule(rule);
    struct rule_level level = {FLAG_TIER_NONE, FLAG_TIER_NONE, row->first_sign, false};
    for (uint32_t i = 0; i < row->sign_count; i++) {
        enum flag_sign sign = (enum flag_sign)(row->first_sign + i);
        const struct sign_latch *latch = &episodes->latches[sign];
        enum flag_tier tier = settings->tiers[sign];
        if (settings->off[sign] || !latch->is_set) {
            continue;
        }
        level.tier = tier > level.tier ? tier : level.tier;
        if (readings[sign].state != SIGN_HOLDS) {
            continue;
        }
        bool news = is_news(latch, sign, &readings[sign].sighting);
        if (tier > level.seen_tier || (tier == level.seen_tier && news && !level.is_news)) {
            level.seen_tier = tier;
            level.seen = sign;
            level.is_news = news;
        }
    }
    return level;
}

static void clear(struct flag_record *record, int32_t day)
{
    record->is_cleared = true;
    record->cleared_day = day;
}

static void observe(struct flag_record *record, int32_t day, const struct rule_level *level,
                    const struct sign_reading *readings)
{
    record->sign = level->seen;
    record->sighting = readings[level->seen].sighting;
    record->observed_day = day - record->sighting.days_ago;
}

/* A flag speaks for all signs of its tier that hold on the day it is raised. */
static void note_told(struct episodes *episodes, const struct flag_record *record,
                      const struct settings *settings, const struct sign_reading *readings)
{
    assert(record != NULL);
    const struct flag_rule_row *row = rule_book_rule(record->rule);
    for (uint32_t i = 0; i < row->sign_count; i++) {
        enum flag_sign sign = (enum flag_sign)(row->first_sign + i);
        struct sign_latch *latch = &episodes->latches[sign];
        bool speaks = settings->tiers[sign] == record->tier && readings[sign].state == SIGN_HOLDS;
        latch->is_told = latch->is_told || speaks;
    }
}

/* The order of what a day can bring a rule. */
enum episode_move {
    MOVE_NOTHING,
    MOVE_RAISE,  /* a new flag */
    MOVE_RESUME, /* the last one again: too soon to tell another */
    MOVE_CLEAR,
};

/* While a flag is open, news of its tier and what is left below it take its place, once it has had
 * its time. */
static enum episode_move move_of_open(const struct flag_record *open, bool is_soon,
                                      const struct rule_level *level)
{
    if (level->tier == FLAG_TIER_NONE) {
        return MOVE_CLEAR;
    }
    bool is_less = level->tier < open->tier && level->seen_tier == level->tier;
    bool is_more = level->is_news && level->seen_tier == open->tier;
    return (is_less || is_more) && !is_soon ? MOVE_RAISE : MOVE_NOTHING;
}

static enum episode_move move_of(const struct flag_record *last, int32_t day,
                                 const struct rule_level *level)
{
    enum flag_tier told = last == NULL ? FLAG_TIER_NONE : last->tier;
    if (level->seen_tier > told) {
        return MOVE_RAISE;
    }
    if (last == NULL) {
        return MOVE_NOTHING;
    }
    bool is_soon = day - last->since < EPISODE_REVIEW_DAYS;
    bool is_urgent = level->seen_tier == FLAG_TIER_URGENT;
    if (is_urgent && level->is_news && day - last->since >= EPISODE_URGENT_DAYS) {
        return MOVE_RAISE;
    }
    if (!last->is_cleared) {
        return move_of_open(last, is_soon, level);
    }
    if (level->seen_tier == FLAG_TIER_NONE) {
        return MOVE_NOTHING;
    }
    return level->seen_tier < told || is_urgent || !is_soon ? MOVE_RAISE : MOVE_RESUME;
}

static enum daybook_status raise(struct episodes *episodes, enum flag_rule rule, int32_t day,
                                 const struct rule_level *level)
{
    struct flag_record *record = arena_take(episodes->arena, sizeof *record);
    struct flag_record *last = episodes->latest[rule];
    if (record == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    if (last != NULL && !last->is_cleared) {
        clear(last, day);
    }
    *record =
        (struct flag_record){.earlier = last, .rule = rule, .tier = level->seen_tier, .since = day};
    episodes->latest[rule] = record;
    return DAYBOOK_OK;
}

static enum daybook_status step_rule(struct episodes *episodes, enum flag_rule rule, int32_t day,
                                     const struct settings *settings,
                                     const struct sign_reading *readings)
{
    const struct rule_level level = level_of(episodes, rule, settings, readings);
    struct flag_record *last = episodes->latest[rule];
    const enum episode_move move = move_of(last, day, &level);
    switch (move) {
    case MOVE_NOTHING:
        break;
    case MOVE_RAISE:
        if (raise(episodes, rule, day, &level) != DAYBOOK_OK) {
            return DAYBOOK_NO_MEMORY;
        }
        break;
    case MOVE_RESUME:
        last->is_cleared = false;
        break;
    case MOVE_CLEAR:
        clear(last, day);
        break;
    }
    struct flag_record *open = episodes->latest[rule];
    if (open != NULL && !open->is_cleared && level.seen_tier == open->tier) {
        observe(open, day, &level, readings);
        open->plan = settings->plan;
    }
    if (move == MOVE_RAISE || move == MOVE_RESUME) {
        note_told(episodes, open, settings, readings);
    }
    return DAYBOOK_OK;
}

enum daybook_status episodes_step(struct episodes *episodes, int32_t day,
                                  const struct settings *settings,
                                  const struct sign_reading readings[static SIGN_COUNT])
{
    enum daybook_status status = DAYBOOK_OK;
    for (unsigned sign = 0; sign < SIGN_COUNT; sign++) {
        step_latch(&episodes->latches[sign], (enum flag_sign)sign, day, &readings[sign]);
    }
    for (unsigned rule = 0; rule < FLAG_RULE_COUNT && status == DAYBOOK_OK; rule++) {
        status = step_rule(episodes, (enum flag_rule)rule, day, settings, readings);
    }
    return status;
}

bool episodes_undetermined(const struct episodes *episodes, enum flag_rule rule,
                           const struct settings *settings, enum flag_sign *out_sign,
                           int32_t *out_since)
{
    const struct flag_rule_row *row = rule_book_rule(rule);
    const struct flag_record *last = episodes->latest[rule];
    bool lacks = false;
    if (last != NULL && !last->is_cleared) {
        return false;
    }
    for (uint32_t i = 0; i < row->sign_count; i++) {
        enum flag_sign sign = (enum flag_sign)(row->first_sign + i);
        const struct sign_latch *latch = &episodes->latches[sign];
        if (settings->off[sign] || (!latch->is_lacking && !latch->was_judged)) {
            continue;
        }
        if (!latch->is_lacking) {
            return false;
        }
        if (!lacks || latch->lacking_since > *out_since) {
            *out_since = latch->lacking_since;
            *out_sign = lacks ? *out_sign : sign;
        }
        lacks = true;
    }
    return lacks;
}
