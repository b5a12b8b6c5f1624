/* A patient's journal in memory with a hostile member who has every key a caregiver has. */
#include "eve.h"

#include <assert.h>
#include <string.h>

#include "journal/circles.h"
#include "journal/entries.h"
#include "journal/inspection.h"
#include "journal/labels.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/receiving.h"
#include "journal/settling.h"
#include "journal/still_ports.h"
#include "journal/summaries.h"
#include "journal/topic.h"
#include "trends/summary.h"
#include "vault/digest.h"
#include "wire/have.h"

enum { DAY = 20695 };

static int64_t now_ms = 1788078600000; /* 2026-08-30T08:30:00Z */
static const char eve_client[] = "evesdevice0000000000";
static const struct id128 incarnation = {{0x1c}};

static struct {
    struct journal *journal;
    struct own_circle *circle;
    struct identity *identity;
} room;

static void make_identity(void)
{
    struct secret *seed = NULL;
    enum daybook_status status = secret_create(32, &seed);
    assert(status == DAYBOOK_OK);
    status = identity_from_seed(seed, &room.identity);
    assert(status == DAYBOOK_OK);
    secret_free(seed);
}

static void let_in(void)
{
    const struct id128 person = {{0xee}};
    const struct device_public keys = identity_public(room.identity);
    const struct circle_change changes[] = {
        {.type = OPERATION_ADD_PERSON,
         .person = {.person = person, .name = bytes_of_text("Eve"), .role = ROLE_CAREGIVER}},
        {.type = OPERATION_ADD_DEVICE,
         .device = {.sign = keys.sign,
                    .box = keys.box,
                    .person = person,
                    .client_id = bytes_of_text(eve_client)}},
    };
    enum daybook_status status = membership_write(room.circle, changes, 2);
    assert(status == DAYBOOK_OK);
}

void eve_begin(void)
{
    const struct journal_ports ports = still_ports(&now_ms);
    struct complaint complaint = {0};
    const struct seat seat = {.broker = "mqtt://127.0.0.1:1",
                              .circle = "circle00000000000000",
                              .client_id = "anasdevice0000000000"};
    enum daybook_status status = secret_begin();
    assert(status == DAYBOOK_OK);
    status = journal_create_in_memory(bytes_of_text("Ana"), ROLE_PATIENT, &ports, &room.journal);
    assert(status == DAYBOOK_OK);
    room.circle = journal_circle(room.journal, 0);
    status = journal_set_seat(room.journal, 0, &seat, &complaint);
    assert(status == DAYBOOK_OK);
    make_identity();
    let_in();
    status = settling_circle(room.circle);
    assert(status == DAYBOOK_OK);
}

void eve_end(void)
{
    journal_close(room.journal);
    identity_free(room.identity);
    memset(&room, 0, sizeof room);
}

struct own_circle *eve_circle(void)
{
    return room.circle;
}

struct key256 eve_device(void)
{
    return identity_public(room.identity).sign;
}

struct id128 eve_feed(enum stream stream)
{
    return digest_feed(room.circle->row.circle, eve_device(), incarnation, (uint8_t)stream);
}

void eve_sign(enum stream stream, struct wire_run *run)
{
    struct signature signature;
    struct id128 feed = eve_feed(stream);
    struct key256 hash = run->previous;
    run->device = eve_device();
    run->incarnation = incarnation;
    for (size_t i = 0; i < run->count; i++) {
        hash = digest_operation(feed, run->first + i, hash, run->operations[i].header);
    }
    identity_sign_head(room.identity, feed, run->first + run->count - 1, hash, &signature);
    memcpy(run->signature, signature.bytes, sizeof run->signature);
}

void eve_sign_have(enum stream stream, struct bytes signed_part, struct buffer *out_content)
{
    struct buffer covered = {0};
    struct signature signature;
    const uint8_t stream_byte = (uint8_t)stream;
    const struct id128 circle = room.circle->row.circle;
    buffer_append(&covered, signed_part);
    buffer_append(&covered, (struct bytes){circle.bytes, sizeof circle.bytes});
    buffer_append(&covered, (struct bytes){&stream_byte, 1});
    identity_sign(room.identity, LABEL_HAVE, buffer_bytes(&covered), &signature);
    have_content_encode(signed_part, signature.bytes, out_content);
    buffer_free(&covered);
}

/* Under the key of the stream that Ana holds, which is Eve's too. */
static void seal_for_stream(enum envelope_kind kind, enum stream stream, struct bytes content,
                            struct buffer *out_envelope)
{
    struct buffer plain = {0};
    const struct held_epoch *epoch = own_circle_epoch(room.circle, stream, NULL);
    struct envelope_context context = {
        .kind = (uint8_t)kind, .circle = room.circle->row.circle, .stream = (uint8_t)stream};
    if (kind == ENVELOPE_HAVE) {
        context.sender = eve_device();
    }
    assert(epoch != NULL);
    enum daybook_status status = envelope_pack(content, &context.flags, &plain);
    assert(status == DAYBOOK_OK);
    status = epoch_seal(epoch->epoch, &context, content, buffer_bytes(&plain), out_envelope);
    assert(status == DAYBOOK_OK);
    buffer_free(&plain);
}

static void seal_for_ana(struct bytes content, struct buffer *out_envelope)
{
    struct buffer plain = {0};
    struct envelope_clear clear = {.kind = ENVELOPE_KEYS};
    enum daybook_status status = envelope_pack(content, &clear.flags, &plain);
    assert(status == DAYBOOK_OK);
    envelope_clear_encode(&clear, buffer_extend(out_envelope, ENVELOPE_CLEAR_SIZE));
    status = identity_seal_to(room.journal->self.box, buffer_bytes(&plain), out_envelope);
    assert(status == DAYBOOK_OK);
    buffer_free(&plain);
}

/* What a store in memory and an honest program may answer to anything at all. */
static void expect_kept(enum daybook_status status)
{
    assert(status == DAYBOOK_OK || status == DAYBOOK_FULL);
}

void eve_send(enum envelope_kind kind, enum stream stream, struct bytes content)
{
    char text[TRANSPORT_TOPIC_MAX + 1];
    struct buffer envelope = {0};
    struct receiving_tally tally = {0};
    struct own_circle *of = NULL;
    struct topic topic = {.kind = kind == ENVELOPE_HAVE ? TOPIC_HAVE : TOPIC_OPS,
                          .sender = bytes_of_text(eve_client),
                          .stream = stream};
    if (content.size > ENVELOPE_PLAIN_MAX) {
        return;
    }
    if (kind == ENVELOPE_KEYS) {
        topic.kind = TOPIC_TO;
        topic.receiver = bytes_of_text(room.circle->uplink.seat.client_id);
        seal_for_ana(content, &envelope);
    } else {
        seal_for_stream(kind, stream, content, &envelope);
    }
    topic_write(room.circle->uplink.seat.circle, room.circle->row.circle, &topic, text);
    const struct transport_event event = {
        .type = TRANSPORT_MESSAGE, .topic = text, .payload = buffer_bytes(&envelope)};
    expect_kept(receiving_message(room.circle, &event));
    enum daybook_status handed =
        receiving_handed(room.journal, buffer_bytes(&envelope), &tally, &of);
    expect_kept(handed);
    assert(tally.fresh == 0); /* what can be taken was taken from the message */
    expect_kept(settling_circle(room.circle));
    buffer_free(&envelope);
}

static enum daybook_status see(void *context, const struct journal_item *item)
{
    (void)context;
    assert(item->entry.kind.size > 0);
    return DAYBOOK_OK;
}

/* Ana can still write, and what she writes is hers. */
static void write_a_note(void)
{
    struct id128 id;
    struct complaint complaint = {0};
    struct entry entry = {.kind = bytes_of_text("note"),
                          .fields = {.type = VALUE_MAP},
                          .at = {.utc_ms = now_ms},
                          .note = bytes_of_text("still here")};
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    enum daybook_status status = journal_log(room.journal, 0, &batch, &complaint);
    assert(status == DAYBOOK_OK);
}

void eve_look(void)
{
    const struct journal_filter all = {0};
    struct journal_verification found;
    struct history *history = NULL;
    struct trend_summary *summary = NULL;
    struct arena *arena = arena_create(0);
    assert(arena != NULL && room.circle->complete);
    const struct circle_device *self = own_circle_self(room.circle);
    assert(self != NULL && !self->retired);
    enum daybook_status status = journal_list(room.journal, &all, see, NULL);
    assert(status == DAYBOOK_OK);
    status = journal_trend_history(room.journal, 0, arena, &history);
    assert(status == DAYBOOK_OK);
    status = trends_summarise(history, DAY, arena, &summary);
    assert(status == DAYBOOK_OK);
    write_a_note();
    status = journal_verify(room.journal, &found);
    assert(status == DAYBOOK_OK && found.sound);
    arena_free(arena);
}
