/* Fuzzes what arrives sealed: an envelope, an epoch's key, sealed bytes and a JOIN; none of it is
 * ours, so none opens. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/epoch.h"
#include "vault/pairing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void open_for_device(struct bytes input)
{
    struct identity *identity = NULL;
    struct epoch *epoch = NULL;
    struct buffer plain = {0};
    enum daybook_status status = identity_create(&identity);
    assert(status == DAYBOOK_OK);
    status = identity_open(identity, input, &plain);
    assert(status == DAYBOOK_FORGED);
    status = epoch_open_sealed(identity, input, (struct key256){{0}}, &epoch);
    assert(status == DAYBOOK_FORGED);
    assert(plain.size == 0 && epoch == NULL);
    buffer_free(&plain);
    identity_free(identity);
}

static void open_envelope(struct bytes input)
{
    static const uint8_t key[32] = {1};
    const struct envelope_context context = {.kind = 1, .stream = 2};
    struct epoch *epoch = NULL;
    struct buffer plain = {0};
    enum daybook_status status = epoch_import((struct bytes){key, sizeof key}, &epoch);
    assert(status == DAYBOOK_OK);
    status = epoch_open(epoch, &context, input, &plain);
    assert(status == DAYBOOK_FORGED);
    assert(plain.size == 0);
    buffer_free(&plain);
    epoch_free(epoch);
}

static void open_join(struct bytes input)
{
    static const uint8_t code[INVITATION_SECRET_SIZE] = {1};
    struct pairing *pairing = NULL;
    struct buffer plain = {0};
    enum daybook_status status = pairing_create((struct bytes){code, sizeof code}, &pairing);
    assert(status == DAYBOOK_OK);
    const struct key256 peer = pairing_public(pairing);
    for (int number = 1; number <= PAIRING_STEPS; number++) {
        const struct pairing_step step = {.number = number, .peer = number == 1 ? NULL : &peer};
        status = pairing_open(pairing, &step, input, &plain);
        assert(status == DAYBOOK_FORGED);
    }
    assert(plain.size == 0);
    buffer_free(&plain);
    pairing_free(pairing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct bytes input = {data, size};
    enum daybook_status begun = secret_begin();
    assert(begun == DAYBOOK_OK);
    open_for_device(input);
    open_envelope(input);
    open_join(input);
    return 0;
}
