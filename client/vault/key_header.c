/* The key header of a store (schema/store/format.md). */
#include "vault/key_header.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "vault/guarded.h"
#include "vault/key_slot.h"
#include "vault/little_endian.h"
#include "vault/store_key.h"

enum {
    MAGIC_AT = 0,
    VERSION_AT = 16,
    PAGE_SIZE_AT = 20,
    GENERATION_AT = 24,
    STORE_AT = 32,
    SLOTS_AT = 48,
    MAC_AT = 1104,

    MAGIC_SIZE = VERSION_AT - MAGIC_AT,
    MAC_SIZE = 32,
    FORMAT_VERSION = 1,
    FORMAT_PAGE_SIZE = 4096
};

static_assert(SLOTS_AT + KEY_SLOT_COUNT * KEY_SLOT_SIZE == MAC_AT,
              "the slots end where the MAC is");

static const uint8_t magic[MAGIC_SIZE] = "DAYBOOK STORE 1";

static void compute_mac(const uint8_t *header, const struct store_key *key,
                        uint8_t out_mac[static MAC_SIZE])
{
    (void)crypto_generichash(out_mac, MAC_SIZE, header, MAC_AT, key->header, sizeof key->header);
}

void key_header_begin(const struct store_key *key, uint8_t out_header[static KEY_HEADER_SIZE])
{
    assert(key != NULL);
    randombytes_buf(out_header, KEY_HEADER_SIZE);
    memcpy(out_header + MAGIC_AT, magic, MAGIC_SIZE);
    little_endian_put_u32(out_header + VERSION_AT, FORMAT_VERSION);
    little_endian_put_u32(out_header + PAGE_SIZE_AT, FORMAT_PAGE_SIZE);
    little_endian_put_u64(out_header + GENERATION_AT, 1);
    memcpy(out_header + STORE_AT, key->store.bytes, sizeof key->store.bytes);
    for (size_t i = 0; i < KEY_SLOT_COUNT; i++) {
        out_header[SLOTS_AT + i * KEY_SLOT_SIZE + KEY_SLOT_TYPE_AT] = KEY_SLOT_EMPTY;
    }
    compute_mac(out_header, key, out_header + MAC_AT);
}

enum daybook_status key_header_look(const uint8_t header[static KEY_HEADER_SIZE],
                                    uint64_t *out_generation)
{
    assert(out_generation != NULL);
    if (memcmp(header + MAGIC_AT, magic, MAGIC_SIZE) != 0) {
        return DAYBOOK_DAMAGED;
    }
    uint32_t version = little_endian_u32(header + VERSION_AT);
    if (version > FORMAT_VERSION) {
        return DAYBOOK_NEWER;
    }
    if (version < FORMAT_VERSION || little_endian_u32(header + PAGE_SIZE_AT) != FORMAT_PAGE_SIZE) {
        return DAYBOOK_DAMAGED;
    }
    *out_generation = little_endian_u64(header + GENERATION_AT);
    return DAYBOOK_OK;
}

enum daybook_status key_header_check(const uint8_t header[static KEY_HEADER_SIZE],
                                     const struct store_key *key)
{
    assert(key != NULL);
    uint8_t mac[MAC_SIZE];
    compute_mac(header, key, mac);
    bool fits = sodium_memcmp(mac, header + MAC_AT, MAC_SIZE) == 0;
    return fits ? DAYBOOK_OK : DAYBOOK_DAMAGED;
}

/* The first slot of this type, KEY_SLOT_COUNT when there is none. */
static size_t find_slot(const uint8_t *header, enum key_slot_type type)
{
    size_t number = 0;
    while (number < KEY_SLOT_COUNT &&
           header[SLOTS_AT + number * KEY_SLOT_SIZE + KEY_SLOT_TYPE_AT] != type) {
        number++;
    }
    return number;
}

/* The slot to fill: one of this type that is to be replaced, else the first empty one. */
static size_t choose_slot(const uint8_t *header, enum key_slot_type type, bool replace)
{
    size_t number = replace ? find_slot(header, type) : KEY_SLOT_COUNT;
    return number < KEY_SLOT_COUNT ? number : find_slot(header, KEY_SLOT_EMPTY);
}

static void put_slot(uint8_t *header, const struct store_key *key, size_t number,
                     const uint8_t slot[static KEY_SLOT_SIZE])
{
    memcpy(header + SLOTS_AT + number * KEY_SLOT_SIZE, slot, KEY_SLOT_SIZE);
    uint64_t generation = little_endian_u64(header + GENERATION_AT);
    little_endian_put_u64(header + GENERATION_AT, generation + 1);
    compute_mac(header, key, header + MAC_AT);
}

/* Where a slot of this type goes in a sound header. */
static enum daybook_status find_place(const uint8_t *header, const struct store_key *key,
                                      enum key_slot_type type, bool replace,
                                      struct key_slot_place *out_place)
{
    if (key_header_check(header, key) != DAYBOOK_OK) {
        return DAYBOOK_DAMAGED;
    }
    size_t number = choose_slot(header, type, replace);
    if (number == KEY_SLOT_COUNT) {
        return DAYBOOK_FULL;
    }
    *out_place = (struct key_slot_place){header, (uint8_t)number};
    return DAYBOOK_OK;
}

enum daybook_status key_header_set_slot(uint8_t header[static KEY_HEADER_SIZE],
                                        const struct store_key *key, const struct key_slot *filling,
                                        bool replace)
{
    assert(filling->type != KEY_SLOT_EMPTY);
    assert(filling->secret != NULL);
    assert(key_cost_is_allowed(filling->cost));
    uint8_t slot[KEY_SLOT_SIZE];
    struct key_slot_place place;
    enum daybook_status status = find_place(header, key, filling->type, replace, &place);
    if (status == DAYBOOK_OK) {
        status = key_slot_seal(place, key, filling, slot);
    }
    if (status == DAYBOOK_OK) {
        put_slot(header, key, place.number, slot);
    }
    return status;
}

enum daybook_status key_header_set_sheet(uint8_t header[static KEY_HEADER_SIZE],
                                         const struct store_key *key, struct key256 box)
{
    uint8_t slot[KEY_SLOT_SIZE];
    struct key_slot_place place;
    enum daybook_status status = find_place(header, key, KEY_SLOT_RECOVERY, true, &place);
    if (status == DAYBOOK_OK) {
        status = key_slot_seal_to(place, key, box, slot);
    }
    if (status == DAYBOOK_OK) {
        put_slot(header, key, place.number, slot);
    }
    return status;
}

enum daybook_status key_header_clear_slots(uint8_t header[static KEY_HEADER_SIZE],
                                           const struct store_key *key, enum key_slot_type type)
{
    assert(type != KEY_SLOT_EMPTY);
    uint8_t slot[KEY_SLOT_SIZE];
    if (key_header_check(header, key) != DAYBOOK_OK) {
        return DAYBOOK_DAMAGED;
    }
    for (size_t number = find_slot(header, type); number < KEY_SLOT_COUNT;
         number = find_slot(header, type)) {
        randombytes_buf(slot, sizeof slot);
        slot[KEY_SLOT_TYPE_AT] = KEY_SLOT_EMPTY;
        put_slot(header, key, number, slot);
    }
    return DAYBOOK_OK;
}

bool key_header_has_slot(const uint8_t header[static KEY_HEADER_SIZE], enum key_slot_type type)
{
    return find_slot(header, type) < KEY_SLOT_COUNT;
}

struct id128 key_header_store(const uint8_t header[static KEY_HEADER_SIZE])
{
    struct id128 store;
    memcpy(store.bytes, header + STORE_AT, sizeof store.bytes);
    return store;
}

static enum daybook_status open_slot(const uint8_t *header, size_t number,
                                     const struct secret *ready, struct store_key **out_key)
{
    uint8_t *data = guarded_take(STORE_KEY_SIZE);
    if (data == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    const struct key_slot_place place = {header, (uint8_t)number};
    const uint8_t *slot = header + SLOTS_AT + number * KEY_SLOT_SIZE;
    enum daybook_status status = key_slot_open(place, slot, ready, data);
    if (status == DAYBOOK_OK) {
        status = store_key_from_bytes(key_header_store(header), data, out_key);
    }
    guarded_free(data);
    return status;
}

/* Try slot after slot. One that does not open leaves the next its chance; only a lack of memory
 * ends the search, since a later LOCKED would be a lie. */
static enum daybook_status open_slots(const uint8_t *header, enum key_slot_type type,
                                      const struct secret *ready, struct store_key **out_key)
{
    enum daybook_status result = DAYBOOK_LOCKED;
    for (size_t number = 0; number < KEY_SLOT_COUNT; number++) {
        if (header[SLOTS_AT + number * KEY_SLOT_SIZE + KEY_SLOT_TYPE_AT] != type) {
            continue;
        }
        enum daybook_status status = open_slot(header, number, ready, out_key);
        if (status == DAYBOOK_DAMAGED) {
            result = DAYBOOK_DAMAGED;
        } else if (status != DAYBOOK_LOCKED) {
            return status;
        }
    }
    return result;
}

enum daybook_status key_header_open(const uint8_t header[static KEY_HEADER_SIZE],
                                    enum key_slot_type type, const struct secret *secret,
                                    struct store_key **out_key)
{
    assert(type != KEY_SLOT_EMPTY);
    assert(secret != NULL);
    assert(out_key != NULL);
    uint64_t generation = 0;
    enum daybook_status status = key_header_look(header, &generation);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct secret *ready = NULL;
    struct store_key *key = NULL;
    status = key_slot_ready(type, secret, &ready);
    if (status != DAYBOOK_OK) {
        /* What is no text was never set as a passphrase. */
        return status == DAYBOOK_INVALID ? DAYBOOK_LOCKED : status;
    }
    status = open_slots(header, type, ready, &key);
    if (status == DAYBOOK_OK) {
        status = key_header_check(header, key);
    }
    if (status == DAYBOOK_OK) {
        *out_key = key;
    } else {
        store_key_free(key);
    }
    secret_free(ready);
    return status;
}
