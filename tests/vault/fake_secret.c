/* A stand-in for libsecret that keeps one secret in a file: DAYBOOK_FAKE_KEYRING names it. The file
 * decides: "refuse" makes every call fail, "hang" makes it wait, "locked" keeps the secret back. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_SIZE = 256 };

static char kept[TEXT_SIZE];
static struct {
    void *data;
} items;
static char error[] = "an error";

void *secret_password_search_sync(const void *schema, int flags, void *cancellable, void **fault,
                                  ...);
void *secret_retrievable_retrieve_secret_sync(void *item, void *cancellable, void **fault);
const char *secret_value_get_text(void *value);
int secret_password_store_sync(const void *schema, const char *collection, const char *label,
                               const char *password, void *cancellable, void **fault, ...);
int secret_password_clear_sync(const void *schema, void *cancellable, void **fault, ...);

static const char *file_name(void)
{
    const char *name = getenv("DAYBOOK_FAKE_KEYRING");
    return name == NULL ? "/nonexistent" : name;
}

/* "store=secret" or one of the words; false when there is no such file. */
static int read_file(void)
{
    FILE *file = fopen(file_name(), "r");
    if (file == NULL) {
        return 0;
    }
    int got = fgets(kept, sizeof kept, file) != NULL;
    (void)fclose(file); /* only read from */
    return got;
}

/* Behave as the file says, before anything else. */
static int refuses(void **fault)
{
    if (!read_file()) {
        return 0;
    }
    if (strcmp(kept, "hang") == 0) {
        (void)pause();
    }
    if (strcmp(kept, "refuse") == 0) {
        *fault = error;
    }
    return *fault != NULL;
}

void *secret_password_search_sync(const void *schema, int flags, void *cancellable, void **fault,
                                  ...)
{
    (void)schema;
    (void)flags;
    (void)cancellable;
    va_list attributes;
    va_start(attributes, fault);
    (void)va_arg(attributes, const char *);
    const char *store = va_arg(attributes, const char *);
    va_end(attributes);
    if (refuses(fault) || !read_file()) {
        return NULL;
    }
    size_t size = strlen(store);
    int locked = strcmp(kept, "locked") == 0;
    if (!locked && (strncmp(kept, store, size) != 0 || kept[size] != '=')) {
        return NULL;
    }
    items.data = locked ? NULL : kept + size + 1;
    return &items;
}

void *secret_retrievable_retrieve_secret_sync(void *item, void *cancellable, void **fault)
{
    (void)cancellable;
    if (item == NULL) {
        *fault = error;
    }
    return item;
}

const char *secret_value_get_text(void *value)
{
    return value;
}

/* NOLINTNEXTLINE(readability-function-size): libsecret chose the parameters. */
int secret_password_store_sync(const void *schema, const char *collection, const char *label,
                               const char *password, void *cancellable, void **fault, ...)
{
    (void)schema;
    (void)collection;
    (void)label;
    (void)cancellable;
    va_list attributes;
    va_start(attributes, fault);
    (void)va_arg(attributes, const char *);
    const char *store = va_arg(attributes, const char *);
    va_end(attributes);
    if (refuses(fault)) {
        return 0;
    }
    FILE *file = fopen(file_name(), "w");
    if (file == NULL) {
        return 0;
    }
    (void)fprintf(file, "%s=%s", store, password);
    return fclose(file) == 0;
}

int secret_password_clear_sync(const void *schema, void *cancellable, void **fault, ...)
{
    (void)schema;
    (void)cancellable;
    return !refuses(fault) && unlink(file_name()) == 0;
}
