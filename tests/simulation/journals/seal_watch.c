/* What must hold of everything that leaves a home, looked at when it leaves. */
#include "simulation/journals/seal_watch.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "journal/own_circle.h"
#include "journal/topic.h"
#include "store/database_state.h"
#include "store/operation_rows.h"
#include "vault/digest.h"
#include "wire/envelope.h"
#include "wire/have.h"
#include "wire/ops.h"

enum { NONCE_AT = ENVELOPE_HEADER_SIZE, KEY_AT = ENVELOPE_HEADER_SIZE - EPOCH_REFERENCE_SIZE };

/* A key with a nonce, and what was sealed with them. */
struct used_nonce {
    bool used;
    uint8_t key_and_nonce[EPOCH_REFERENCE_SIZE + ENVELOPE_NONCE_SIZE];
    struct key256 sealed;
};

/* A key a home must never have: somebody wrote under it who knew that this is no reader. */
struct forbidden_key {
    size_t home;
    enum stream stream;
    uint8_t reference[EPOCH_REFERENCE_SIZE];
};

struct seal_watch {
    struct used_nonce *nonces; /* by hash, in the next free place */
    size_t nonce_count;
    size_t nonce_capacity;
    struct forbidden_key *forbidden;
    size_t forbidden_count;
    size_t forbidden_capacity;
};

/* One message while it is looked at. */
struct sighting {
    struct town *town;
    struct home *home;
    struct own_circle *circle;
    struct topic topic;
    struct bytes payload;
    struct envelope_clear clear;
    struct arena *arena;
};

struct seal_watch *seal_watch_create(void)
{
    struct seal_watch *watch = calloc(1, sizeof *watch);
    assert(watch != NULL);
    watch->nonce_capacity = 1024;
    watch->nonces = calloc(watch->nonce_capacity, sizeof *watch->nonces);
    assert(watch->nonces != NULL);
    return watch;
}

void seal_watch_free(struct seal_watch *watch)
{
    free(watch->nonces);
    free(watch->forbidden);
    free(watch);
}

static bool contains(struct bytes bytes, const char *text)
{
    size_t size = strlen(text);
    for (size_t at = 0; at + size <= bytes.size; at++) {
        if (memcmp(bytes.data + at, text, size) == 0) {
            return true;
        }
    }
    return false;
}

/* Neither a word of a person nor a name may be readable; nobody speaks under another's name. */
static void look_at_clear_text(const struct town *town, const struct home *home,
                               const struct transport_publish *message)
{
    static const char *const words[] = {"canary", "Zanzibar", "Version"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (contains(message->payload, words[i]) ||
            contains(bytes_of_text(message->topic), words[i])) {
            town_fail(town, "Home %zu sent '%s' in the clear.", home->number, words[i]);
        }
    }
    struct buffer prefix = {0};
    buffer_append_text(&prefix, "daybook/1/");
    buffer_append_text(&prefix, home->seat.circle);
    buffer_append_text(&prefix, "/");
    buffer_append_text(&prefix, home->seat.client_id);
    buffer_append_text(&prefix, "/");
    struct bytes start = buffer_bytes(&prefix);
    if (prefix.failed || strlen(message->topic) < start.size ||
        memcmp(message->topic, start.data, start.size) != 0) {
        town_fail(town, "Home %zu sent under a name that is not its own: %s", home->number,
                  message->topic);
    }
    buffer_free(&prefix);
}

static struct used_nonce *find_place(const struct seal_watch *watch, const uint8_t *key_and_nonce)
{
    uint64_t start = 0;
    memcpy(&start, key_and_nonce + EPOCH_REFERENCE_SIZE, sizeof start);
    size_t at = (size_t)(start % watch->nonce_capacity);
    while (watch->nonces[at].used && memcmp(watch->nonces[at].key_and_nonce, key_and_nonce,
                                            sizeof watch->nonces[at].key_and_nonce) != 0) {
        at = (at + 1) % watch->nonce_capacity;
    }
    return &watch->nonces[at];
}

static void grow(struct seal_watch *watch)
{
    struct used_nonce *old = watch->nonces;
    size_t old_capacity = watch->nonce_capacity;
    watch->nonce_capacity *= 2;
    watch->nonces = calloc(watch->nonce_capacity, sizeof *watch->nonces);
    assert(watch->nonces != NULL);
    for (size_t i = 0; i < old_capacity; i++) {
        if (old[i].used) {
            *find_place(watch, old[i].key_and_nonce) = old[i];
        }
    }
    free(old);
}

static void look_at_nonce(const struct sighting *sighting)
{
    struct seal_watch *watch = sighting->town->watch;
    uint8_t key_and_nonce[EPOCH_REFERENCE_SIZE + ENVELOPE_NONCE_SIZE];
    memcpy(key_and_nonce, sighting->payload.data + KEY_AT, EPOCH_REFERENCE_SIZE);
    memcpy(key_and_nonce + EPOCH_REFERENCE_SIZE, sighting->payload.data + NONCE_AT,
           ENVELOPE_NONCE_SIZE);
    const struct bytes whole[] = {sighting->payload};
    const struct key256 sealed = digest_256("simulation/sealed", whole, 1);
    struct used_nonce *place = find_place(watch, key_and_nonce);
    if (place->used && !key256_equal(place->sealed, sealed)) {
        town_fail(sighting->town, "Home %zu used a nonce twice.", sighting->home->number);
    }
    if (!place->used) {
        *place = (struct used_nonce){.used = true, .sealed = sealed};
        memcpy(place->key_and_nonce, key_and_nonce, sizeof key_and_nonce);
        watch->nonce_count++;
    }
    if (watch->nonce_count * 2 > watch->nonce_capacity) {
        grow(watch);
    }
}

static bool has_key(const struct home *home, enum stream stream, const uint8_t *reference)
{
    const struct own_circle *circle =
        home->journal == NULL ? NULL : journal_circle(home->journal, 0);
    return circle != NULL && own_circle_epoch(circle, stream, reference) != NULL;
}

static void forbid(struct town *town, const struct forbidden_key *key)
{
    struct seal_watch *watch = town->watch;
    for (size_t i = 0; i < watch->forbidden_count; i++) {
        const struct forbidden_key *other = &watch->forbidden[i];
        if (other->home == key->home && other->stream == key->stream &&
            memcmp(other->reference, key->reference, sizeof key->reference) == 0) {
            return;
        }
    }
    if (watch->forbidden_count == watch->forbidden_capacity) {
        watch->forbidden_capacity = 2 * watch->forbidden_capacity + 16;
        watch->forbidden =
            realloc(watch->forbidden, watch->forbidden_capacity * sizeof *watch->forbidden);
        assert(watch->forbidden != NULL);
    }
    watch->forbidden[watch->forbidden_count++] = *key;
    town->tally->counts[TALLY_FORBIDDEN_KEYS]++;
}

/* Whoever the writer knows to be no reader must not have the key, now or ever. */
static void look_at_readers(const struct sighting *sighting)
{
    struct town *town = sighting->town;
    for (size_t i = 0; i < town->home_count; i++) {
        const struct home *other = &town->homes[i];
        const struct circle_device *device =
            other->journal == NULL
                ? NULL
                : circle_find_device(sighting->circle->circle, other->journal->self.sign);
        if (device == NULL || key256_equal(device->sign, sighting->home->journal->self.sign) ||
            circle_reads(sighting->circle->circle, device, sighting->topic.stream)) {
            continue;
        }
        struct forbidden_key key = {.home = i, .stream = sighting->topic.stream};
        memcpy(key.reference, sighting->clear.key_reference, sizeof key.reference);
        if (has_key(other, key.stream, key.reference)) {
            town_fail(town, "Home %zu wrote what home %zu can read and it knows must not.",
                      sighting->home->number, i);
        }
        forbid(town, &key);
    }
}

/* A number may leave when its operation is committed, and the disk was told to keep it. */
static void expect_held(const struct sighting *sighting, struct id128 feed, uint64_t number,
                        const uint8_t *hash_start)
{
    const struct feed_row *row = own_circle_feed(sighting->circle, feed);
    struct key256 hash;
    bool held = row != NULL && operation_rows_hash(sighting->home->journal->database, row->feed_no,
                                                   number, &hash) == DAYBOOK_OK;
    if (!held || (hash_start != NULL && memcmp(hash.bytes, hash_start, 8) != 0)) {
        town_fail(sighting->town,
                  "Home %zu spoke of operation %llu of a feed and does not hold it.",
                  sighting->home->number, (unsigned long long)number);
    }
}

static void look_at_run(const struct sighting *sighting, const struct wire_run *run)
{
    const struct id128 feed = digest_feed(sighting->circle->row.circle, run->device,
                                          run->incarnation, (uint8_t)sighting->topic.stream);
    expect_held(sighting, feed, run->first + run->count - 1, NULL);
}

static void look_at_content(const struct sighting *sighting, struct bytes content)
{
    struct wire_run *runs = NULL;
    struct have have = {0};
    struct bytes signed_part = {0};
    uint8_t signature[64];
    size_t count = 0;
    enum daybook_status status = DAYBOOK_OK;
    if (sighting->clear.kind == ENVELOPE_OPS) {
        status = ops_decode(content, sighting->arena, &runs, &count);
    } else {
        status = have_content_decode(content, &signed_part, signature);
        status = status == DAYBOOK_OK ? have_decode(signed_part, sighting->arena, &have) : status;
    }
    if (status != DAYBOOK_OK) {
        town_fail(sighting->town, "Home %zu sent what means nothing.", sighting->home->number);
    }
    for (size_t i = 0; i < count; i++) {
        look_at_run(sighting, &runs[i]);
    }
    for (size_t i = 0; i < have.feed_count; i++) {
        if (have.feeds[i].number > 0) {
            expect_held(sighting, have.feeds[i].feed, have.feeds[i].number,
                        have.feeds[i].hash_start);
        }
    }
}

static void look_inside(const struct sighting *sighting)
{
    struct buffer plain = {0};
    struct buffer content = {0};
    const bool says = sighting->clear.kind == ENVELOPE_HAVE;
    const struct envelope_context context = {
        .kind = sighting->clear.kind,
        .flags = sighting->clear.flags,
        .circle = sighting->circle->row.circle,
        .stream = (uint8_t)sighting->topic.stream,
        .sender = says ? sighting->home->journal->self.sign : (struct key256){{0}},
    };
    const struct held_epoch *epoch =
        own_circle_epoch(sighting->circle, sighting->topic.stream, sighting->clear.key_reference);
    if (epoch == NULL ||
        epoch_open(epoch->epoch, &context, sighting->payload, &plain) != DAYBOOK_OK ||
        envelope_unpack(buffer_bytes(&plain), sighting->clear.flags, &content) != DAYBOOK_OK) {
        town_fail(sighting->town, "Home %zu sent what it cannot open.", sighting->home->number);
    }
    look_at_content(sighting, buffer_bytes(&content));
    buffer_free(&plain);
    buffer_free(&content);
    sighting->town->tally->counts[TALLY_ENVELOPES_OPENED]++;
}

void seal_watch_published(struct town *town, struct home *home,
                          const struct transport_publish *message)
{
    struct sighting sighting = {.town = town, .home = home, .payload = message->payload};
    look_at_clear_text(town, home, message);
    if (town->has_unsynced || !sqlite3_get_autocommit(home->journal->database->sqlite)) {
        town_fail(town, "Home %zu sent something before its store was durable.", home->number);
    }
    sighting.circle = journal_circle(home->journal, 0);
    if (sighting.circle == NULL ||
        !topic_read(home->seat.circle, sighting.circle->row.circle, message->topic,
                    &sighting.topic) ||
        (sighting.topic.kind != TOPIC_OPS && sighting.topic.kind != TOPIC_HAVE)) {
        return;
    }
    if (message->payload.size < NONCE_AT + ENVELOPE_NONCE_SIZE ||
        envelope_clear_decode(message->payload, &sighting.clear) != DAYBOOK_OK) {
        town_fail(town, "Home %zu sent no envelope.", home->number);
    }
    sighting.arena = arena_create(0);
    assert(sighting.arena != NULL);
    look_at_nonce(&sighting);
    look_inside(&sighting);
    /* A HAVE holds no writing; it is told under the current key also where that no longer fits. */
    if (sighting.circle->complete && sighting.clear.kind == ENVELOPE_OPS) {
        look_at_readers(&sighting);
    }
    arena_free(sighting.arena);
}

void seal_watch_end(struct town *town)
{
    const struct seal_watch *watch = town->watch;
    for (size_t i = 0; i < watch->forbidden_count; i++) {
        const struct forbidden_key *key = &watch->forbidden[i];
        if (has_key(&town->homes[key->home], key->stream, key->reference)) {
            town_fail(town, "Home %zu was given a key that it must never have.", key->home);
        }
    }
}
