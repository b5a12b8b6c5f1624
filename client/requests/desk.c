/* The desk where requests are answered: one home, and its journal while that is open. */
#include "requests/desk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "journal/exchange.h"
#include "requests/home.h"
#include "vault/keyring.h"

enum { MINUTE_MS = 60000 };

struct desk {
    char *home;
    struct journal_ports ports;
    bool is_agent;
    int64_t since_ms;
    struct journal *journal;
    unsigned lock_after_minutes; /* 0: never */
    int64_t used_ms;             /* when somebody used the journal last */
    size_t sealed_count;         /* entries taken in since it was opened */
    uint64_t openings;
};

enum daybook_status desk_create(const struct desk_setup *setup, struct desk **out_desk)
{
    assert(setup != NULL && setup->home != NULL && out_desk != NULL);
    struct desk *desk = calloc(1, sizeof *desk);
    char *home = strdup(setup->home);
    if (desk == NULL || home == NULL) {
        free(desk);
        free(home);
        return DAYBOOK_NO_MEMORY;
    }
    *desk = (struct desk){
        .home = home,
        .ports = setup->ports,
        .is_agent = setup->is_agent,
        .since_ms = setup->ports.wall_ms(setup->ports.context),
    };
    *out_desk = desk;
    return DAYBOOK_OK;
}

void desk_free(struct desk *desk)
{
    if (desk == NULL) {
        return;
    }
    desk_close(desk);
    free(desk->home);
    free(desk);
}

static enum daybook_status open_with(struct desk *desk, enum key_slot_type type,
                                     const struct secret *secret, struct complaint *out_complaint)
{
    char *state_folder = NULL;
    home_state(&state_folder);
    const struct journal_opening opening = {
        .folder = desk->home, .type = type, .secret = secret, .state_folder = state_folder};
    struct journal *journal = NULL;
    enum daybook_status status = journal_open(&opening, &desk->ports, &journal, out_complaint);
    free(state_folder);
    if (status == DAYBOOK_OK) {
        desk_adopt(desk, journal);
    }
    return status;
}

enum daybook_status desk_open(struct desk *desk, const struct secret *passphrase,
                              struct complaint *out_complaint)
{
    assert(desk != NULL && passphrase != NULL && out_complaint != NULL);
    return desk->journal != NULL ? DAYBOOK_OK
                                 : open_with(desk, KEY_SLOT_PASSPHRASE, passphrase, out_complaint);
}

enum daybook_status desk_open_by_keyring(struct desk *desk)
{
    assert(desk != NULL && desk->journal == NULL);
    struct id128 store;
    bool has = false;
    struct secret *secret = NULL;
    struct complaint unheard = {0};
    enum daybook_status status = journal_look_for_keyring(desk->home, &has, &store);
    if (status != DAYBOOK_OK || !has ||
        keyring_find(keyring_library, store, &secret) != DAYBOOK_OK) {
        return DAYBOOK_NOT_FOUND;
    }
    status = open_with(desk, KEY_SLOT_KEYRING, secret, &unheard);
    secret_free(secret);
    return status == DAYBOOK_OK || status == DAYBOOK_BUSY ? status : DAYBOOK_NOT_FOUND;
}

void desk_adopt(struct desk *desk, struct journal *journal)
{
    assert(desk != NULL && desk->journal == NULL && journal != NULL);
    desk->journal = journal;
    desk_use(desk);
    desk->openings++;
    desk->sealed_count = 0;
    desk_take_sealed(desk);
    if (desk->is_agent) {
        journal_go_online(journal);
    }
}

void desk_take_sealed(struct desk *desk)
{
    assert(desk != NULL);
    struct journal_sealed_news news = {0};
    if (desk->journal == NULL) {
        return;
    }
    /* What cannot be taken in now waits: nothing is lost, and nothing else depends on it. */
    (void)journal_take_sealed(desk->journal, &news);
    desk->sealed_count += news.added;
}

size_t desk_sealed_count(const struct desk *desk)
{
    return desk->sealed_count;
}

void desk_set_lock_after(struct desk *desk, unsigned minutes)
{
    assert(desk != NULL);
    desk->lock_after_minutes = minutes;
}

unsigned desk_lock_after(const struct desk *desk)
{
    return desk->lock_after_minutes;
}

void desk_use(struct desk *desk)
{
    assert(desk != NULL);
    desk->used_ms = desk_monotonic_ms(desk);
}

int64_t desk_lock_ms(const struct desk *desk)
{
    assert(desk != NULL);
    bool locks = desk->journal != NULL && desk->lock_after_minutes > 0;
    return locks ? desk->used_ms + (int64_t)desk->lock_after_minutes * MINUTE_MS : INT64_MAX;
}

uint64_t desk_openings(const struct desk *desk)
{
    return desk->openings;
}

void desk_close(struct desk *desk)
{
    assert(desk != NULL);
    journal_close(desk->journal);
    desk->journal = NULL;
}

struct journal *desk_journal(const struct desk *desk)
{
    assert(desk != NULL);
    return desk->journal;
}

const char *desk_home(const struct desk *desk)
{
    return desk->home;
}

const struct journal_ports *desk_ports(const struct desk *desk)
{
    return &desk->ports;
}

bool desk_is_agent(const struct desk *desk)
{
    return desk->is_agent;
}

int64_t desk_since_ms(const struct desk *desk)
{
    return desk->since_ms;
}

int64_t desk_monotonic_ms(const struct desk *desk)
{
    return desk->ports.monotonic_ms(desk->ports.context);
}
