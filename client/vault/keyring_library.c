/* The few functions of libsecret that are used, found at run time. The layout of its schema and of
 * GLib's list is part of their stable binary interface. */
#include "vault/keyring_library.h"

#include <assert.h>
#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

enum { ATTRIBUTES_MAX = 32, SCHEMA_NONE = 0, ATTRIBUTE_STRING = 0, SEARCH_LOAD_SECRETS = 1 << 3 };

struct schema_attribute {
    const char *name;
    int type;
};

/* SecretSchema */
struct schema {
    const char *name;
    int flags;
    struct schema_attribute attributes[ATTRIBUTES_MAX];
    int reserved;
    void *more_reserved[7];
};

/* The head of a GList. */
struct list {
    void *data;
};

static const char attribute[] = "store";
static const struct schema schema = {
    .name = "org.daybook.Store",
    .flags = SCHEMA_NONE,
    .attributes = {{attribute, ATTRIBUTE_STRING}},
};

/* POSIX says that what dlsym() finds may be a function; ISO C has no conversion for it. */
static bool find(void *library, const char *name, void *out_function, size_t size)
{
    void *found = dlsym(library, name);
    assert(size == sizeof found);
    memcpy(out_function, &found, size);
    return found != NULL;
}

enum daybook_status keyring_library_load(const char *library,
                                         struct keyring_functions *out_functions)
{
    assert(library != NULL && out_functions != NULL);
    struct keyring_functions functions;
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        return DAYBOOK_NOT_FOUND;
    }
#define FIND(member, name) find(handle, name, &functions.member, sizeof functions.member)
    bool found = FIND(search, "secret_password_search_sync") &&
                 FIND(retrieve, "secret_retrievable_retrieve_secret_sync") &&
                 FIND(text, "secret_value_get_text") && FIND(store, "secret_password_store_sync") &&
                 FIND(clear, "secret_password_clear_sync");
#undef FIND
    if (!found) {
        return DAYBOOK_NOT_FOUND;
    }
    *out_functions = functions;
    return DAYBOOK_OK;
}

enum daybook_status keyring_library_find(const struct keyring_functions *functions,
                                         const char *store, const char **out_text)
{
    void *error = NULL;
    const struct list *items = functions->search(&schema, SEARCH_LOAD_SECRETS, NULL, &error,
                                                 attribute, store, (char *)NULL);
    if (error != NULL) {
        return DAYBOOK_FAILED;
    }
    if (items == NULL) {
        return DAYBOOK_NOT_FOUND;
    }
    void *value = functions->retrieve(items->data, NULL, &error);
    const char *text = value == NULL || error != NULL ? NULL : functions->text(value);
    if (text == NULL) {
        return DAYBOOK_LOCKED;
    }
    *out_text = text;
    return DAYBOOK_OK;
}

enum daybook_status keyring_library_store(const struct keyring_functions *functions,
                                          const char *store, const char *text)
{
    void *error = NULL;
    int stored = functions->store(&schema, NULL, "Daybook journal", text, NULL, &error, attribute,
                                  store, (char *)NULL);
    return stored != 0 && error == NULL ? DAYBOOK_OK : DAYBOOK_FAILED;
}

enum daybook_status keyring_library_clear(const struct keyring_functions *functions,
                                          const char *store)
{
    void *error = NULL;
    int cleared = functions->clear(&schema, NULL, &error, attribute, store, (char *)NULL);
    (void)cleared; /* false also when there was nothing to clear */
    return error == NULL ? DAYBOOK_OK : DAYBOOK_FAILED;
}
