/* Fuzzes KEYS: what is sealed to this device's box key, and the membership operations behind the
 * seal. The first byte of the input says whether the rest is what was sealed, or what is said to be
 * sealed. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "journal/receiving.h"
#include "vault/identity.h"
#include "vault/secret.h"
#include "wire/body.h"
#include "wire/envelope.h"
#include "wire/operation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { IS_DEFLATED = 1, IS_SEALED = 2, SEED_SIZE = 32 };

static struct identity *make_identity(void)
{
    struct secret *seed = NULL;
    struct identity *identity = NULL;
    enum daybook_status status = secret_begin();
    assert(status == DAYBOOK_OK);
    status = secret_create(SEED_SIZE, &seed);
    assert(status == DAYBOOK_OK);
    status = identity_from_seed(seed, &identity);
    assert(status == DAYBOOK_OK);
    secret_free(seed);
    return identity;
}

static void look_at_operation(const struct wire_operation *operation, struct arena *arena)
{
    struct operation_header header;
    struct circle_change change;
    if (operation_header_decode(operation->header, arena, &header) == DAYBOOK_OK &&
        header.type >= OPERATION_GENESIS && header.type <= OPERATION_RECOVER) {
        /* Whatever it says: a change, or none. */
        (void)body_decode_change((enum operation_type)header.type, operation->body, arena, &change);
    }
}

static void look_at_run(const struct wire_run *run, struct arena *arena)
{
    struct received_run received;
    enum daybook_status status =
        receiving_check((struct id128){{0}}, STREAM_CIRCLE, run, arena, &received);
    assert(status == DAYBOOK_OK || status == DAYBOOK_FORGED);
    for (size_t i = 0; i < run->count; i++) {
        look_at_operation(&run->operations[i], arena);
    }
}

static void look_at_content(struct bytes plain, uint8_t flags)
{
    struct buffer content = {0};
    struct wire_run *runs = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    assert(arena != NULL);
    if (envelope_unpack(plain, flags, &content) == DAYBOOK_OK &&
        ops_decode(buffer_bytes(&content), arena, &runs, &count) == DAYBOOK_OK) {
        for (size_t i = 0; i < count; i++) {
            look_at_run(&runs[i], arena);
        }
    }
    buffer_free(&content);
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer sealed = {0};
    struct buffer plain = {0};
    if (size == 0) {
        return 0;
    }
    struct identity *identity = make_identity();
    const struct bytes input = {data + 1, size - 1};
    if ((data[0] & IS_SEALED) != 0) {
        enum daybook_status status = identity_open(identity, input, &plain);
        assert(status != DAYBOOK_OK && plain.size == 0);
    } else {
        enum daybook_status status =
            identity_seal_to(identity_public(identity).box, input, &sealed);
        assert(status == DAYBOOK_OK);
        status = identity_open(identity, buffer_bytes(&sealed), &plain);
        assert(status == DAYBOOK_OK && bytes_equal(input, buffer_bytes(&plain)));
        look_at_content(buffer_bytes(&plain), data[0] & IS_DEFLATED);
    }
    buffer_free(&sealed);
    buffer_free(&plain);
    identity_free(identity);
    return 0;
}
