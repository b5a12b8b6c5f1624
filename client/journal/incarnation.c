/* Incarnations: what one life of this device writes. */
#include "journal/incarnation.h"

#include <string.h>

#include "journal/notices.h"
#include "journal/own_circle.h"
#include "journal/receiving.h"
#include "journal/salvage.h"
#include "store/notice_rows.h"
#include "store/operation_rows.h"
#include "store/peer_rows.h"
#include "vault/digest.h"
#include "vault/random.h"

enum {
    HEARSAY_PAUSE_MS = 24 * 3600 * 1000,
    HEARSAY_PAUSE_FIRST_MS = 5000, /* of a closed feed, where little is at stake */
    AWAIT_MAX_MS = 15 * 60 * 1000,
};

enum daybook_status incarnation_renew_stored(struct journal *journal)
{
    struct circle_row *rows = NULL;
    size_t count = 0;
    const struct notice notice = {
        .kind = NOTICE_PUT_BACK, .subject = journal->self.sign, .at_ms = journal_wall_ms(journal)};
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    if (status == DAYBOOK_OK) {
        status = circle_rows_list(journal->database, arena, &rows, &count);
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = circle_rows_set_incarnation(journal->database, rows[i].circle_no, random_id());
    }
    arena_free(arena);
    return status == DAYBOOK_OK ? notices_add(journal, &notice) : status;
}

/* That a copy of this device is in use, or was. */
static struct notice copy_notice(const struct own_circle *circle)
{
    return (struct notice){.kind = NOTICE_COPY_IN_USE,
                           .circle = circle->row.circle,
                           .subject = circle->journal->self.sign,
                           .at_ms = journal_wall_ms(circle->journal)};
}

/* A new incarnation, of which people are told, in one transaction. The feeds of the one before stay
 * in memory as they are. */
static enum daybook_status renew(struct own_circle *circle)
{
    struct database *database = circle->journal->database;
    const struct id128 incarnation = random_id();
    const struct notice notice = copy_notice(circle);
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = circle_rows_set_incarnation(database, circle->row.circle_no, incarnation);
    if (status == DAYBOOK_OK) {
        status = notices_add(circle->journal, &notice);
    }
    if (status == DAYBOOK_OK) {
        status = database_commit(database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(database);
        return status;
    }
    circle->row.incarnation = incarnation;
    return DAYBOOK_OK;
}

/* What peers merely say is acted upon once a day, so that a liar costs little. */
static enum daybook_status may_believe(const struct own_circle *circle, bool *out_may)
{
    const struct notice notice = copy_notice(circle);
    int64_t last_ms = 0;
    enum daybook_status status = notice_rows_last(circle->journal->database, &notice, &last_ms);
    int64_t since_ms = notice.at_ms - last_ms;
    *out_may = status == DAYBOOK_NOT_FOUND || since_ms < 0 || since_ms >= HEARSAY_PAUSE_MS;
    return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
}

/* Does the peer hold another history under this number than was ever here? */
static enum daybook_status contradicts(const struct own_circle *circle, const struct feed_row *feed,
                                       const struct sync_position *said, bool *out_contradicts)
{
    struct key256 held;
    bool dropped = false;
    struct database *database = circle->journal->database;
    const struct feed_place place = {
        feed->feed_no, said->number, {said->hash_start, sizeof said->hash_start}};
    *out_contradicts = false;
    if (said->number == 0 || said->number > feed->number) {
        return DAYBOOK_OK;
    }
    enum daybook_status status = operation_rows_hash(database, feed->feed_no, said->number, &held);
    if (status == DAYBOOK_OK) {
        status = feed_rows_was_dropped(database, &place, &dropped);
    }
    *out_contradicts = status == DAYBOOK_OK && !dropped &&
                       memcmp(held.bytes, said->hash_start, sizeof said->hash_start) != 0;
    return status;
}

static bool is_own(const struct own_circle *circle, const struct feed_row *feed)
{
    return key256_equal(feed->device, circle->journal->self.sign);
}

/* What is here would come back as quickly as what gave cause to give it up, so wait for that. */
static void await(struct own_circle *circle, const struct sync_position *said)
{
    int64_t patience_ms =
        circle->hearsay_pause_ms < AWAIT_MAX_MS ? circle->hearsay_pause_ms : AWAIT_MAX_MS;
    circle->awaited = *said;
    circle->awaited_until_ms = journal_monotonic_ms(circle->journal) + patience_ms;
}

bool incarnation_refuses(const struct own_circle *circle, const struct received_run *received)
{
    const struct sync_position *awaited = &circle->awaited;
    const struct wire_run *run = received->run;
    if (journal_monotonic_ms(circle->journal) >= circle->awaited_until_ms ||
        !id128_equal(received->feed, awaited->feed) || run->first > awaited->number ||
        awaited->number - run->first >= run->count) {
        return false;
    }
    const struct key256 *hash = &received->hashes[awaited->number - run->first];
    return memcmp(hash->bytes, awaited->hash_start, sizeof awaited->hash_start) != 0;
}

/* Give up what is here when the position tells of a history that never was. */
static enum daybook_status answer_position(struct own_circle *circle, const struct feed_row *feed,
                                           const struct sync_position *said, bool *out_differs)
{
    enum daybook_status status = contradicts(circle, feed, said, out_differs);
    if (status != DAYBOOK_OK || !*out_differs) {
        return status;
    }
    status = engine_contradicted(circle, feed, said->number);
    const struct feed_row *left = own_circle_feed(circle, said->feed);
    if (left != NULL && left->number < said->number) {
        await(circle, said);
    }
    return status;
}

enum daybook_status incarnation_heard(struct own_circle *circle, const struct sync_position *said)
{
    bool differs = false;
    const struct feed_row *feed = own_circle_feed(circle, said->feed);
    return feed == NULL || !is_own(circle, feed) || feed->given_up
               ? DAYBOOK_OK
               : answer_position(circle, feed, said, &differs);
}

enum daybook_status incarnation_proven(struct own_circle *circle, const struct sync_position *said)
{
    bool differs = false;
    const struct feed_row *feed = own_circle_feed(circle, said->feed);
    return feed == NULL || !is_own(circle, feed) ? DAYBOOK_OK
                                                 : answer_position(circle, feed, said, &differs);
}

static bool is_closed(const struct own_circle *circle, const struct feed_row *feed)
{
    return is_own(circle, feed) && !own_circle_is_current(circle, feed->feed);
}

static bool has_closed(const struct own_circle *circle)
{
    for (size_t i = 0; i < circle->feed_count; i++) {
        if (is_closed(circle, &circle->feeds[i])) {
            return true;
        }
    }
    return false;
}

/* Give up for the first position that tells of a history that was never here. */
static enum daybook_status settle_positions(struct own_circle *circle,
                                            const struct peer_position_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool differs = false;
        const struct feed_row *feed = own_circle_feed(circle, rows[i].feed);
        struct sync_position said = {.feed = rows[i].feed, .number = rows[i].number};
        memcpy(said.hash_start, rows[i].hash_start, sizeof said.hash_start);
        if (feed == NULL || !is_closed(circle, feed)) {
            continue;
        }
        enum daybook_status status = answer_position(circle, feed, &said, &differs);
        if (status != DAYBOOK_OK || differs) {
            return status;
        }
    }
    return DAYBOOK_OK;
}

enum daybook_status incarnation_settle(struct own_circle *circle)
{
    struct peer_position_row *rows = NULL;
    size_t count = 0;
    if (journal_monotonic_ms(circle->journal) < incarnation_wake_ms(circle)) {
        return DAYBOOK_OK;
    }
    circle->contested_due = false;
    if (!has_closed(circle)) {
        return DAYBOOK_OK;
    }
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY
                      : peer_rows_positions(circle->journal->database, circle->row.circle_no, arena,
                                            &rows, &count);
    if (status == DAYBOOK_OK) {
        status = settle_positions(circle, rows, count);
    }
    arena_free(arena);
    return status;
}

int64_t incarnation_wake_ms(const struct own_circle *circle)
{
    return circle->contested_due ? circle->hearsay_after_ms : INT64_MAX;
}

/* What is fetched anew comes from whoever is first: it may take several attempts, and a liar is
 * heard less and less. */
static bool may_believe_of_closed(struct own_circle *circle)
{
    int64_t now_ms = journal_monotonic_ms(circle->journal);
    if (now_ms < circle->hearsay_after_ms) {
        return false;
    }
    int64_t pause_ms = circle->hearsay_pause_ms * 2;
    pause_ms = pause_ms < HEARSAY_PAUSE_FIRST_MS ? HEARSAY_PAUSE_FIRST_MS : pause_ms;
    circle->hearsay_pause_ms = pause_ms < HEARSAY_PAUSE_MS ? pause_ms : HEARSAY_PAUSE_MS;
    circle->hearsay_after_ms = now_ms + circle->hearsay_pause_ms;
    return true;
}

/* An own feed of the present incarnation: close it, whatever else follows. */
static enum daybook_status close_current(struct own_circle *circle,
                                         const struct sync_action *action, bool *out_changed)
{
    bool may = true;
    bool gave_up = false;
    enum daybook_status status = action->proven ? DAYBOOK_OK : may_believe(circle, &may);
    if (status != DAYBOOK_OK || !may) {
        return status;
    }
    status = renew(circle);
    if (status != DAYBOOK_OK) {
        return status;
    }
    *out_changed = true;
    return action->differs ? salvage_give_up(circle, action->feed, action->first, &gave_up)
                           : DAYBOOK_OK;
}

/* Does it belong to an incarnation of which other feeds are here? */
static bool is_known(const struct own_circle *circle, const struct sync_action *action)
{
    const struct key256 self = circle->journal->self.sign;
    for (size_t i = 0; i < circle->feed_count; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        if (is_own(circle, feed) &&
            id128_equal(action->feed, digest_feed(circle->row.circle, self, feed->incarnation,
                                                  (uint8_t)action->stream))) {
            return true;
        }
    }
    return false;
}

/* One that is closed: a copy of this device may have gone on with it. */
static enum daybook_status answer_closed(struct own_circle *circle,
                                         const struct sync_action *action, bool *out_changed)
{
    const struct feed_row *feed = own_circle_feed(circle, action->feed);
    if (feed == NULL) {
        const struct notice notice = copy_notice(circle);
        *out_changed = action->proven;
        return action->proven && !is_known(circle, action) ? notices_add(circle->journal, &notice)
                                                           : DAYBOOK_OK;
    }
    /* That heads of equal number differ, the engine says; where from, whoever looked in the store.
     */
    bool gives_way =
        action->differs && (action->proven ? action->last > feed->number
                                           : action->first > 0 && may_believe_of_closed(circle));
    return gives_way ? salvage_give_up(circle, action->feed, action->first, out_changed)
                     : DAYBOOK_OK;
}

static enum daybook_status answer_fork(struct own_circle *circle, const struct sync_action *action,
                                       bool *out_changed)
{
    const struct feed_row *feed = own_circle_feed(circle, action->feed);
    const struct notice notice = {.kind = NOTICE_TWO_HISTORIES,
                                  .circle = circle->row.circle,
                                  .subject = action->device,
                                  .at_ms = journal_wall_ms(circle->journal)};
    if (!action->proven || feed == NULL) {
        return DAYBOOK_OK; /* anybody can say so */
    }
    enum daybook_status status = notices_add(circle->journal, &notice);
    return status == DAYBOOK_OK && action->last > feed->number
               ? salvage_yield(circle, action->feed, out_changed)
               : status;
}

enum daybook_status incarnation_told(struct own_circle *circle, const struct sync_action *action,
                                     bool *out_changed)
{
    switch (action->tell) {
    case SYNC_TELL_FORKED_FEED:
        return answer_fork(circle, action, out_changed);
    case SYNC_TELL_OWN_FEED_AHEAD:
        return own_circle_is_current(circle, action->feed)
                   ? close_current(circle, action, out_changed)
                   : answer_closed(circle, action, out_changed);
    }
    return DAYBOOK_OK;
}
