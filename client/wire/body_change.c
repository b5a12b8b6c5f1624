/* Bytes of the bodies of membership operations. */
#include <assert.h>

#include "base/limits.h"
#include "wire/body.h"
#include "wire/cbor_reader.h"
#include "wire/cbor_writer.h"
#include "wire/flat_change.h"

enum { GRANTS_LOG = 1, GRANTS_CO_OWNER = 2, GRANTS_LOG_FROM_DAY = 3 };
enum { EPOCH_PARTS = 4, RECIPIENT_PARTS = 2, CUT_PARTS = 2 };
enum { RECIPIENT_MAX = CIRCLE_DEVICE_MAX + 1 }; /* and the recovery key */

static size_t grant_count(struct circle_grants grants)
{
    return (grants.log ? 1U : 0U) + (grants.co_owner ? 1U : 0U) +
           (grants.log_from_day != INT32_MIN ? 1U : 0U);
}

/* The keys that are written: those of the type that say something. */
static uint32_t written_keys(const struct flat_change *flat, enum operation_type type)
{
    uint32_t silent = 0;
    silent |= flat->role == ROLE_PATIENT ? 1U << CHANGE_ROLE : 0;
    silent |= grant_count(flat->grants) == 0 ? 1U << CHANGE_GRANTS : 0;
    silent |= flat->cut_count == 0 ? 1U << CHANGE_CUTS : 0;
    return flat_change_members(type) & ~silent;
}

static void write_grants(struct circle_grants grants, struct buffer *out_bytes)
{
    cbor_writer_map(out_bytes, grant_count(grants));
    if (grants.log) {
        cbor_writer_unsigned(out_bytes, GRANTS_LOG);
        cbor_writer_bool(out_bytes, true);
    }
    if (grants.co_owner) {
        cbor_writer_unsigned(out_bytes, GRANTS_CO_OWNER);
        cbor_writer_bool(out_bytes, true);
    }
    if (grants.log_from_day != INT32_MIN) {
        cbor_writer_unsigned(out_bytes, GRANTS_LOG_FROM_DAY);
        cbor_writer_integer(out_bytes, grants.log_from_day);
    }
}

static void write_epoch(const struct circle_epoch *epoch, struct buffer *out_bytes)
{
    assert(epoch->recipient_count <= RECIPIENT_MAX);
    cbor_writer_list(out_bytes, EPOCH_PARTS);
    cbor_writer_unsigned(out_bytes, epoch->stream);
    cbor_writer_unsigned(out_bytes, epoch->generation);
    cbor_writer_key(out_bytes, epoch->id);
    cbor_writer_list(out_bytes, epoch->recipient_count);
    for (size_t i = 0; i < epoch->recipient_count; i++) {
        assert(epoch->recipients[i].sealed.size == CIRCLE_SEALED_KEY_SIZE);
        cbor_writer_list(out_bytes, RECIPIENT_PARTS);
        cbor_writer_key(out_bytes, epoch->recipients[i].device);
        cbor_writer_bytes(out_bytes, epoch->recipients[i].sealed);
    }
}

static void write_cuts(const struct circle_cut *cuts, size_t count, struct buffer *out_bytes)
{
    assert(count <= HAVE_FEED_MAX);
    cbor_writer_list(out_bytes, count);
    for (size_t i = 0; i < count; i++) {
        cbor_writer_list(out_bytes, CUT_PARTS);
        cbor_writer_id(out_bytes, cuts[i].feed);
        cbor_writer_unsigned(out_bytes, cuts[i].number);
    }
}

static void write_short_text(struct bytes text, struct buffer *out_bytes)
{
    assert(text.size <= NAME_TEXT_MAX);
    cbor_writer_text(out_bytes, text);
}

/* A flat switch over the keys. */
static void write_member(const struct flat_change *flat, enum change_key key,
                         struct buffer *out_bytes)
{
    switch (key) {
    case CHANGE_SALT:
        cbor_writer_id(out_bytes, flat->salt);
        return;
    case CHANGE_PERSON:
        cbor_writer_id(out_bytes, flat->person);
        return;
    case CHANGE_NAME:
        write_short_text(flat->name, out_bytes);
        return;
    case CHANGE_ROLE:
        cbor_writer_unsigned(out_bytes, flat->role);
        return;
    case CHANGE_GRANTS:
        write_grants(flat->grants, out_bytes);
        return;
    case CHANGE_SIGN:
        cbor_writer_key(out_bytes, flat->sign);
        return;
    case CHANGE_BOX:
        cbor_writer_key(out_bytes, flat->box);
        return;
    case CHANGE_CLIENT_ID:
        write_short_text(flat->client_id, out_bytes);
        return;
    case CHANGE_RECOVERY_SIGN:
        cbor_writer_key(out_bytes, flat->recovery_sign);
        return;
    case CHANGE_RECOVERY_BOX:
        cbor_writer_key(out_bytes, flat->recovery_box);
        return;
    case CHANGE_EPOCH:
        write_epoch(&flat->epoch, out_bytes);
        return;
    case CHANGE_CUTS:
        write_cuts(flat->cuts, flat->cut_count, out_bytes);
        return;
    }
}

void body_encode_change(struct id128 salt, const struct circle_change *change,
                        struct buffer *out_bytes)
{
    assert(change != NULL);

    size_t start = out_bytes->size;
    const struct flat_change flat = flat_change_of(salt, change);
    uint32_t keys = written_keys(&flat, change->type);
    size_t count = 0;
    for (unsigned key = 0; key < CHANGE_KEY_COUNT; key++) {
        count += keys >> key & 1;
    }
    cbor_writer_map(out_bytes, count);
    for (unsigned key = 0; key < CHANGE_KEY_COUNT; key++) {
        if ((keys >> key & 1) != 0) {
            cbor_writer_unsigned(out_bytes, key);
            write_member(&flat, (enum change_key)key, out_bytes);
        }
    }
    if (out_bytes->size - start > ENTRY_BODY_MAX) {
        out_bytes->failed = true;
    }
}

static int32_t read_day(struct cbor_reader *reader)
{
    int64_t day = cbor_reader_integer(reader);
    if (day < INT32_MIN || day > INT32_MAX) {
        cbor_reader_fail(reader);
        return INT32_MIN;
    }
    return (int32_t)day;
}

static struct circle_grants read_grants(struct cbor_reader *reader)
{
    struct circle_grants grants = {.log_from_day = INT32_MIN};
    struct cbor_map map = cbor_reader_map(reader);
    while (cbor_reader_next(reader, &map)) {
        if (map.key == GRANTS_LOG) {
            grants.log = cbor_reader_bool(reader);
        } else if (map.key == GRANTS_CO_OWNER) {
            grants.co_owner = cbor_reader_bool(reader);
        } else if (map.key == GRANTS_LOG_FROM_DAY) {
            grants.log_from_day = read_day(reader);
        } else {
            cbor_reader_skip(reader);
        }
    }
    return grants;
}

static enum daybook_status read_epoch(struct cbor_reader *reader, struct arena *arena,
                                      struct circle_epoch *out_epoch)
{
    cbor_reader_list_of(reader, EPOCH_PARTS);
    uint64_t stream = cbor_reader_unsigned(reader);
    uint64_t generation = cbor_reader_unsigned(reader);
    struct key256 id = cbor_reader_key(reader);
    size_t count = cbor_reader_list(reader, RECIPIENT_MAX);
    struct circle_recipient *recipients = arena_take_array(arena, count, sizeof *recipients);
    if (recipients == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        cbor_reader_list_of(reader, RECIPIENT_PARTS);
        recipients[i].device = cbor_reader_key(reader);
        recipients[i].sealed = cbor_reader_bytes(reader);
        if (recipients[i].sealed.size != CIRCLE_SEALED_KEY_SIZE) {
            cbor_reader_fail(reader);
        }
    }
    if (stream >= STREAM_COUNT || generation > INT64_MAX) {
        cbor_reader_fail(reader);
        return DAYBOOK_OK;
    }
    *out_epoch = (struct circle_epoch){.stream = (enum stream)stream,
                                       .generation = generation,
                                       .id = id,
                                       .recipients = recipients,
                                       .recipient_count = count};
    return DAYBOOK_OK;
}

static enum daybook_status read_cuts(struct cbor_reader *reader, struct arena *arena,
                                     struct flat_change *flat)
{
    size_t count = cbor_reader_list(reader, HAVE_FEED_MAX);
    struct circle_cut *cuts = arena_take_array(arena, count, sizeof *cuts);
    if (cuts == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        cbor_reader_list_of(reader, CUT_PARTS);
        cuts[i].feed = cbor_reader_id(reader);
        cuts[i].number = cbor_reader_unsigned(reader);
    }
    flat->cuts = cuts;
    flat->cut_count = count;
    return DAYBOOK_OK;
}

/* A flat switch over the keys. */
static enum daybook_status read_member(struct cbor_reader *reader, enum change_key key,
                                       struct arena *arena, struct flat_change *flat)
{
    switch (key) {
    case CHANGE_SALT:
        flat->salt = cbor_reader_id(reader);
        return DAYBOOK_OK;
    case CHANGE_PERSON:
        flat->person = cbor_reader_id(reader);
        return DAYBOOK_OK;
    case CHANGE_NAME:
        flat->name = cbor_reader_text(reader, NAME_TEXT_MAX);
        return DAYBOOK_OK;
    case CHANGE_ROLE:
        flat->role = (enum role)cbor_reader_choice(reader, ROLE_COUNT);
        return DAYBOOK_OK;
    case CHANGE_GRANTS:
        flat->grants = read_grants(reader);
        return DAYBOOK_OK;
    case CHANGE_SIGN:
        flat->sign = cbor_reader_key(reader);
        return DAYBOOK_OK;
    case CHANGE_BOX:
        flat->box = cbor_reader_key(reader);
        return DAYBOOK_OK;
    case CHANGE_CLIENT_ID:
        flat->client_id = cbor_reader_text(reader, NAME_TEXT_MAX);
        return DAYBOOK_OK;
    case CHANGE_RECOVERY_SIGN:
        flat->recovery_sign = cbor_reader_key(reader);
        return DAYBOOK_OK;
    case CHANGE_RECOVERY_BOX:
        flat->recovery_box = cbor_reader_key(reader);
        return DAYBOOK_OK;
    case CHANGE_EPOCH:
        return read_epoch(reader, arena, &flat->epoch);
    case CHANGE_CUTS:
        return read_cuts(reader, arena, flat);
    }
    return DAYBOOK_OK;
}

enum daybook_status body_decode_change(enum operation_type type, struct bytes bytes,
                                       struct arena *arena, struct circle_change *out_change)
{

    assert(arena != NULL);
    assert(out_change != NULL);
    struct cbor_reader reader = cbor_reader_of(bytes);
    if (bytes.size > ENTRY_BODY_MAX) {
        return DAYBOOK_INVALID;
    }
    const uint32_t members = flat_change_members(type);
    struct flat_change flat = {.grants = {.log_from_day = INT32_MIN}};
    struct cbor_map map = cbor_reader_map(&reader);
    while (cbor_reader_next(&reader, &map)) {
        if (map.key >= CHANGE_KEY_COUNT || (members >> map.key & 1) == 0) {
            cbor_reader_skip(&reader);
            continue;
        }
        enum daybook_status status = read_member(&reader, (enum change_key)map.key, arena, &flat);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    uint32_t wanted = flat_change_required(type);
    if (!cbor_reader_done(&reader) || (map.seen & wanted) != wanted) {
        return DAYBOOK_INVALID;
    }
    *out_change = flat_change_to(type, &flat);
    return DAYBOOK_OK;
}
