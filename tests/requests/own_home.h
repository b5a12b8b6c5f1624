/* A home in a temporary folder, and doors onto it. */
#ifndef TESTS_REQUESTS_OWN_HOME_H
#define TESTS_REQUESTS_OWN_HOME_H

#include <jansson.h>

#include <daybook/daybook.h>

enum { OWN_HOME_PATH_SIZE = 400 };

#define OWN_HOME_PASSPHRASE "a passphrase for tests"

struct own_home {
    char base[40];                 /* the temporary folder */
    char path[OWN_HOME_PATH_SIZE]; /* the home in it, not made yet */
    const char *passphrase;        /* that its doors give; NULL: none */
    int asked;                     /* how often it was asked for */
    char progress[1000];           /* what was told last */
};

/* A new temporary folder and the home below it. own_home_remove() ends it. */
void own_home_begin(struct own_home *home, const char *below);
void own_home_remove(const struct own_home *home);

/* The options of a door onto it, which borrow it. */
struct daybook_options own_home_options(struct own_home *home);

/* A door onto it. */
struct daybook *own_home_door(struct own_home *home);

/* A passphrase; daybook_secret_free(). */
struct daybook_secret *own_home_secret(const char *text);

/* Ask at the door, and expect this status. The caller owns the answer. */
json_t *own_home_ask(struct daybook *door, const char *request, const char *json,
                     enum daybook_status expected);

/* The same with a secret. */
json_t *own_home_tell(struct daybook *door, const char *request, const char *passphrase,
                      enum daybook_status expected);

/* Make a journal there, at the lowest cost of a guess. */
void own_home_init(struct own_home *home);

#endif
