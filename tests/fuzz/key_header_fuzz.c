/* Fuzzes the key header of a store: whatever its bytes, it opens for the right secret only, and
 * only unaltered. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "vault/key_header.h"
#include "vault/store_key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct key_cost cheap = {1, 8};

enum { SLOTS_AT = 48, SLOT_SIZE = 132, PASSES_AT = 4, MEMORY_AT = 8, AUTHENTIC_SIZE = 1136 };

static struct secret *make_secret(void)
{
    static const char text[] = "garden path";
    struct secret *secret = NULL;
    enum daybook_status status = secret_create(sizeof text - 1, &secret);
    assert(status == DAYBOOK_OK);
    memcpy(secret_fill(secret), text, sizeof text - 1);
    return secret;
}

static struct store_key *make_header(const struct secret *secret, uint8_t *out_header)
{
    static const uint8_t data[STORE_KEY_SIZE] = {1, 2, 3};
    struct store_key *key = NULL;
    enum daybook_status status = store_key_from_bytes((struct id128){{4, 5}}, data, &key);
    assert(status == DAYBOOK_OK);
    key_header_begin(key, out_header);
    const struct key_slot slot = {KEY_SLOT_PASSPHRASE, secret, cheap};
    status = key_header_set_slot(out_header, key, &slot, false);
    assert(status == DAYBOOK_OK);
    return key;
}

/* A cost within bounds is honest and may take seconds; the fuzzer has not got them. */
static void lower_costs(uint8_t *header)
{
    for (size_t i = 0; i < KEY_SLOT_COUNT; i++) {
        uint8_t *slot = header + SLOTS_AT + i * SLOT_SIZE;
        if (slot[PASSES_AT] <= 10) {
            slot[PASSES_AT] = (uint8_t)(slot[PASSES_AT] > 1 ? 1 : slot[PASSES_AT]);
        }
        if (slot[MEMORY_AT + 1] <= 4) {
            slot[MEMORY_AT] = (uint8_t)(slot[MEMORY_AT] > 8 ? 8 : slot[MEMORY_AT]);
            slot[MEMORY_AT + 1] = 0;
        }
    }
}

/* The input is laid over a good header by exclusive or, so that the empty input is the good one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t good[KEY_HEADER_SIZE];
    uint8_t header[KEY_HEADER_SIZE];
    enum daybook_status begun = secret_begin();
    assert(begun == DAYBOOK_OK);
    struct secret *secret = make_secret();
    struct store_key *key = make_header(secret, good);
    memcpy(header, good, sizeof header);
    for (size_t i = 0; i < size && i < sizeof header; i++) {
        header[i] ^= data[i];
    }
    lower_costs(header);

    struct store_key *opened = NULL;
    bool authentic = memcmp(header, good, AUTHENTIC_SIZE) == 0;
    enum daybook_status status = key_header_open(header, KEY_SLOT_PASSPHRASE, secret, &opened);
    assert((status == DAYBOOK_OK) == authentic);
    assert((opened != NULL) == authentic);
    assert((key_header_check(header, key) == DAYBOOK_OK) == authentic);

    store_key_free(opened);
    store_key_free(key);
    secret_free(secret);
    return 0;
}
