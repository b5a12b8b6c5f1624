/* The proof that a state file was written by whoever holds the store's key. */
#include "vault/state_tag.h"

#include <assert.h>
#include <sodium.h>

#include "vault/store_key.h"

static_assert(STATE_TAG_SIZE == crypto_verify_32_BYTES, "tags are compared by crypto_verify_32()");

void state_tag_make(const struct store_key *key, struct bytes covered,
                    uint8_t out_tag[static STATE_TAG_SIZE])
{
    assert(key != NULL);
    (void)crypto_generichash(out_tag, STATE_TAG_SIZE, covered.data, covered.size, key->state,
                             sizeof key->state);
}

bool state_tag_fits(const struct store_key *key, struct bytes covered,
                    const uint8_t tag[static STATE_TAG_SIZE])
{
    uint8_t expected[STATE_TAG_SIZE];
    state_tag_make(key, covered, expected);
    return crypto_verify_32(expected, tag) == 0;
}
