/* What happens in a town: one event after another, drawn from the habits of the run. */
#include "simulation/journals/events.h"

#include <string.h>

#include "journal/exchange.h"
#include "simulation/journals/accidents.h"
#include "simulation/journals/deeds.h"
#include "simulation/journals/gatherings.h"
#include "simulation/journals/silence.h"

enum {
    HABIT_PER_MILLE = 350,
    PAUSE_MAX_MS = 8000,
    LONG_PAUSE_MAX_MS = 1200000,
    PARTITION_MAX_MS = 120000
};

static const char *const names[HABIT_COUNT] = {
    [HABIT_AMEND] = "amend",
    [HABIT_RETRACT] = "retract",
    [HABIT_ERASE] = "erase",
    [HABIT_PLAN] = "plan",
    [HABIT_ABSENCE] = "absence",
    [HABIT_CRASH] = "crash",
    [HABIT_BAD_DISK] = "bad-disk",
    [HABIT_SET_BACK] = "set-back",
    [HABIT_CLONE] = "clone",
    [HABIT_REPEATED_RANDOMNESS] = "repeated-randomness",
    [HABIT_BACKUP] = "backup",
    [HABIT_INVITE] = "invite",
    [HABIT_GRANT] = "grant",
    [HABIT_REMOVE] = "remove",
    [HABIT_WRONG_CLOCK] = "wrong-clock",
    [HABIT_PARTITION] = "partition",
    [HABIT_RESTART] = "restart",
    [HABIT_LOSS] = "loss",
    [HABIT_DISORDER] = "disorder",
    [HABIT_REFUSAL] = "refusal",
    [HABIT_REPLAY] = "replay",
    [HABIT_POISON] = "poison",
    [HABIT_RETAINED] = "retained",
    [HABIT_TAKE_OVER] = "take-over",
    [HABIT_SWALLOW] = "swallow",
    [HABIT_SILENCE] = "silence",
};

const char *habit_name(enum habit habit)
{
    return names[habit];
}

void events_draw_habits(struct town *town, const bool without[static HABIT_COUNT])
{
    for (int habit = 0; habit < HABIT_COUNT; habit++) {
        bool drawn = chance_strikes(&town->chance, HABIT_PER_MILLE);
        town->habits[habit] = drawn && !without[habit];
    }
}

static struct home *any_home(struct town *town)
{
    for (;;) {
        struct home *home = &town->homes[chance_below(&town->chance, (uint32_t)town->home_count)];
        if (home->journal != NULL) {
            return home;
        }
    }
}

static void write_something(struct town *town)
{
    (void)deeds_do(town, any_home(town), DEED_LOG);
}

static void amend(struct town *town)
{
    (void)deeds_do(town, any_home(town), DEED_AMEND);
}

static void retract(struct town *town)
{
    (void)deeds_do(town, any_home(town), DEED_RETRACT);
}

static void erase(struct town *town)
{
    (void)deeds_erase(town, any_home(town));
}

static void plan(struct town *town)
{
    (void)deeds_do(town, any_home(town), DEED_PLAN);
}

static void come_or_go(struct town *town)
{
    struct home *home = any_home(town);
    town_enter(town, home);
    home->online = !home->online;
    if (home->online) {
        journal_go_online(home->journal);
        town->tally->counts[TALLY_CAME_BACK]++;
    } else {
        journal_go_offline(home->journal);
        town->tally->counts[TALLY_WENT_AWAY]++;
    }
    town_leave(town, home);
}

static void cut_network(struct town *town)
{
    town->tally->counts[TALLY_PARTITIONS]++;
    for (size_t i = 0; i < town->home_count; i++) {
        if (chance_strikes(&town->chance, 500)) {
            relay_part(town->relay, town->homes[i].seat.client_id,
                       town->now_ms + chance_below(&town->chance, PARTITION_MAX_MS));
        }
    }
}

static void restart_broker(struct town *town)
{
    town->tally->counts[TALLY_EMPTY_RESTARTS]++;
    relay_restart(town->relay);
}

static void restore_backup(struct town *town)
{
    if (town->home_count < HOME_BUSY_MAX) {
        gatherings_restore_backup(town);
    }
}

/* What can happen, and of how much weight it is among the rest. */
static const struct happening {
    int habit; /* -1: in every run */
    uint32_t weight;
    void (*happens)(struct town *town);
} happenings[] = {
    {-1, 30, write_something},
    {HABIT_AMEND, 12, amend},
    {HABIT_RETRACT, 5, retract},
    {HABIT_ERASE, 5, erase},
    {HABIT_PLAN, 8, plan},
    {HABIT_ABSENCE, 15, come_or_go},
    {HABIT_CRASH, 8, accidents_crash},
    {HABIT_BAD_DISK, 8, accidents_fail_disk},
    {HABIT_SET_BACK, 6, accidents_set_back},
    {HABIT_CLONE, 2, accidents_clone},
    {HABIT_BACKUP, 2, restore_backup},
    {HABIT_INVITE, 4, gatherings_invite},
    {HABIT_GRANT, 5, gatherings_grant},
    {HABIT_REMOVE, 3, gatherings_remove},
    {HABIT_WRONG_CLOCK, 4, accidents_set_clock},
    {HABIT_PARTITION, 6, cut_network},
    {HABIT_RESTART, 3, restart_broker},
    {HABIT_SILENCE, 6, silence_befall},
};
enum { HAPPENING_COUNT = sizeof happenings / sizeof happenings[0] };

static bool may_happen(const struct town *town, const struct happening *happening)
{
    return happening->habit < 0 || town->habits[happening->habit];
}

static void let_happen(struct town *town)
{
    uint32_t total = 0;
    for (size_t i = 0; i < HAPPENING_COUNT; i++) {
        total += may_happen(town, &happenings[i]) ? happenings[i].weight : 0;
    }
    uint32_t drawn = chance_below(&town->chance, total);
    for (size_t i = 0; i < HAPPENING_COUNT; i++) {
        uint32_t weight = may_happen(town, &happenings[i]) ? happenings[i].weight : 0;
        if (drawn < weight) {
            happenings[i].happens(town);
            return;
        }
        drawn -= weight;
    }
}

static uint32_t rate(struct town *town, enum habit habit, uint32_t most)
{
    return town->habits[habit] ? 1 + chance_below(&town->chance, most) : 0;
}

static void trouble_the_broker(struct town *town)
{
    const struct relay_faults faults = {
        .lose = rate(town, HABIT_LOSS, 400),
        .repeat = rate(town, HABIT_DISORDER, 200),
        .delay = rate(town, HABIT_DISORDER, 300),
        .delay_ms = 1 + chance_below(&town->chance, 30000),
        .refuse = rate(town, HABIT_REFUSAL, 200),
        .replay = rate(town, HABIT_REPLAY, 200),
        .misplace = rate(town, HABIT_REPLAY, 100),
        .poison = rate(town, HABIT_POISON, 200),
        .retained = rate(town, HABIT_RETAINED, 700),
        .take_over = rate(town, HABIT_TAKE_OVER, 30),
        .swallow_size = town->habits[HABIT_SWALLOW] ? 600 + chance_below(&town->chance, 3000) : 0,
        .forgets_absent = chance_strikes(&town->chance, 500),
    };
    relay_set_faults(town->relay, &faults);
}

void events_live(struct town *town, uint32_t count)
{
    trouble_the_broker(town);
    for (town->event_number = 1; town->event_number <= count; town->event_number++) {
        bool at_once = chance_strikes(&town->chance, 300);
        bool long_after = chance_strikes(&town->chance, 50);
        int64_t pause_ms =
            1 + chance_below(&town->chance, long_after ? LONG_PAUSE_MAX_MS : PAUSE_MAX_MS);
        town_run(town, at_once ? 1 : pause_ms);
        town->tally->counts[TALLY_EVENTS]++;
        let_happen(town);
    }
}

void events_make_peace(struct town *town)
{
    relay_set_faults(town->relay, &(struct relay_faults){0});
    town->habits[HABIT_BAD_DISK] = false;
    for (size_t i = 0; i < town->home_count; i++) {
        struct home *home = &town->homes[i];
        relay_part(town->relay, home->seat.client_id, 0);
        home->frozen = false;
        /* Who has left offers what they wrote once with each connection: they hear no answer. */
        bool left = town->people[home->person].removed;
        if (home->journal != NULL && (!home->online || left)) {
            home->online = true;
            town_enter(town, home);
            journal_go_offline(home->journal);
            journal_go_online(home->journal);
            town_leave(town, home);
        }
    }
}
