/* The torture of a store: how a scene is played, and what has to be there afterwards. */
#include "store/torture.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/connection.h"
#include "store/database.h"
#include "store/memory_disk_posix.h"
#include "vault/secret.h"

static const struct key_cost cheap = {1, 8};
static const char folder[] = MEMORY_DISK_FOLDER;

const char *const torture_verdict_names[TORTURE_VERDICTS] = {
    [TORTURE_HELD] = "held",
    [TORTURE_CLOSED] = "does not open",
    [TORTURE_WRONG_ALIVE] = "reads wrongly after the fault",
    [TORTURE_LOST] = "lost or halved",
    [TORTURE_UNSOUND] = "does not verify",
    [TORTURE_STUCK] = "takes no new entry",
};

/* A store under torture, and what it has promised. */
struct victim {
    struct database *database; /* NULL while closed */
    struct promise acknowledged;
    struct promise attempted; /* with the transaction that failed or was cut off */
    bool is_in_doubt;         /* the attempted one may turn up too */
    unsigned passphrase;      /* its number */
    bool passphrase_in_doubt; /* the next one may open it too */
    bool may_be_missing;      /* its making was not acknowledged */
};

static struct secret *make_passphrase(unsigned number)
{
    char text[32];
    struct secret *secret = NULL;
    int length = snprintf(text, sizeof text, "passphrase number %u", number);
    if (secret_create((size_t)length, &secret) != DAYBOOK_OK) {
        abort();
    }
    memcpy(secret_fill(secret), text, (size_t)length);
    return secret;
}

static enum daybook_status open_with(struct victim *victim, unsigned passphrase)
{
    struct secret *secret = make_passphrase(passphrase);
    pid_t owner = 0;
    enum daybook_status status =
        database_open(folder, KEY_SLOT_PASSPHRASE, secret, &victim->database, &owner);
    secret_free(secret);
    return status;
}

static enum daybook_status open_store(struct victim *victim)
{
    enum daybook_status status = open_with(victim, victim->passphrase);
    if (status == DAYBOOK_LOCKED && victim->passphrase_in_doubt) {
        victim->passphrase++;
        status = open_with(victim, victim->passphrase);
    }
    return status;
}

static void close_store(struct victim *victim)
{
    database_close(victim->database);
    victim->database = NULL;
}

static enum daybook_status create_store(struct victim *victim)
{
    struct store_key *key = NULL;
    uint8_t header[KEY_HEADER_SIZE];
    struct secret *secret = make_passphrase(victim->passphrase);
    if (store_key_create(&key) != DAYBOOK_OK) {
        abort();
    }
    key_header_begin(key, header);
    const struct key_slot slot = {KEY_SLOT_PASSPHRASE, secret, cheap};
    if (key_header_set_slot(header, key, &slot, false) != DAYBOOK_OK) {
        abort();
    }
    secret_free(secret);
    return database_create(folder, key, header, &victim->database);
}

/* A making that failed after the file got its name left a whole store: that one is opened. */
static enum daybook_status begin_store(struct victim *victim, bool makes_store)
{
    enum daybook_status status = makes_store ? create_store(victim) : DAYBOOK_CONFLICT;
    if (status == DAYBOOK_CONFLICT) {
        status = open_store(victim);
    }
    if (status == DAYBOOK_OK) {
        victim->may_be_missing = false;
        status = makes_store ? promise_begin(victim->database) : DAYBOOK_OK;
    }
    return status;
}

/* What fails once is tried once more. */
static bool begin_stubbornly(struct victim *victim, bool makes_store)
{
    for (int attempt = 0; attempt < 2; attempt++) {
        if (begin_store(victim, makes_store) == DAYBOOK_OK) {
            return true;
        }
        close_store(victim);
    }
    return false;
}

static struct promise with_deed(const struct promise *before, struct torture_deed deed)
{
    struct promise after = *before;
    for (unsigned i = 0; i < deed.count; i++) {
        if (deed.kind == TORTURE_LOG) {
            promise_log(&after, deed.size);
        } else if (deed.kind == TORTURE_AMEND) {
            promise_amend(&after, deed.size);
        } else {
            promise_erase(&after);
        }
    }
    return after;
}

static enum daybook_status write_deed(struct victim *victim, struct torture_deed deed)
{
    struct promise after = with_deed(&victim->acknowledged, deed);
    enum daybook_status status = promise_keep(victim->database, &victim->acknowledged, &after);
    if (status == DAYBOOK_OK) {
        victim->acknowledged = after;
    } else {
        victim->attempted = after;
    }
    victim->is_in_doubt = status != DAYBOOK_OK;
    return status;
}

static enum daybook_status change_passphrase(struct victim *victim)
{
    struct secret *secret = make_passphrase(victim->passphrase + 1);
    const struct key_slot slot = {KEY_SLOT_PASSPHRASE, secret, cheap};
    enum daybook_status status = database_change_slot(victim->database, &slot);
    secret_free(secret);
    victim->passphrase += status == DAYBOOK_OK;
    victim->passphrase_in_doubt = status != DAYBOOK_OK;
    return status;
}

static enum daybook_status perform(struct victim *victim, struct torture_deed deed)
{
    switch (deed.kind) {
    case TORTURE_END:
        return DAYBOOK_OK;
    case TORTURE_LOG:
    case TORTURE_AMEND:
    case TORTURE_ERASE:
        return write_deed(victim, deed);
    case TORTURE_VACUUM:
        return connection_run(database_connection(victim->database), "VACUUM");
    case TORTURE_CHECKPOINT:
        return connection_checkpoint(database_connection(victim->database));
    case TORTURE_PASSPHRASE:
        return change_passphrase(victim);
    case TORTURE_REOPEN:
        close_store(victim);
        return begin_stubbornly(victim, false) ? DAYBOOK_OK : DAYBOOK_FAILED;
    }
    return DAYBOOK_FAILED;
}

static void set_up(struct victim *victim, const struct torture_scene *scene)
{
    static const char *const cache_sizes[] = {"PRAGMA cache_size=448", "PRAGMA cache_size=6"};
    sqlite3 *sqlite = database_connection(victim->database);
    if (connection_run(sqlite, cache_sizes[scene->cache_pages > 0]) != DAYBOOK_OK) {
        abort();
    }
    int frames = scene->checkpoint_frames > 0 ? (int)scene->checkpoint_frames : 1000;
    sqlite3_wal_autocheckpoint(sqlite, frames);
}

/* After a deed that failed on a disk that works again, the program reads what was acknowledged. */
static bool reads_right(struct victim *victim)
{
    return promise_compare(victim->database, &victim->acknowledged) == PROMISE_KEPT;
}

/* The scene up to its closing, or to the death of the disk. */
static enum torture_verdict play(struct victim *victim, const struct torture_scene *scene)
{
    if (!begin_stubbornly(victim, scene->makes_store)) {
        return memory_disk_is_dead() ? TORTURE_HELD : TORTURE_CLOSED;
    }
    for (const struct torture_deed *deed = scene->deeds; deed->kind != TORTURE_END; deed++) {
        set_up(victim, scene);
        enum daybook_status status = perform(victim, *deed);
        if (memory_disk_is_dead()) {
            return TORTURE_HELD;
        }
        if (victim->database == NULL) {
            return TORTURE_CLOSED;
        }
        if (status != DAYBOOK_OK && !reads_right(victim)) {
            return TORTURE_WRONG_ALIVE;
        }
    }
    return TORTURE_HELD;
}

static struct victim begin_victim(const struct torture_scene *scene,
                                  const struct torture_start *start)
{
    memory_disk_clear();
    memory_disk_load(&start->image);
    return (struct victim){.acknowledged = start->promise,
                           .passphrase = start->passphrase,
                           .may_be_missing = scene->makes_store};
}

/* What a process that is killed leaves: commits in the log, and a transaction that was not
 * finished. */
static void leave_killed(struct victim *victim, struct torture_start *start)
{
    struct torture_deed deeds[] = {{TORTURE_LOG, 1, 600}, {TORTURE_LOG, 4, 400}};
    for (size_t i = 0; i < 2; i++) {
        if (write_deed(victim, deeds[i]) != DAYBOOK_OK) {
            abort();
        }
    }
    sqlite3 *sqlite = database_connection(victim->database);
    if (connection_run(sqlite,
                       "PRAGMA cache_size=2; BEGIN; UPDATE operation SET received_ms = 0") !=
        DAYBOOK_OK) {
        abort();
    }
    memory_disk_save(&start->image);
    database_rollback(victim->database);
}

void torture_rehearse(struct torture_start *out_starts)
{
    struct victim victim = {0};
    memset(out_starts, 0, torture_scene_count * sizeof *out_starts);
    for (size_t i = 0; i < torture_scene_count; i++) {
        const struct torture_scene *scene = &torture_scenes[i];
        struct torture_start *start = &out_starts[i];
        if (scene->after_kill) {
            if (!begin_stubbornly(&victim, false)) {
                abort();
            }
            leave_killed(&victim, start);
            close_store(&victim);
        } else {
            memory_disk_save(&start->image);
        }
        start->promise = victim.acknowledged;
        start->passphrase = victim.passphrase;
        victim = begin_victim(scene, start);
        memory_disk_arm(0, MEMORY_DISK_WORKS, 1);
        if (play(&victim, scene) != TORTURE_HELD || victim.is_in_doubt) {
            abort();
        }
        close_store(&victim);
        start->operations = memory_disk_operations();
    }
}

/* The power is back: open, and lose it once more while the log is being recovered. */
static void lose_power_again(const struct torture_trial *trial, struct victim *victim,
                             struct torture_tally *tally)
{
    memory_disk_arm(trial->second_point, MEMORY_DISK_DARK, trial->fate.seed);
    enum daybook_status status = open_store(victim);
    (void)status; /* it cannot open in the dark, and opens when it took fewer operations */
    close_store(victim);
    tally->second_cuts += memory_disk_is_dead();
    struct disk_fate fate = trial->fate;
    fate.seed = fate.seed * 3 + 2;
    memory_disk_restore(fate);
}

static enum promise_answer compare(const struct victim *victim)
{
    enum promise_answer answer = promise_compare(victim->database, &victim->acknowledged);
    if (answer == PROMISE_BROKEN && victim->is_in_doubt) {
        answer = promise_compare(victim->database, &victim->attempted);
    }
    return answer;
}

/* It takes another entry, and has it after it was closed. */
static enum torture_verdict use_again(struct victim *victim)
{
    struct torture_deed deed = {TORTURE_LOG, 1, 50};
    if (write_deed(victim, deed) != DAYBOOK_OK) {
        return TORTURE_STUCK;
    }
    close_store(victim);
    if (open_store(victim) != DAYBOOK_OK) {
        return TORTURE_CLOSED;
    }
    return promise_compare(victim->database, &victim->acknowledged) == PROMISE_KEPT ? TORTURE_HELD
                                                                                    : TORTURE_LOST;
}

/* A store whose making was cut off may be missing, and can be made then. */
static enum torture_verdict look(struct victim *victim, struct torture_tally *tally)
{
    bool may_be_missing = victim->may_be_missing;
    enum daybook_status status = open_store(victim);
    if (status == DAYBOOK_NOT_FOUND && may_be_missing) {
        status = create_store(victim);
    }
    if (status == DAYBOOK_OK && victim->acknowledged.count == 0) {
        status = promise_begin(victim->database);
    }
    if (status != DAYBOOK_OK) {
        return TORTURE_CLOSED;
    }
    tally->openings++;
    struct verify_report report;
    enum promise_answer answer = compare(victim);
    if (answer != PROMISE_KEPT) {
        return answer == PROMISE_BROKEN ? TORTURE_LOST : TORTURE_UNSOUND;
    }
    tally->entries_checked += victim->acknowledged.count;
    if (database_verify(victim->database, &report) != DAYBOOK_OK) {
        return TORTURE_UNSOUND;
    }
    if (promise_compare(victim->database, &victim->acknowledged) != PROMISE_KEPT) {
        victim->acknowledged = victim->attempted;
    }
    return use_again(victim);
}

enum torture_verdict torture_try(const struct torture_trial *trial, struct torture_tally *tally)
{
    struct victim victim = begin_victim(trial->scene, trial->start);
    memory_disk_lie(trial->lie);
    memory_disk_arm(trial->point, trial->fault, trial->fate.seed);
    memory_disk_cut_power_after(trial->cut_point);
    enum torture_verdict verdict = play(&victim, trial->scene);
    bool ends_dark = trial->cut_point > 0;
    if (ends_dark && !memory_disk_is_dead()) {
        memory_disk_arm(1, MEMORY_DISK_GONE, trial->fate.seed);
    }
    close_store(&victim);
    if (verdict == TORTURE_HELD && (memory_disk_is_dead() || ends_dark)) {
        tally->power_cuts++;
        memory_disk_restore(trial->fate);
        if (trial->second_point > 0) {
            lose_power_again(trial, &victim, tally);
        }
    }
    memory_disk_arm(0, MEMORY_DISK_WORKS, 1);
    if (verdict == TORTURE_HELD) {
        verdict = look(&victim, tally);
    }
    close_store(&victim);
    assert(memory_disk_posix_open_count() == 0);
    return verdict;
}
