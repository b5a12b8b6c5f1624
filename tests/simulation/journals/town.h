/* Several homes with a journal each, a clock each, one hostile broker, and a memory of everything
 * that was ever acknowledged to a person: one seed decides everything. */
#ifndef SIMULATION_JOURNALS_TOWN_H
#define SIMULATION_JOURNALS_TOWN_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/role.h"
#include "domain/stream.h"
#include "journal/circles.h"
#include "journal/journal.h"
#include "simulation/chance.h"
#include "simulation/journals/relay.h"
#include "simulation/journals/tally.h"

enum {
    HOME_MAX = 9,
    HOME_BUSY_MAX = HOME_MAX - 1, /* before there is peace, which may need one more */
    PERSON_MAX = 8,
    DEED_MAX = 1024,
    TOWN_PATH_SIZE = 96,
    TOWN_FILE_SIZE = 512,
    MARKER_SIZE = 24
};

/* What is drawn for a run, so that each run is made of few things in many combinations. */
enum habit {
    HABIT_AMEND,
    HABIT_RETRACT,
    HABIT_ERASE,
    HABIT_PLAN,
    HABIT_ABSENCE,
    HABIT_CRASH,
    HABIT_BAD_DISK,
    HABIT_SET_BACK,
    HABIT_CLONE,
    HABIT_REPEATED_RANDOMNESS,
    HABIT_BACKUP,
    HABIT_INVITE,
    HABIT_GRANT,
    HABIT_REMOVE,
    HABIT_WRONG_CLOCK,
    HABIT_PARTITION,
    HABIT_RESTART,
    HABIT_LOSS,
    HABIT_DISORDER,
    HABIT_REFUSAL,
    HABIT_REPLAY,
    HABIT_POISON,
    HABIT_RETAINED,
    HABIT_TAKE_OVER,
    HABIT_SWALLOW,
    HABIT_SILENCE,
    HABIT_COUNT
};
const char *habit_name(enum habit habit);

/* A journal's files put aside, and which deeds were in them. */
struct kept_copy {
    bool taken;
    struct chance random;
    bool holds[DEED_MAX];
};

struct home {
    struct town *town;
    size_t number;
    size_t person;
    enum role role;
    struct journal *journal; /* NULL: the home is gone */
    struct secret *passphrase;
    struct secret *sheet; /* of the recovery words; NULL: this home has none */
    struct seat seat;
    char path[TOWN_PATH_SIZE];
    struct chance random;
    bool online;
    bool dying;    /* the process died in the middle of this step: nothing of it counts any more */
    bool is_clone; /* has another home's seat */
    size_t original;
    bool replaced; /* a restored backup took its place */
    bool joining;
    bool was_set_back; /* which `verify` tells for ever */
    int64_t clock_ms;  /* how far its wall clock is off */
    bool frozen;       /* its wall clock stands still, at frozen_ms */
    int64_t frozen_ms;
    int64_t step_ms; /* when to step it again */
    struct kept_copy kept;
};

struct person {
    char name[24];
    enum role role;
    size_t removals; /* tried; of the only one, if it is, the remover, and whether it was done */
    size_t remover;
    bool surely_removed;
    bool removed; /* somebody tried to: what is not known to lie before that may be in quarantine */
};

enum deed_type { DEED_LOG, DEED_AMEND, DEED_RETRACT, DEED_PLAN };

/* Something a person was told is saved. */
struct deed {
    enum deed_type type;
    enum stream stream;
    size_t home;
    size_t person;
    struct id128 entity;
    char marker[MARKER_SIZE]; /* in its text, and nowhere else */
    bool may_be_lost;         /* it was nowhere but in what was destroyed */
    bool may_be_held_back;    /* its author was removed before it was known to the remover */
    bool may_be_erased;
    bool is_too_late;    /* written after its author's removal */
    bool may_be_doubled; /* the call was cut short or failed: it may have been done, or not */
};

struct town {
    uint64_t seed;
    struct chance chance;
    struct tally *tally;
    int64_t now_ms;
    struct relay *relay;
    char path[TOWN_PATH_SIZE];
    struct home homes[HOME_MAX];
    size_t home_count;
    struct person people[PERSON_MAX];
    size_t person_count;
    struct deed deeds[DEED_MAX];
    size_t deed_count;
    bool habits[HABIT_COUNT];
    uint32_t event_number;
    size_t acting;           /* whose code runs now */
    uint32_t writes_left;    /* the acting home dies at this write; 0: it does not */
    uint32_t publishes_left; /* or at this publish */
    bool has_unsynced;       /* it wrote something since its disk was last told to keep all */
    struct seal_watch *watch;
};

/* A run fails: print why, with the seed, and end the process. */
_Noreturn void town_fail(const struct town *town, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A town with a patient, and others invited into the circle without any fault. */
void town_begin(struct town *town, uint64_t seed, struct tally *tally);
void town_end(struct town *town);

/* Let time pass, with everything that falls due. */
void town_run(struct town *town, int64_t ms);

/* Begin to act for a home (its randomness, its deaths); end, and see to what died. */
void town_enter(struct town *town, struct home *home);
void town_leave(struct town *town, struct home *home);

/* Add a home with a blank journal for a person. */
struct home *town_add_home(struct town *town, size_t person);
size_t town_add_person(struct town *town, enum role role);

/* A fresh seat, which the broker has never seen. */
struct seat town_seat(struct town *town, size_t number);

/* Does the store of this home hold the deed, wherever it came from? */
bool town_holds(const struct home *home, const struct deed *deed);

/* Does this device still belong to the readers of a stream, as the patient's first device knows? */
bool town_entitles(const struct town *town, const struct home *home, enum stream stream);

/* The same, as another home knows it. */
bool town_knows_reader(const struct home *knower, const struct home *home, enum stream stream);

/* Is a home there, and neither removed nor replaced, so that others may learn from it? */
bool town_counts(const struct town *town, const struct home *home);

#endif
