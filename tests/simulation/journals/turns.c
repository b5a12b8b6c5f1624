/* A copy and what it was copied from, once there is peace: they have one seat. */
#include "simulation/journals/turns.h"

#include "journal/exchange.h"
#include "simulation/journals/gatherings.h"

enum { TURN_MINUTES = 4, HELP_MINUTE = 20 };

static void be_online(struct town *town, struct home *home, bool online)
{
    if (home->online != online) {
        home->online = online;
        town_enter(town, home);
        if (online) {
            journal_go_online(home->journal);
        } else {
            journal_go_offline(home->journal);
        }
        town_leave(town, home);
    }
}

/* Does somebody both trust carry everything from one to the other? */
static bool have_go_between(const struct town *town, const struct home *clone)
{
    const struct home *original = &town->homes[clone->original];
    for (size_t i = 0; i < town->home_count; i++) {
        const struct home *other = &town->homes[i];
        if (other != clone && other != original && town_knows_reader(clone, other, STREAM_LOG) &&
            town_knows_reader(original, other, STREAM_LOG)) {
            return true;
        }
    }
    return false;
}

void turns_take(struct town *town, uint32_t minute)
{
    for (size_t i = 0; i < town->home_count; i++) {
        struct home *clone = &town->homes[i];
        if (!clone->is_clone) {
            continue;
        }
        if (minute == HELP_MINUTE && !have_go_between(town, clone)) {
            gatherings_restore_backup(town);
        }
        bool turn = minute / TURN_MINUTES % 2 == 1;
        be_online(town, &town->homes[clone->original], !turn);
        be_online(town, clone, turn);
    }
}
