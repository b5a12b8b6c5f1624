/* The data key of one store and the subkeys derived from it. */
#include "vault/store_key.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "vault/guarded.h"
#include "vault/subkey.h"

static void derive_subkeys(struct store_key *key)
{
    subkey_derive(key->data, SUBKEY_STORE_MAIN, key->unit[UNIT_MAIN]);
    subkey_derive(key->data, SUBKEY_STORE_LOG, key->unit[UNIT_LOG]);
    subkey_derive(key->data, SUBKEY_STORE_TEMPORARY, key->unit[UNIT_TEMPORARY]);
    subkey_derive(key->data, SUBKEY_STORE_HEADER, key->header);
    subkey_derive(key->data, SUBKEY_STORE_STATE, key->state);
}

enum daybook_status store_key_create(struct store_key **out_key)
{
    assert(out_key != NULL);
    struct store_key *key = guarded_take(sizeof *key);
    if (key == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    randombytes_buf(key->data, sizeof key->data);
    randombytes_buf(key->store.bytes, sizeof key->store.bytes);
    derive_subkeys(key);
    *out_key = key;
    return DAYBOOK_OK;
}

enum daybook_status store_key_from_bytes(struct id128 store,
                                         const uint8_t data[static STORE_KEY_SIZE],
                                         struct store_key **out_key)
{
    assert(out_key != NULL);
    struct store_key *key = guarded_take(sizeof *key);
    if (key == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    memcpy(key->data, data, sizeof key->data);
    key->store = store;
    derive_subkeys(key);
    *out_key = key;
    return DAYBOOK_OK;
}

void store_key_free(struct store_key *key)
{
    guarded_free(key);
}

struct id128 store_key_id(const struct store_key *key)
{
    assert(key != NULL);
    return key->store;
}
