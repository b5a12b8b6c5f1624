/* What everybody holds, for whoever wants to know why a run failed. */
#include "simulation/journals/explanation.h"

#include <stdio.h>

#include "journal/own_circle.h"

static void explain_epochs(const struct own_circle *circle)
{
    for (int stream = 0; stream < STREAM_COUNT; stream++) {
        const struct circle_epoch *epoch = circle->circle->epochs[stream];
        bool held =
            epoch != NULL && own_circle_epoch(circle, (enum stream)stream, epoch->id.bytes) != NULL;
        (void)printf("    stream %d, key %02x%02x of generation %llu%s%s\n", stream,
                     epoch == NULL ? 0 : epoch->id.bytes[0], epoch == NULL ? 0 : epoch->id.bytes[1],
                     epoch == NULL ? 0ULL : (unsigned long long)epoch->generation,
                     held ? ", held" : "",
                     circle_epoch_fits(circle->circle, (enum stream)stream) ? ", fits" : "");
    }
}

static void explain_feeds(const struct town *town, const struct own_circle *circle)
{
    for (size_t i = 0; i < circle->feed_count; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        size_t author = town->home_count;
        for (size_t j = 0; j < town->home_count; j++) {
            const struct journal *journal = town->homes[j].journal;
            if (author == town->home_count && journal != NULL &&
                key256_equal(journal->self.sign, feed->device)) {
                author = j;
            }
        }
        (void)printf("    stream %d of home %zu, feed %02x%02x: %llu, %02x%02x%s\n", feed->stream,
                     author, feed->feed.bytes[0], feed->feed.bytes[1],
                     (unsigned long long)feed->number, feed->hash.bytes[0], feed->hash.bytes[1],
                     feed->given_up ? ", given up" : "");
    }
}

void explanation_print(const struct town *town)
{
    for (int habit = 0; habit < HABIT_COUNT; habit++) {
        (void)printf("%s%s", town->habits[habit] ? " " : "",
                     town->habits[habit] ? habit_name((enum habit)habit) : "");
    }
    (void)printf("\n");
    for (size_t i = 0; i < town->home_count; i++) {
        const struct home *home = &town->homes[i];
        const struct own_circle *circle =
            home->journal == NULL ? NULL : journal_circle(home->journal, 0);
        (void)printf("  home %zu, clock %+lld s, of %s (%s)%s%s%s%s%s\n", i,
                     (long long)home->clock_ms / 1000, town->people[home->person].name,
                     role_name(home->role), home->is_clone ? ", a clone" : "",
                     home->was_set_back ? ", set back" : "",
                     town_entitles(town, home, STREAM_CIRCLE) ? ", a member" : "",
                     town_entitles(town, home, STREAM_LOG) ? ", reads the log" : "",
                     town->people[home->person].removed ? ", removed by somebody" : "");
        if (circle != NULL) {
            explain_epochs(circle);
            explain_feeds(town, circle);
        }
    }
}
