/* Wherever a process dies that makes a journal, changes its passphrase or its data key, the journal
 * opens with what opened it or with what was to open it, and holds everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fault/journal_folder.h"
#include "fault/mortal.h"

enum { STEPS_MAX = 2000, NOTES = 3 };

static const struct key_cost cheap = {1, 8};

/* A journal's folder and what opens it. */
struct keyed {
    struct journal_folder folder;
    struct secret *other; /* another passphrase */
    struct secret *seed;  /* of the recovery sheet */
};

static void make(struct keyed *keyed)
{
    struct complaint complaint = {0};
    struct journal *journal = NULL;
    struct id128 id;
    const struct journal_ports ports = household_ports(&keyed->folder.household);
    const struct journal_setup setup = {.folder = keyed->folder.path,
                                        .name = bytes_of_text("Ana"),
                                        .role = ROLE_PATIENT,
                                        .passphrase = keyed->folder.passphrase,
                                        .cost = cheap};
    assert_int_equal(journal_create(&setup, &ports, &journal, &keyed->seed, &complaint),
                     DAYBOOK_OK);
    for (int i = 0; i < NOTES; i++) {
        assert_int_equal(journal_folder_log(journal, &id), DAYBOOK_OK);
    }
    journal_close(journal);
}

static int set_up(void **state)
{
    static const char other[] = "another passphrase";
    static struct keyed keyed;
    keyed = (struct keyed){0};
    journal_folder_begin(&keyed.folder);
    assert_int_equal(secret_create(sizeof other - 1, &keyed.other), DAYBOOK_OK);
    memcpy(secret_fill(keyed.other), other, sizeof other - 1);
    *state = &keyed;
    return 0;
}

static int tear_down(void **state)
{
    struct keyed *keyed = *state;
    secret_free(keyed->seed);
    secret_free(keyed->other);
    journal_folder_end(&keyed->folder);
    return 0;
}

static enum daybook_status open_with(struct keyed *keyed, enum key_slot_type type,
                                     const struct secret *secret, struct journal **out_journal)
{
    struct complaint complaint = {0};
    const struct journal_ports ports = household_ports(&keyed->folder.household);
    const struct journal_opening opening = {
        .folder = keyed->folder.path, .type = type, .secret = secret};
    return journal_open(&opening, &ports, out_journal, &complaint);
}

/* It opens with this secret, and is whole. */
static bool opens(struct keyed *keyed, enum key_slot_type type, const struct secret *secret)
{
    struct journal *journal = NULL;
    enum daybook_status status = open_with(keyed, type, secret, &journal);
    if (status != DAYBOOK_OK) {
        assert_int_equal(status, DAYBOOK_LOCKED);
        return false;
    }
    assert_int_equal(journal_folder_check(journal, NOTES), NOTES);
    journal_close(journal);
    return true;
}

static void expect_no_leavings(const struct keyed *keyed)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/store.db.new", keyed->folder.path);
    assert_int_not_equal(access(path, F_OK), 0);
}

/* What is done, how to look at what is left, and at which of the steps to die. */
struct dying {
    void (*act)(void *context);
    void (*look)(struct keyed *keyed);
    unsigned stride;
};

/* Do it until the process survives it. */
static void die_at_each_step(struct keyed *keyed, const struct dying *dying)
{
    unsigned deaths = 0;
    bool died = true;
    for (unsigned step = 1; died; step += dying->stride) {
        assert_true(step < STEPS_MAX);
        died = mortal_dies(step, dying->act, keyed);
        deaths += died ? 1 : 0;
        dying->look(keyed);
    }
    print_message("died at %u steps\n", deaths);
    assert_true(deaths >= 4);
}

static void create_alone(void *context)
{
    struct keyed *keyed = context;
    struct journal *journal = NULL;
    (void)journal_folder_create(&keyed->folder, &journal);
    journal_close(journal);
}

/* What is there opens; what does not open is not in the way. */
static void look_for_whole_or_none(struct keyed *keyed)
{
    struct journal *journal = NULL;
    enum daybook_status status =
        open_with(keyed, KEY_SLOT_PASSPHRASE, keyed->folder.passphrase, &journal);
    if (status != DAYBOOK_OK) {
        assert_int_equal(status, DAYBOOK_NOT_FOUND);
        assert_int_equal(journal_folder_create(&keyed->folder, &journal), DAYBOOK_OK);
    }
    assert_int_equal(journal_folder_check(journal, 0), 0);
    journal_close(journal);
    expect_no_leavings(keyed);
    journal_folder_clear(&keyed->folder);
}

static void whoever_dies_while_making_a_journal_leaves_a_whole_one_or_none(void **state)
{
    /* A death takes a tenth of a second here, for the recovery words alone. */
    die_at_each_step(*state, &(struct dying){create_alone, look_for_whole_or_none, 3});
}

static void rekey(struct keyed *keyed, const struct secret *passphrase)
{
    struct journal *journal = NULL;
    struct complaint complaint = {0};
    bool open = false;
    const struct journal_rekeying how = {.passphrase = passphrase, .cost = cheap};
    if (open_with(keyed, KEY_SLOT_PASSPHRASE, passphrase, &journal) == DAYBOOK_OK) {
        (void)journal_rekey(journal, &how, &open, &complaint);
    }
    journal_close(journal);
}

static void rekey_alone(void *context)
{
    struct keyed *keyed = context;
    rekey(keyed, keyed->folder.passphrase);
}

static void look_for_both_keys(struct keyed *keyed)
{
    assert_true(opens(keyed, KEY_SLOT_PASSPHRASE, keyed->folder.passphrase));
    assert_true(opens(keyed, KEY_SLOT_RECOVERY, keyed->seed));
    assert_false(opens(keyed, KEY_SLOT_PASSPHRASE, keyed->other));
    expect_no_leavings(keyed);
}

static void whoever_dies_while_changing_the_key_leaves_the_old_store_or_the_new(void **state)
{
    struct keyed *keyed = *state;
    make(keyed);
    assert_true(opens(keyed, KEY_SLOT_RECOVERY, keyed->seed));
    rekey_alone(keyed); /* from here on the words open at no cost */
    die_at_each_step(keyed, &(struct dying){rekey_alone, look_for_both_keys, 1});
}

static void change_alone(void *context)
{
    struct keyed *keyed = context;
    struct journal *journal = NULL;
    struct complaint complaint = {0};
    const struct secret *new = keyed->other;
    if (open_with(keyed, KEY_SLOT_PASSPHRASE, keyed->folder.passphrase, &journal) != DAYBOOK_OK) {
        new = keyed->folder.passphrase;
        assert_int_equal(open_with(keyed, KEY_SLOT_PASSPHRASE, keyed->other, &journal), DAYBOOK_OK);
    }
    (void)journal_change_passphrase(journal, new, cheap, &complaint);
    journal_close(journal);
}

static void look_for_one_passphrase(struct keyed *keyed)
{
    bool one = opens(keyed, KEY_SLOT_PASSPHRASE, keyed->folder.passphrase);
    bool other = opens(keyed, KEY_SLOT_PASSPHRASE, keyed->other);
    assert_int_equal(one + other, 1);
    assert_true(opens(keyed, KEY_SLOT_RECOVERY, keyed->seed));
}

static void whoever_dies_while_changing_the_passphrase_leaves_one_that_opens(void **state)
{
    struct keyed *keyed = *state;
    make(keyed);
    die_at_each_step(keyed, &(struct dying){change_alone, look_for_one_passphrase, 1});
}

static int begin_deaths(void **state)
{
    (void)state;
    mortal_begin();
    return 0;
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(whoever_dies_while_making_a_journal_leaves_a_whole_one_or_none),
        FRESH(whoever_dies_while_changing_the_key_leaves_the_old_store_or_the_new),
        FRESH(whoever_dies_while_changing_the_passphrase_leaves_one_that_opens),
    };
    return cmocka_run_group_tests(tests, begin_deaths, NULL);
}
