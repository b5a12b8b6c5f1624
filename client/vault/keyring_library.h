/* The few functions of libsecret that are used, found at run time. For vault/keyring.c only. */
#ifndef VAULT_KEYRING_LIBRARY_H
#define VAULT_KEYRING_LIBRARY_H

#include <stdbool.h>

#include <daybook/status.h>

struct keyring_functions;

/* Load the library and find its functions. NOT_FOUND: it is not there, or it lacks one. It stays
 * loaded until the process ends. */
enum daybook_status keyring_library_load(const char *library,
                                         struct keyring_functions *out_functions);

/* As libsecret declares them; its objects are opaque here. */
struct keyring_functions {
    void *(*search)(const void *schema, int flags, void *cancellable, void **error, ...);
    void *(*retrieve)(void *item, void *cancellable, void **error);
    const char *(*text)(void *value);
    int (*store)(const void *schema, const char *collection, const char *label,
                 const char *password, void *cancellable, void **error, ...);
    int (*clear)(const void *schema, void *cancellable, void **error, ...);
};

/* The text kept for a store, borrowed until the process ends. NOT_FOUND, LOCKED, FAILED. */
enum daybook_status keyring_library_find(const struct keyring_functions *functions,
                                         const char *store, const char **out_text);

/* Keep a text for a store. FAILED: refused. */
enum daybook_status keyring_library_store(const struct keyring_functions *functions,
                                          const char *store, const char *text);

/* Forget it. FAILED: refused. */
enum daybook_status keyring_library_clear(const struct keyring_functions *functions,
                                          const char *store);

#endif
