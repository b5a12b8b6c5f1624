/* Is this journal's file the newest state of it that this machine has seen? */
#include "journal/freshness.h"

#include <assert.h>
#include <string.h>

#include "journal/incarnation.h"
#include "journal/state.h"
#include "store/setting_rows.h"
#include "store/state_file.h"
#include "vault/little_endian.h"
#include "vault/random.h"

enum { PLACES_MAX = 16, OPENINGS_SIZE = 8 };

/* What the store says of the state file in one place. */
struct tokens {
    struct id128 place;
    struct id128 now;
    struct id128 before;
};

static_assert(sizeof(struct tokens) == 48, "kept as bytes, without gaps");

/* The places it was opened in, the latest first; of too many the one not used for longest goes. */
struct places {
    uint64_t openings; /* wherever they were */
    struct tokens rows[PLACES_MAX];
    size_t count;
};

static enum daybook_status read_places(struct journal *journal, struct places *out_places)
{
    struct bytes value = {0};
    struct places places = {.count = 0};
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    if (status == DAYBOOK_OK) {
        status = setting_rows_get(journal->database, SETTING_TOKENS, arena, &value);
    }
    size_t rows_size = value.size < OPENINGS_SIZE ? 0 : value.size - OPENINGS_SIZE;
    bool whole = value.size >= OPENINGS_SIZE && rows_size % sizeof places.rows[0] == 0 &&
                 rows_size <= sizeof places.rows;
    if (status == DAYBOOK_OK && !whole) {
        status = DAYBOOK_DAMAGED;
    }
    if (status == DAYBOOK_OK) {
        places.openings = little_endian_u64(value.data);
        memcpy(places.rows, value.data + OPENINGS_SIZE, rows_size);
        places.count = rows_size / sizeof places.rows[0];
    }
    arena_free(arena);
    if (status == DAYBOOK_OK || status == DAYBOOK_NOT_FOUND) {
        *out_places = places; /* none before the first opening */
        return DAYBOOK_OK;
    }
    return status;
}

static enum daybook_status put_places(struct journal *journal, const struct places *places)
{
    uint8_t value[OPENINGS_SIZE + sizeof places->rows];
    size_t rows_size = places->count * sizeof places->rows[0];
    little_endian_put_u64(value, places->openings);
    memcpy(value + OPENINGS_SIZE, places->rows, rows_size);
    return setting_rows_put(journal->database, SETTING_TOKENS,
                            (struct bytes){value, OPENINGS_SIZE + rows_size});
}

/* Where a place is in the list; its count when it is not. */
static size_t find_place(const struct places *places, struct id128 place)
{
    size_t at = 0;
    while (at < places->count && !id128_equal(places->rows[at].place, place)) {
        at++;
    }
    return at;
}

static void put_first(struct places *places, struct tokens tokens)
{
    size_t at = find_place(places, tokens.place);
    if (at == places->count && places->count < PLACES_MAX) {
        places->count++;
    }
    at = at < PLACES_MAX ? at : PLACES_MAX - 1;
    memmove(places->rows + 1, places->rows, at * sizeof places->rows[0]);
    places->rows[0] = tokens;
}

/* The token that follows a file's, as the first of the list and for the file. */
static struct state_note renew(struct places *places, struct state_note filed)
{
    const struct state_note next = {
        .place = filed.place, .token = random_id(), .opening = places->openings};
    put_first(places, (struct tokens){filed.place, next.token, filed.token});
    return next;
}

/* A new token: first in the store, then in the file. Cut off in between, the file is one behind. */
static bool advance(struct journal *journal, struct places *places, struct state_note filed)
{
    const struct state_note next = renew(places, filed);
    return put_places(journal, places) == DAYBOOK_OK &&
           state_file_write(journal->database, journal->state_folder, &next) == DAYBOOK_OK;
}

/* A place that was not used before. One that keeps no file is forgotten, so that many of them drive
 * no other out of the list. */
static void begin_place(struct journal *journal, struct places *places)
{
    const struct places before = *places;
    if (!advance(journal, places, (struct state_note){.place = random_id()})) {
        (void)put_places(journal, &before); /* one place too many does no harm */
    }
}

/* New incarnations, a notice and the token that ends the alarm: all of it or nothing. */
static enum daybook_status answer_put_back(struct journal *journal, struct places *places,
                                           struct state_note filed)
{
    struct database *database = journal->database;
    const struct state_note next = renew(places, filed);
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = incarnation_renew_stored(journal);
    if (status == DAYBOOK_OK) {
        status = put_places(journal, places);
    }
    if (status == DAYBOOK_OK) {
        status = database_commit(database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(database);
        return status;
    }
    (void)state_file_write(database, journal->state_folder, &next); /* else it is one behind */
    return DAYBOOK_OK;
}

/* Nobody opened the store since it was closed here: are its pages those it was closed with? Asked
 * before anything is written. */
static bool is_older_in_part(struct journal *journal, const struct places *places,
                             const struct state_note *filed)
{
    struct key256 pages;
    size_t at = find_place(places, filed->place);
    bool left_closed = at < places->count && id128_equal(places->rows[at].now, filed->token) &&
                       filed->opening == places->openings &&
                       !key256_equal(filed->pages, (struct key256){{0}});
    return left_closed && state_file_pages(journal->database, &pages) == DAYBOOK_OK &&
           !key256_equal(pages, filed->pages);
}

/* What the file of this place says, against what the store says of it. */
static enum daybook_status compare(struct journal *journal, struct places *places,
                                   struct state_note filed)
{
    bool older_in_part = is_older_in_part(journal, places, &filed);
    size_t at = find_place(places, filed.place);
    places->openings++;
    if (older_in_part || at == places->count) {
        return answer_put_back(journal, places, filed);
    }
    const struct tokens tokens = places->rows[at];
    if (id128_equal(filed.token, tokens.now)) {
        filed.pages = (struct key256){{0}};
        if (!advance(journal, places, filed)) {
            /* The next opening tries again; until then the store is not as it was left. */
            (void)state_file_write(journal->database, journal->state_folder, &filed);
        }
        return DAYBOOK_OK;
    }
    if (!id128_equal(filed.token, tokens.before)) {
        return answer_put_back(journal, places, filed);
    }
    filed = (struct state_note){.place = filed.place, .token = tokens.now};
    if (state_file_write(journal->database, journal->state_folder, &filed) == DAYBOOK_OK) {
        (void)advance(journal, places, filed); /* never two steps ahead of the file */
    } else {
        (void)put_places(journal, places); /* as elsewhere: the opening counts */
    }
    return DAYBOOK_OK;
}

enum daybook_status freshness_check(struct journal *journal, const char *state_folder)
{
    struct places places;
    struct state_note filed;
    enum daybook_status status = read_places(journal, &places);
    if (status != DAYBOOK_OK) {
        return status;
    }
    journal->state_folder = strdup(state_folder);
    if (journal->state_folder == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    status = state_file_read(journal->database, state_folder, &filed);
    if (status == DAYBOOK_OK) {
        status = compare(journal, &places, filed);
    } else if (status == DAYBOOK_NOT_FOUND) {
        places.openings++;
        begin_place(journal, &places);
        status = DAYBOOK_OK;
    } else if (status == DAYBOOK_FAILED) {
        places.openings++;
        (void)put_places(journal, &places);
        status = DAYBOOK_OK; /* a file that cannot be read is looked at next time */
    }
    journal->changes_at_token = state_file_changes(journal->database);
    return status;
}

void freshness_renew(struct journal *journal)
{
    struct places places;
    struct state_note filed;
    if (journal->state_folder == NULL || read_places(journal, &places) != DAYBOOK_OK) {
        return;
    }
    enum daybook_status status = state_file_read(journal->database, journal->state_folder, &filed);
    if (status == DAYBOOK_NOT_FOUND) {
        begin_place(journal, &places);
    } else if (status == DAYBOOK_OK) {
        size_t at = find_place(&places, filed.place);
        bool is_ours = at < places.count && id128_equal(places.rows[at].now, filed.token);
        (void)(is_ours && advance(journal, &places, filed)); /* else the next opening tries again */
    }
}

/* The note of a store that is closed now, without what tells its pages when that cannot be had. */
static void note_pages(struct journal *journal, struct state_note *note)
{
    if (state_file_pages(journal->database, &note->pages) != DAYBOOK_OK) {
        note->pages = (struct key256){{0}};
    }
    (void)state_file_write(journal->database, journal->state_folder, note); /* else one behind */
}

void freshness_leave(struct journal *journal)
{
    struct places places;
    struct state_note note;
    if (journal->state_folder == NULL || read_places(journal, &places) != DAYBOOK_OK ||
        state_file_read(journal->database, journal->state_folder, &note) != DAYBOOK_OK) {
        return;
    }
    size_t at = find_place(&places, note.place);
    if (at == places.count || !id128_equal(places.rows[at].now, note.token)) {
        return; /* the next opening brings the file up to date */
    }
    bool changed = state_file_changes(journal->database) != journal->changes_at_token;
    if (changed) {
        note = renew(&places, note);
    }
    if (!changed || put_places(journal, &places) == DAYBOOK_OK) {
        note_pages(journal, &note);
    }
}
