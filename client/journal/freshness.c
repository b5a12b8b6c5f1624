/* Is this journal's file the newest state of it that this machine has seen? */
#include "journal/freshness.h"

#include <stdlib.h>
#include <string.h>

#include "journal/incarnation.h"
#include "journal/state.h"
#include "store/setting_rows.h"
#include "store/state_file.h"
#include "vault/random.h"

/* What the store says of itself. */
struct tokens {
    struct id128 now;
    struct id128 before;
};

static enum daybook_status read_tokens(struct journal *journal, struct tokens *out_tokens)
{
    struct bytes value = {0};
    struct tokens tokens = {0};
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    if (status == DAYBOOK_OK) {
        status = setting_rows_get(journal->database, SETTING_TOKEN, arena, &value);
    }
    if (status == DAYBOOK_OK && value.size != sizeof tokens) {
        status = DAYBOOK_DAMAGED;
    }
    if (status == DAYBOOK_OK) {
        memcpy(&tokens, value.data, sizeof tokens);
    }
    arena_free(arena);
    if (status == DAYBOOK_OK || status == DAYBOOK_NOT_FOUND) {
        *out_tokens = tokens; /* zeros before the first opening */
        return DAYBOOK_OK;
    }
    return status;
}

static enum daybook_status put_tokens(struct journal *journal, const struct tokens *tokens)
{
    return setting_rows_put(journal->database, SETTING_TOKEN,
                            (struct bytes){(const uint8_t *)tokens, sizeof *tokens});
}

/* A new token: first in the store, then in the file. Cut off in between, the file is one behind. */
static void advance(struct journal *journal, struct id128 filed)
{
    const struct tokens tokens = {.now = random_id(), .before = filed};
    if (put_tokens(journal, &tokens) == DAYBOOK_OK) {
        journal->token = tokens.now;
        (void)state_file_write(journal->database, journal->state_folder, tokens.now);
    }
}

/* New incarnations, a notice and the token that ends the alarm: all of it or nothing. */
static enum daybook_status answer_put_back(struct journal *journal, struct id128 filed)
{
    struct database *database = journal->database;
    const struct tokens tokens = {.now = random_id(), .before = filed};
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = incarnation_renew_stored(journal);
    if (status == DAYBOOK_OK) {
        status = put_tokens(journal, &tokens);
    }
    if (status == DAYBOOK_OK) {
        status = database_commit(database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(database);
        return status;
    }
    journal->token = tokens.now;
    (void)state_file_write(database, journal->state_folder, tokens.now);
    return DAYBOOK_OK;
}

enum daybook_status freshness_check(struct journal *journal, const char *state_folder)
{
    struct tokens tokens;
    struct id128 filed = {{0}};
    enum daybook_status status = read_tokens(journal, &tokens);
    if (status != DAYBOOK_OK) {
        return status;
    }
    journal->state_folder = strdup(state_folder);
    if (journal->state_folder == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    status = state_file_read(journal->database, state_folder, &filed);
    if (status == DAYBOOK_NO_MEMORY) {
        return status;
    }
    bool behind = status == DAYBOOK_OK && id128_equal(filed, tokens.before);
    if (status == DAYBOOK_OK && !id128_equal(filed, tokens.now) && !behind) {
        status = answer_put_back(journal, filed);
    } else if (status == DAYBOOK_NOT_FOUND) {
        advance(journal, tokens.now);
        status = DAYBOOK_OK;
    } else if (status == DAYBOOK_OK && (!behind || state_file_write(journal->database, state_folder,
                                                                    tokens.now) == DAYBOOK_OK)) {
        advance(journal, tokens.now); /* never two steps ahead of the file */
    } else {
        status = DAYBOOK_OK; /* a file that cannot be read or written is looked at next time */
    }
    journal->changes_at_token = state_file_changes(journal->database);
    return status;
}

void freshness_leave(struct journal *journal)
{
    struct id128 filed;
    if (journal->state_folder == NULL ||
        state_file_changes(journal->database) == journal->changes_at_token) {
        return;
    }
    if (state_file_read(journal->database, journal->state_folder, &filed) == DAYBOOK_OK &&
        id128_equal(filed, journal->token)) {
        advance(journal, filed);
    }
}
