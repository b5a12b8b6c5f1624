/* Passphrases at the public door: the vault's secrets under a public name. */
#include "requests/door_secret.h"

#include <assert.h>
#include <stdlib.h>

struct daybook_secret {
    struct secret *inside;
};

const struct secret *door_secret_inside(const struct daybook_secret *secret)
{
    return secret == NULL ? NULL : secret->inside;
}

enum daybook_status door_secret_enclose(enum daybook_status status, struct secret *inside,
                                        struct daybook_secret **out_secret)
{
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct daybook_secret *secret = malloc(sizeof *secret);
    if (secret == NULL) {
        secret_free(inside);
        return DAYBOOK_NO_MEMORY;
    }
    secret->inside = inside;
    *out_secret = secret;
    return DAYBOOK_OK;
}

enum daybook_status daybook_secret_from_descriptor(int descriptor,
                                                   struct daybook_secret **out_secret)
{
    assert(out_secret != NULL);
    struct secret *inside = NULL;
    enum daybook_status status = secret_from_descriptor(descriptor, &inside);
    return door_secret_enclose(status, inside, out_secret);
}

enum daybook_status daybook_secret_from_file(const char *path, struct daybook_secret **out_secret)
{
    assert(path != NULL && out_secret != NULL);
    struct secret *inside = NULL;
    enum daybook_status status = secret_from_file(path, &inside);
    return door_secret_enclose(status, inside, out_secret);
}

enum daybook_status daybook_secret_from_terminal(const char *prompt,
                                                 struct daybook_secret **out_secret)
{
    assert(prompt != NULL && out_secret != NULL);
    struct secret *inside = NULL;
    enum daybook_status status = secret_from_terminal(prompt, &inside);
    return door_secret_enclose(status, inside, out_secret);
}

bool daybook_secret_equal(const struct daybook_secret *left, const struct daybook_secret *right)
{
    assert(left != NULL && right != NULL);
    return secret_equal(left->inside, right->inside);
}

void daybook_secret_free(struct daybook_secret *secret)
{
    if (secret == NULL) {
        return;
    }
    secret_free(secret->inside);
    free(secret);
}
