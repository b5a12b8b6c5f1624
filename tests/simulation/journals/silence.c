/* A patient who was not heard for a day, so that a caregiver sums the days up. */
#include "simulation/journals/silence.h"

#include "journal/state.h"
#include "journal/topic.h"
#include "simulation/journals/deeds.h"

enum { TELLING_MS = 20000, STANDING_IN_MS = 10000 };
static const int64_t silent_ms = INT64_C(26) * 3600 * 1000;

static struct home *any_caregiver(struct town *town)
{
    struct home *home = &town->homes[chance_below(&town->chance, (uint32_t)town->home_count)];
    bool may = home->role == ROLE_CAREGIVER && town_counts(town, home) && !home->frozen &&
               !home->is_clone && town_entitles(town, home, STREAM_LOG);
    return may ? home : NULL;
}

/* The caregiver hears of no entry for now. */
static void withhold_log(struct town *town, const struct home *caregiver)
{
    char filter[TRANSPORT_TOPIC_MAX + 1];
    const struct own_circle *circle = journal_circle(caregiver->journal, 0);
    const struct topic every = {
        .kind = TOPIC_OPS, .sender = bytes_of_text("+"), .stream = STREAM_LOG};
    topic_write(caregiver->seat.circle, circle->row.circle, &every, filter);
    relay_withhold(town->relay, caregiver->seat.client_id, filter,
                   town->now_ms + TELLING_MS + STANDING_IN_MS);
}

static void part_patient(struct town *town)
{
    for (size_t i = 0; i < town->home_count; i++) {
        const struct home *home = &town->homes[i];
        if (home->role == ROLE_PATIENT) {
            relay_part(town->relay, home->seat.client_id, town->now_ms + STANDING_IN_MS);
        }
    }
}

void silence_befall(struct town *town)
{
    struct home *caregiver = any_caregiver(town);
    if (caregiver == NULL) {
        return;
    }
    withhold_log(town, caregiver);
    (void)deeds_do(town, &town->homes[0], DEED_LOG);
    town_run(town, TELLING_MS);
    part_patient(town);
    caregiver->clock_ms += silent_ms;
    (void)deeds_do(town, caregiver, DEED_LOG); /* whoever writes looks whose turn it is */
    town_run(town, STANDING_IN_MS);
    caregiver->clock_ms -= silent_ms;
    town->tally->counts[TALLY_SILENCES]++;
}
