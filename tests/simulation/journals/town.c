/* Several homes with a journal each, a clock each, one hostile broker, and a memory of everything
 * that was ever acknowledged to a person: one seed decides everything. */
#include "simulation/journals/town.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fault/failing_disk.h"
#include "journal/exchange.h"
#include "journal/state.h"
#include "simulation/journals/home.h"
#include "simulation/journals/repeatable.h"
#include "simulation/journals/seal_watch.h"
#include "store/operation_rows.h"
#include "vault/secret.h"

enum { STEP_MS = 10, MAKING_MS = 15000 };

/* SQLite's platform has no context: the home that acts, while one does. */
static struct town *acting_town;

void town_fail(const struct town *town, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)printf("seed %llu, event %u, %lld ms: ", (unsigned long long)town->seed,
                 town->event_number, (long long)town->now_ms);
    (void)vprintf(format, arguments);
    (void)printf("\n");
    va_end(arguments);
    (void)fflush(stdout);
    _exit(1);
}

/* Count down to the write at which the acting home dies, with half of it done. */
static bool write_is_torn(void)
{
    return acting_town != NULL && acting_town->writes_left == 1;
}

static void after_write(void)
{
    if (acting_town == NULL || acting_town->writes_left == 0 || --acting_town->writes_left > 0) {
        return;
    }
    acting_town->tally->counts[TALLY_CRASHES_IN_A_WRITE]++;
    home_die(&acting_town->homes[acting_town->acting]);
}

static void written(void)
{
    if (acting_town != NULL) {
        acting_town->has_unsynced = true;
    }
}

static void synced(void)
{
    if (acting_town != NULL) {
        acting_town->has_unsynced = false;
    }
}

static bool message_leaves(void *context, size_t owner, const struct transport_publish *message)
{
    struct town *town = context;
    struct home *home = &town->homes[owner];
    if (!home->dying && town->publishes_left > 0 && --town->publishes_left == 0) {
        town->tally->counts[TALLY_CRASHES_IN_A_PUBLISH]++;
        home_die(home);
    }
    if (home->dying) {
        return false;
    }
    seal_watch_published(town, home, message);
    return true;
}

void town_enter(struct town *town, struct home *home)
{
    assert(acting_town == NULL);
    acting_town = town;
    town->acting = home->number;
    town->has_unsynced = false;
    repeatable_draw_from(&home->random);
}

void town_leave(struct town *town, struct home *home)
{
    assert(acting_town == town && town->acting == home->number);
    acting_town = NULL;
    town->writes_left = 0;
    town->publishes_left = 0;
    if (home->dying) {
        home_revive(home);
    }
    repeatable_draw_from(&town->chance);
    home->step_ms = town->now_ms;
}

size_t town_add_person(struct town *town, enum role role)
{
    size_t number = town->person_count++;
    assert(number < PERSON_MAX);
    struct person *person = &town->people[number];
    *person = (struct person){.role = role};
    (void)snprintf(person->name, sizeof person->name, "Zanzibar%zu", number);
    return number;
}

struct seat town_seat(struct town *town, size_t number)
{
    struct seat seat = {.broker = "mqtt://127.0.0.1:1",
                        .circle = "circlecirclecircle01",
                        .password = "long enough"};
    (void)town;
    (void)snprintf(seat.client_id, sizeof seat.client_id, "devicedevicedevice%02zu", number);
    (void)snprintf(seat.username, sizeof seat.username, "user%zu", number);
    return seat;
}

struct home *town_add_home(struct town *town, size_t person)
{
    size_t number = town->home_count++;
    assert(number < HOME_MAX);
    struct home *home = &town->homes[number];
    *home = (struct home){.town = town,
                          .number = number,
                          .person = person,
                          .role = town->people[person].role,
                          .seat = town_seat(town, number),
                          .random = {chance_next(&town->chance)}};
    (void)snprintf(home->path, sizeof home->path, "%.80s/%zu", town->path, number);
    home_make_folders(home);
    return home;
}

static void go_online(struct home *home)
{
    home->online = true;
    journal_go_online(home->journal);
}

static void invite_first(struct town *town, enum role role, bool co_owner)
{
    struct complaint complaint = {0};
    struct buffer code = {0};
    size_t person = town_add_person(town, role);
    struct home *patient = &town->homes[0];
    struct home *home = town_add_home(town, person);
    town_enter(town, home);
    home_make_journal(home);
    town_leave(town, home);
    struct journal_invite terms = {.name = bytes_of_text(town->people[person].name),
                                   .role = role,
                                   .co_owner = co_owner,
                                   .grant_log =
                                       role == ROLE_THERAPIST && chance_strikes(&town->chance, 500),
                                   .auto_approve = true,
                                   .seat = home->seat};
    town_enter(town, patient);
    enum daybook_status status = journal_invite(patient->journal, 0, &terms, &code, &complaint);
    town_leave(town, patient);
    if (status == DAYBOOK_OK) {
        town_enter(town, home);
        status = journal_join(home->journal, buffer_bytes(&code), &complaint);
        go_online(home);
        town_leave(town, home);
    }
    buffer_free(&code);
    town_run(town, MAKING_MS);
    if (status != DAYBOOK_OK || journal_circle_count(home->journal) != 1) {
        town_fail(town, "Home %zu cannot join: %s", home->number, complaint.text);
    }
}

static void make_circle(struct town *town)
{
    struct complaint complaint = {0};
    struct home *patient = town_add_home(town, town_add_person(town, ROLE_PATIENT));
    town_enter(town, patient);
    home_make_journal(patient);
    enum daybook_status status = journal_set_seat(patient->journal, 0, &patient->seat, &complaint);
    assert(status == DAYBOOK_OK);
    (void)status;
    go_online(patient);
    town_leave(town, patient);
    invite_first(town, ROLE_CAREGIVER, chance_strikes(&town->chance, 500));
    uint32_t others = chance_below(&town->chance, 3);
    for (uint32_t i = 0; i < others; i++) {
        invite_first(town, chance_strikes(&town->chance, 600) ? ROLE_THERAPIST : ROLE_CAREGIVER,
                     false);
    }
}

static void make_folder(struct town *town)
{
    (void)snprintf(town->path, sizeof town->path, "%s/daybook-circles-XXXXXX",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (mkdtemp(town->path) == NULL) {
        town_fail(town, "No folder can be made.");
    }
}

void town_begin(struct town *town, uint64_t seed, struct tally *tally)
{
    *town = (struct town){.seed = seed, .chance = {seed}, .tally = tally, .now_ms = 1000};
    make_folder(town);
    repeatable_draw_from(&town->chance);
    town->relay = relay_create(&town->chance, tally, &town->now_ms,
                               (struct relay_watch){town, message_leaves});
    town->watch = seal_watch_create();
    failing_disk_watch((struct failing_disk_watch){write_is_torn, after_write, written, synced});
    make_circle(town);
}

void town_end(struct town *town)
{
    for (size_t i = 0; i < town->home_count; i++) {
        struct home *home = &town->homes[i];
        home_close(home);
        secret_free(home->passphrase);
        secret_free(home->sheet);
        home_remove_folders(home);
    }
    relay_free(town->relay);
    seal_watch_free(town->watch);
    (void)rmdir(town->path); /* it is empty */
}

static int64_t earlier(int64_t left, int64_t right)
{
    return left < right ? left : right;
}

/* A failing disk is the world's; anything else is ours. */
static void step(struct town *town, struct home *home)
{
    town_enter(town, home);
    enum daybook_status status = journal_step(home->journal);
    bool dying = home->dying;
    town_leave(town, home);
    town->tally->counts[TALLY_STEPS]++;
    if (status != DAYBOOK_OK && !dying && !town->habits[HABIT_BAD_DISK]) {
        town_fail(town, "A step of home %zu: %s", home->number, daybook_status_name(status));
    }
    int64_t wake_ms = journal_wake_ms(home->journal);
    int64_t soonest_ms = town->now_ms + (wake_ms <= town->now_ms ? STEP_MS : 1);
    home->step_ms = wake_ms < soonest_ms ? soonest_ms : wake_ms;
}

static bool is_due(const struct town *town, const struct home *home)
{
    return home->journal != NULL && (home->step_ms <= town->now_ms ||
                                     relay_due_ms(town->relay, home->number) <= town->now_ms);
}

void town_run(struct town *town, int64_t ms)
{
    int64_t until_ms = town->now_ms + ms;
    while (town->now_ms < until_ms) {
        int64_t next_ms = until_ms;
        for (size_t i = 0; i < town->home_count; i++) {
            struct home *home = &town->homes[i];
            if (is_due(town, home)) {
                step(town, home);
            }
        }
        for (size_t i = 0; i < town->home_count; i++) {
            const struct home *home = &town->homes[i];
            if (home->journal != NULL) {
                next_ms = earlier(next_ms, home->step_ms);
                next_ms = earlier(next_ms, relay_due_ms(town->relay, home->number));
            }
        }
        town->now_ms = next_ms > town->now_ms ? next_ms : town->now_ms + 1;
    }
}

static bool body_names(struct bytes body, const char *marker)
{
    size_t size = strlen(marker);
    for (size_t at = 0; body.data != NULL && at + size <= body.size; at++) {
        if (memcmp(body.data + at, marker, size) == 0) {
            return true;
        }
    }
    return false;
}

bool town_holds(const struct home *home, const struct deed *deed)
{
    struct operation_list list;
    bool holds = false;
    const struct own_circle *circle =
        home->journal == NULL ? NULL : journal_circle(home->journal, 0);
    if (circle == NULL) {
        return false;
    }
    const struct operation_subject subject = {circle->row.circle_no, deed->stream, deed->entity};
    struct arena *arena = arena_create(0);
    assert(arena != NULL);
    if (operation_rows_of_entity(home->journal->database, &subject, arena, &list) != DAYBOOK_OK) {
        town_fail(home->town, "The store of home %zu cannot be read.", home->number);
    }
    for (size_t i = 0; i < list.count && !holds; i++) {
        holds = body_names(list.rows[i].body, deed->marker);
    }
    arena_free(arena);
    return holds;
}

bool town_knows_reader(const struct home *knower, const struct home *home, enum stream stream)
{
    const struct own_circle *circle =
        knower->journal == NULL ? NULL : journal_circle(knower->journal, 0);
    if (home->journal == NULL || circle == NULL) {
        return false;
    }
    const struct circle_device *device =
        circle_find_device(circle->circle, home->journal->self.sign);
    return device != NULL && circle_reads(circle->circle, device, stream);
}

bool town_entitles(const struct town *town, const struct home *home, enum stream stream)
{
    return town_knows_reader(&town->homes[0], home, stream);
}

bool town_counts(const struct town *town, const struct home *home)
{
    return home->journal != NULL && !home->replaced && !town->people[home->person].removed &&
           journal_circle_count(home->journal) > 0;
}
