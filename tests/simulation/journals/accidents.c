/* What befalls machines: crashes, bad disks, old copies, clones, wrong clocks. */
#include "simulation/journals/accidents.h"

#include "fault/failing_disk.h"
#include "journal/exchange.h"
#include "simulation/journals/deeds.h"
#include "simulation/journals/home.h"

enum { WRITES_MAX = 40, PUBLISHES_MAX = 6, DISK_CALLS_MAX = 25, CLONES_PER_TOWN = 1 };
static const int64_t ten_years_ms = INT64_C(315576000000);

static struct home *any_home(struct town *town)
{
    struct home *home = &town->homes[chance_below(&town->chance, (uint32_t)town->home_count)];
    return home->journal == NULL ? NULL : home;
}

/* One step, or something written, with what was armed. */
static void go_on(struct town *town, struct home *home)
{
    if (chance_strikes(&town->chance, 500)) {
        (void)deeds_do(town, home, DEED_LOG);
        return;
    }
    town_enter(town, home);
    enum daybook_status status = journal_step(home->journal);
    (void)status; /* a disk that fails is why this is done */
    town_leave(town, home);
}

void accidents_crash(struct town *town)
{
    struct home *home = any_home(town);
    if (home == NULL) {
        return;
    }
    switch (chance_below(&town->chance, 3)) {
    case 0:
        town->writes_left = 1 + chance_below(&town->chance, WRITES_MAX);
        go_on(town, home);
        break;
    case 1:
        town->publishes_left = 1 + chance_below(&town->chance, PUBLISHES_MAX);
        go_on(town, home);
        break;
    case 2:
        town_enter(town, home);
        home_die(home);
        town->tally->counts[TALLY_CRASHES]++;
        town_leave(town, home);
        break;
    }
}

void accidents_fail_disk(struct town *town)
{
    struct home *home = any_home(town);
    if (home == NULL) {
        return;
    }
    bool full = chance_strikes(&town->chance, 500);
    failing_disk_fail(1 + chance_below(&town->chance, DISK_CALLS_MAX),
                      full ? FAILING_DISK_FULL : FAILING_DISK_ONCE);
    go_on(town, home);
    if (failing_disk_end()) {
        town->tally->counts[full ? TALLY_FULL_DISKS : TALLY_FAILED_WRITES]++;
    }
}

void accidents_set_back(struct town *town)
{
    struct home *home = any_home(town);
    if (home == NULL) {
        return;
    }
    if (!home->kept.taken) {
        home_keep(home);
        return;
    }
    uint32_t drawn = chance_below(&town->chance, 3);
    enum home_state state = drawn == 0   ? HOME_STATE_STAYS
                            : drawn == 1 ? HOME_STATE_RETURNS
                                         : HOME_STATE_GONE;
    deeds_lose(town, home, &home->kept);
    if (town->habits[HABIT_REPEATED_RANDOMNESS]) {
        home->random = home->kept.random;
        town->tally->counts[TALLY_REPEATED_RANDOMNESS]++;
    }
    town->tally->counts[TALLY_SET_BACK]++;
    town->tally->counts[TALLY_SET_BACK_WITHOUT_STATE] += state == HOME_STATE_STAYS ? 0 : 1;
    town_enter(town, home);
    home_set_back(home, state);
    home->was_set_back = true;
    town_leave(town, home);
    home->kept.taken = chance_strikes(&town->chance, 500);
}

void accidents_clone(struct town *town)
{
    struct home *home = any_home(town);
    size_t clones = 0;
    for (size_t i = 0; i < town->home_count; i++) {
        clones += town->homes[i].is_clone ? 1 : 0;
    }
    if (home == NULL || clones == CLONES_PER_TOWN || town->home_count >= HOME_BUSY_MAX ||
        home->is_clone || home->joining) {
        return;
    }
    struct home *clone = town_add_home(town, home->person);
    clone->is_clone = true;
    clone->original = home->number;
    clone->seat = home->seat;
    clone->was_set_back = home->was_set_back;
    clone->online = home->online;
    clone->clock_ms = home->clock_ms;
    if (town->habits[HABIT_REPEATED_RANDOMNESS]) {
        clone->random = home->random;
        town->tally->counts[TALLY_REPEATED_RANDOMNESS]++;
    }
    town->tally->counts[TALLY_CLONES]++;
    home_copy_files(home, clone, chance_strikes(&town->chance, 500));
    town_enter(town, clone);
    home_open(clone);
    town_leave(town, clone);
}

void accidents_set_clock(struct town *town)
{
    struct home *home = any_home(town);
    if (home == NULL) {
        return;
    }
    town->tally->counts[TALLY_WRONG_CLOCKS]++;
    home->frozen = false;
    switch (chance_below(&town->chance, 5)) {
    case 0:
        home->clock_ms = ten_years_ms;
        break;
    case 1:
        home->clock_ms = -ten_years_ms;
        break;
    case 2:
        home->clock_ms -= chance_below(&town->chance, 7200000);
        break;
    case 3:
        home->clock_ms = 0;
        break;
    case 4:
        home->frozen_ms = journal_now(home->journal).utc_ms;
        home->frozen = true;
        break;
    }
}
