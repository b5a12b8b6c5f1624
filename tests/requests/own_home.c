/* A home in a temporary folder, and doors onto it. */
#include "requests/own_home.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

void own_home_begin(struct own_home *home, const char *below)
{
    *home =
        (struct own_home){.base = "/tmp/daybook-door-XXXXXX", .passphrase = OWN_HOME_PASSPHRASE};
    assert_int_equal(daybook_begin(), DAYBOOK_OK);
    assert_non_null(mkdtemp(home->base));
    (void)snprintf(home->path, sizeof home->path, "%s/%s", home->base, below);
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
    (void)about;
    (void)type;
    (void)place;
    return remove(path);
}

void own_home_remove(const struct own_home *home)
{
    assert_int_equal(nftw(home->base, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

struct daybook_secret *own_home_secret(const char *text)
{
    int ends[2];
    struct daybook_secret *secret = NULL;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
    assert_int_equal(close(ends[1]), 0);
    assert_int_equal(daybook_secret_from_descriptor(ends[0], &secret), DAYBOOK_OK);
    assert_int_equal(close(ends[0]), 0);
    return secret;
}

static enum daybook_status give_passphrase(void *context, struct daybook_secret **out_secret)
{
    struct own_home *home = context;
    home->asked++;
    *out_secret = own_home_secret(home->passphrase);
    return DAYBOOK_OK;
}

static void keep_progress(void *context, const char *sentence)
{
    struct own_home *home = context;
    (void)snprintf(home->progress, sizeof home->progress, "%s", sentence);
}

struct daybook_options own_home_options(struct own_home *home)
{
    return (struct daybook_options){
        .home = home->path,
        .context = home,
        .passphrase = home->passphrase == NULL ? NULL : give_passphrase,
        .progress = keep_progress,
    };
}

struct daybook *own_home_door(struct own_home *home)
{
    const struct daybook_options options = own_home_options(home);
    struct daybook *door = NULL;
    assert_int_equal(daybook_open(&options, &door), DAYBOOK_OK);
    return door;
}

static json_t *ask(struct daybook *door, const char *request, const char *json,
                   const struct daybook_secret *secret, enum daybook_status expected)
{
    char *text = NULL;
    const struct daybook_secrets secrets = {.secret = secret};
    enum daybook_status status = daybook_ask(door, request, json, &secrets, &text);
    assert_non_null(text);
    if (status != expected) {
        print_error("%s: %s\n", request, text);
    }
    assert_int_equal(status, expected);
    json_error_t error;
    json_t *answer = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(answer);
    assert_true(json_is_string(json_object_get(answer, "schema")));
    assert_int_equal(json_object_get(answer, "error") == NULL, expected == DAYBOOK_OK);
    daybook_answer_free(text);
    return answer;
}

json_t *own_home_ask(struct daybook *door, const char *request, const char *json,
                     enum daybook_status expected)
{
    return ask(door, request, json, NULL, expected);
}

json_t *own_home_tell(struct daybook *door, const char *request, const char *passphrase,
                      enum daybook_status expected)
{
    struct daybook_secret *secret = own_home_secret(passphrase);
    const char *json = strcmp(request, "init") == 0 ? "{\"name\":\"Ana\",\"memory_mib\":64}" : NULL;
    json = strcmp(request, "passphrase") == 0 ? "{\"memory_mib\":64}" : json;
    json_t *answer = ask(door, request, json, secret, expected);
    daybook_secret_free(secret);
    return answer;
}

void own_home_init(struct own_home *home)
{
    struct daybook *door = own_home_door(home);
    json_t *answer = own_home_tell(door, "init", OWN_HOME_PASSPHRASE, DAYBOOK_OK);
    assert_int_equal(json_array_size(json_object_get(answer, "recovery")), 24);
    json_decref(answer);
    daybook_close(door);
}
