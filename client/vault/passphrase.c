/* One spelling for a passphrase, whatever keyboard typed it. */
#include "vault/passphrase.h"

#include <assert.h>
#include <string.h>
#include <utf8proc.h>

#include "vault/guarded.h"

static const utf8proc_option_t normal_form =
    (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);

/* Decomposed and composed again in the given room; the size in bytes, below 1 when there is no
 * text. utf8proc_map() would do both, but in memory that is neither locked nor wiped. */
static utf8proc_ssize_t normalise(const struct secret *passphrase, utf8proc_int32_t *room,
                                  utf8proc_ssize_t count)
{
    utf8proc_ssize_t size = (utf8proc_ssize_t)secret_size(passphrase);
    utf8proc_ssize_t written =
        utf8proc_decompose(secret_data(passphrase), size, room, count, normal_form);
    return written < 1 ? written : utf8proc_reencode(room, written, normal_form);
}

enum daybook_status passphrase_normalise(const struct secret *passphrase,
                                         struct secret **out_normal)
{
    assert(passphrase != NULL);
    assert(out_normal != NULL);
    utf8proc_ssize_t count = utf8proc_decompose(
        secret_data(passphrase), (utf8proc_ssize_t)secret_size(passphrase), NULL, 0, normal_form);
    if (count < 1) {
        return DAYBOOK_INVALID;
    }
    /* One more, because utf8proc_reencode() closes its result with a zero byte. */
    utf8proc_int32_t *room = guarded_take(((size_t)count + 1) * sizeof *room);
    if (room == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    struct secret *normal = NULL;
    enum daybook_status status = DAYBOOK_INVALID;
    utf8proc_ssize_t size = normalise(passphrase, room, count);
    if (size > 0) {
        status = secret_create((size_t)size, &normal);
    }
    if (status == DAYBOOK_OK) {
        memcpy(secret_fill(normal), room, (size_t)size);
        *out_normal = normal;
    }
    guarded_free(room);
    return status;
}
