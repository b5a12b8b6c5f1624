/* Writing membership: people, devices, grants, and the keys that follow from them. */
#include "journal/membership.h"

#include <string.h>

#include "base/buffer.h"
#include "journal/own_circle.h"
#include "journal/view.h"
#include "journal/writer.h"
#include "vault/digest.h"
#include "vault/random.h"
#include "wire/body.h"
#include "wire/operation.h"

/* A grant counts after the one it changes, whatever clock that one was written by. */
static uint64_t clock_before(const struct own_circle *circle, const struct circle_change *change)
{
    const struct circle_person *person =
        change->type == OPERATION_GRANT ? circle_find_person(circle->circle, change->person.person)
                                        : NULL;
    return person == NULL ? 0 : person->granted_hlc;
}

enum daybook_status membership_append(struct writer *writer, const struct circle_change *change)
{
    struct buffer body = {0};
    struct operation_row row;
    body_encode_change(random_id(), change, &body);
    const struct writer_operation operation = {
        .type = change->type,
        .entity = random_id(),
        .body = buffer_bytes(&body),
        .after_hlc = clock_before(writer->circle, change),
    };
    enum daybook_status status =
        body.failed ? DAYBOOK_NO_MEMORY : writer_append(writer, &operation, &row);
    buffer_free(&body);
    return status;
}

static enum daybook_status append_changes(struct own_circle *circle,
                                          const struct circle_change *changes, size_t count)
{
    struct writer writer;
    enum daybook_status status = writer_begin(circle, STREAM_CIRCLE, &writer);
    if (status != DAYBOOK_OK) {
        return status;
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = membership_append(&writer, &changes[i]);
    }
    return writer_end(&writer, status);
}

enum daybook_status membership_changed(struct own_circle *circle)
{
    circle->fold_due = true;
    enum daybook_status status = own_circle_refold(circle);
    if (status == DAYBOOK_OK) {
        circle->fold_due = false;
        circle->judging_due = true;
        status = membership_judge(circle);
    }
    return status;
}

enum daybook_status membership_judge(struct own_circle *circle)
{
    enum daybook_status status =
        circle->judging_due && circle->circle != NULL ? view_rejudge(circle) : DAYBOOK_OK;
    circle->judging_due = circle->judging_due && status != DAYBOOK_OK;
    return status;
}

/* A reader whose box key is no key gets nothing: it cannot read, and must not keep others from
 * writing. */
static bool seal_to(const struct epoch *key, struct key256 device, struct key256 box,
                    struct arena *arena, struct circle_recipient *out_recipient)
{
    uint8_t *sealed = arena_take(arena, SEALED_KEY_SIZE);
    if (sealed == NULL) {
        return false;
    }
    if (epoch_seal_to(key, box, sealed) != DAYBOOK_OK) {
        memset(sealed, 0, SEALED_KEY_SIZE);
    }
    *out_recipient = (struct circle_recipient){device, {sealed, SEALED_KEY_SIZE}};
    return true;
}

/* Who is to read the stream: every present device that may, and the recovery key under device zero.
 */
static enum daybook_status seal_to_readers(const struct own_circle *circle, const struct epoch *key,
                                           struct arena *arena, struct circle_epoch *epoch)
{
    const struct circle *members = circle->circle;
    struct circle_recipient *recipients =
        arena_take_array(arena, members->device_count + 1, sizeof *recipients);
    size_t count = 0;
    bool sealed = recipients != NULL && seal_to(key, (struct key256){{0}}, members->recovery_box,
                                                arena, &recipients[count++]);
    for (size_t i = 0; i < members->device_count && sealed; i++) {
        const struct circle_device *device = &members->devices[i];
        if (!device->retired && circle_reads(members, device, epoch->stream)) {
            sealed = seal_to(key, device->sign, device->box, arena, &recipients[count++]);
        }
    }
    epoch->recipients = recipients;
    epoch->recipient_count = count;
    return sealed ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

static enum daybook_status make_epoch(struct own_circle *circle, enum stream stream,
                                      struct arena *arena, struct circle_change *out_change)
{
    struct epoch *key = NULL;
    const struct circle_epoch *current = circle->circle->epochs[stream];
    enum daybook_status status = epoch_create(&key);
    if (status != DAYBOOK_OK) {
        return status;
    }
    *out_change = (struct circle_change){
        .type = OPERATION_NEW_EPOCH,
        .epoch = {.stream = stream,
                  .generation = current == NULL ? 1 : current->generation + 1,
                  .id = epoch_id(key)},
    };
    status = seal_to_readers(circle, key, arena, &out_change->epoch);
    epoch_free(key); /* it comes back through its own operation, like anybody's */
    return status;
}

static bool may_renew(const struct own_circle *circle, enum stream stream)
{
    return circle_rank(circle->circle, circle->journal->self.sign) >= RANK_CO_OWNER ||
           circle_writes(circle->circle, own_circle_self(circle), stream);
}

/* What does not read a stream is not given its key, and is not to make one for that. */
static bool is_usable(const struct own_circle *circle, enum stream stream)
{
    return circle_epoch_fits(circle->circle, stream) &&
           (!own_circle_reads(circle, stream) || own_circle_writing_epoch(circle, stream) != NULL);
}

/* Make keys for streams: for those whose current one does not fit, or was not given to this device
 * as it is named, or for all. */
static enum daybook_status make_epochs(struct own_circle *circle, bool all)
{
    struct circle_change changes[STREAM_COUNT];
    size_t count = 0;
    if (!circle->complete) {
        return DAYBOOK_OK;
    }
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    for (int stream = 0; status == DAYBOOK_OK && stream < STREAM_COUNT; stream++) {
        bool due = all || !is_usable(circle, (enum stream)stream);
        if (due && may_renew(circle, (enum stream)stream)) {
            status = make_epoch(circle, (enum stream)stream, arena, &changes[count++]);
            circle->keys_due = circle->keys_due || stream == STREAM_CIRCLE;
        }
    }
    if (status == DAYBOOK_OK && count > 0) {
        status = append_changes(circle, changes, count);
    }
    if (status == DAYBOOK_OK && count > 0) {
        status = membership_changed(circle);
    }
    arena_free(arena);
    return status;
}

enum daybook_status membership_renew_epochs(struct own_circle *circle)
{
    return make_epochs(circle, false);
}

enum daybook_status membership_rotate(struct own_circle *circle)
{
    return make_epochs(circle, true);
}

enum daybook_status membership_write(struct own_circle *circle, const struct circle_change *changes,
                                     size_t count)
{
    enum daybook_status status = append_changes(circle, changes, count);
    if (status == DAYBOOK_OK) {
        status = membership_changed(circle);
    }
    return status == DAYBOOK_OK ? membership_renew_epochs(circle) : status;
}

static bool is_among(struct key256 device, const struct key256 *devices, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (key256_equal(devices[i], device)) {
            return true;
        }
    }
    return false;
}

/* How far the feed is to count. */
static uint64_t cut_of(const struct own_circle *circle, const struct feed_row *feed,
                       enum membership_reach reach)
{
    const struct circle_place head = {feed->device, feed->feed, feed->number};
    bool stays =
        reach == MEMBERSHIP_CUTS || (reach == MEMBERSHIP_ADMITS && feed->stream == STREAM_CIRCLE);
    uint64_t before = circle_counts_to(circle->circle, &head);
    return stays && before < feed->number ? before : feed->number;
}

enum daybook_status membership_cuts(const struct own_circle *circle,
                                    const struct membership_target *target, struct arena *arena,
                                    struct circle_change *change)
{
    struct circle_cut *cuts = arena_take_array(arena, circle->feed_count, sizeof *cuts);
    size_t count = 0;
    if (cuts == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < circle->feed_count && count < HAVE_FEED_MAX; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        if (is_among(feed->device, target->devices, target->device_count)) {
            cuts[count++] = (struct circle_cut){.feed = feed->feed,
                                                .number = cut_of(circle, feed, target->reach)};
        }
    }
    change->cuts = cuts;
    change->cut_count = count;
    return DAYBOOK_OK;
}

size_t membership_devices(const struct own_circle *circle, struct id128 person,
                          struct key256 out_devices[static CIRCLE_DEVICE_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < circle->circle->device_count && count < CIRCLE_DEVICE_MAX; i++) {
        if (id128_equal(circle->circle->devices[i].person, person)) {
            out_devices[count++] = circle->circle->devices[i].sign;
        }
    }
    return count;
}

/* The genesis and all that hangs on it: the rows of circle and feed are completed. */
static enum daybook_status put_genesis(struct journal *journal, struct circle_row *circle,
                                       struct feed_row *feed, struct operation_row *genesis)
{
    struct signed_head head = {.number = 1};
    enum daybook_status status = circle_rows_add(journal->database, circle);
    if (status == DAYBOOK_OK) {
        feed->circle_no = circle->circle_no;
        status = feed_rows_add(journal->database, feed);
    }
    if (status == DAYBOOK_OK) {
        genesis->feed_no = feed->feed_no;
        status = operation_rows_add(journal->database, genesis);
    }
    if (status == DAYBOOK_OK) {
        identity_sign_head(journal->identity, feed->feed, 1, genesis->hash, &head.signature);
        status = feed_rows_sign(journal->database, feed->feed_no, &head);
    }
    if (status == DAYBOOK_OK) {
        status = feed_rows_set_head(journal->database, feed->feed_no, 1, genesis->hash);
    }
    return status;
}

/* The circle's id is the digest of its genesis operation, so header and body are made before there
 * is a circle to write them in; the operation is then the first of the feed. */
static enum daybook_status store_genesis(struct journal *journal, struct bytes header_bytes,
                                         const struct operation_header *header, struct bytes body,
                                         struct circle_row *row)
{
    struct feed_row feed = {
        .device = journal->self.sign, .incarnation = row->incarnation, .stream = STREAM_CIRCLE};
    row->circle = digest_circle(header_bytes, body);
    feed.feed = digest_feed(row->circle, feed.device, feed.incarnation, STREAM_CIRCLE);
    struct operation_row genesis = {
        .number = 1,
        .hash = digest_operation(feed.feed, 1, (struct key256){{0}}, header_bytes),
        .type = OPERATION_GENESIS,
        .entity = header->entity,
        .hlc = header->hlc,
        .header = header_bytes,
        .body = body,
        .received_ms = row->joined_ms,
    };
    enum daybook_status status = database_begin(journal->database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = put_genesis(journal, row, &feed, &genesis);
    if (status == DAYBOOK_OK) {
        status = database_commit(journal->database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(journal->database);
    }
    return status;
}

static enum daybook_status found_circle(struct journal *journal,
                                        const struct circle_change *genesis,
                                        struct own_circle **out_circle)
{
    struct buffer body = {0};
    struct buffer header_bytes = {0};
    struct circle_row row = {.person = genesis->person.person,
                             .incarnation = random_id(),
                             .joined_ms = journal_wall_ms(journal)};
    body_encode_change(random_id(), genesis, &body);
    const struct operation_header header = {.type = OPERATION_GENESIS,
                                            .entity = random_id(),
                                            .hlc = journal_stamp(journal),
                                            .body_hash = digest_body(buffer_bytes(&body))};
    operation_header_encode(&header, &header_bytes);
    enum daybook_status status = body.failed || header_bytes.failed
                                     ? DAYBOOK_NO_MEMORY
                                     : store_genesis(journal, buffer_bytes(&header_bytes), &header,
                                                     buffer_bytes(&body), &row);
    buffer_free(&body);
    buffer_free(&header_bytes);
    return status == DAYBOOK_OK ? own_circle_load(journal, &row, out_circle) : status;
}

enum daybook_status membership_found(struct journal *journal, struct own_circle **out_circle)
{
    const struct id128 person = random_id();
    const struct circle_change genesis = {
        .type = OPERATION_GENESIS,
        .person = {.person = person, .name = bytes_of_text(journal->name), .role = ROLE_PATIENT},
        .device = {.sign = journal->self.sign, .box = journal->self.box, .person = person},
        .recovery_sign = journal->recovery_sign,
        .recovery_box = journal->recovery_box,
    };
    struct own_circle *circle = NULL;
    enum daybook_status status = found_circle(journal, &genesis, &circle);
    if (status == DAYBOOK_OK) {
        status = membership_renew_epochs(circle);
    }
    if (status == DAYBOOK_OK) {
        *out_circle = circle;
    }
    return status;
}
