/* What a store has promised. */
#include "store/promise.h"

#include <assert.h>
#include <sqlite3.h>
#include <string.h>

#include "store/circle_rows.h"
#include "store/database.h"
#include "store/entry_rows.h"
#include "store/feed_rows.h"
#include "store/operation_rows.h"
#include "store/setting_rows.h"
#include "vault/digest.h"

enum { HEADER_SIZE = 96, BODY_SIZE_MAX = 12000, OF_ENTRY = 1, CIRCLE_NO = 1, FEED_NO = 1 };

static const int64_t first_ms = 1700000000000;

/* Bytes that follow from an operation's number and what they are for. */
static void fill(uint8_t *out, size_t size, uint64_t number, uint64_t purpose)
{
    uint64_t state = (number * 2 + 1) * 0x9e3779b97f4a7c15ULL + purpose;
    for (size_t i = 0; i < size; i += sizeof state) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        memcpy(out + i, &state, size - i < sizeof state ? size - i : sizeof state);
    }
}

static struct id128 id_of(unsigned entity)
{
    struct id128 id;
    fill(id.bytes, sizeof id.bytes, entity, 1);
    return id;
}

static void header_of(unsigned number, uint8_t out_header[static HEADER_SIZE])
{
    fill(out_header, HEADER_SIZE, number, 2);
}

static void add(struct promise *promise, unsigned entity, unsigned size, bool erases)
{
    assert(promise->count < PROMISE_OPERATIONS_MAX && size <= BODY_SIZE_MAX);
    unsigned at = promise->count++;
    unsigned of = entity == 0 ? promise->count : entity;
    promise->operations[at].entity = (uint16_t)of;
    promise->operations[of - 1].newest = (uint16_t)promise->count;
    promise->operations[at].size = (uint16_t)size;
    promise->operations[at].erases = erases;
    promise->operations[at].erased = false;
    uint8_t header[HEADER_SIZE];
    header_of(promise->count, header);
    promise->head = digest_operation((struct id128){{0}}, promise->count, promise->head,
                                     (struct bytes){header, sizeof header});
}

void promise_log(struct promise *promise, unsigned body_size)
{
    add(promise, 0, body_size, false);
}

/* An entity that is there, one near the middle; 0: none. */
static unsigned choose_entity(const struct promise *promise)
{
    for (unsigned i = 0; i < promise->count; i++) {
        unsigned at = (promise->count / 2 + i) % promise->count;
        if (!promise->operations[at].erased && !promise->operations[at].erases) {
            return promise->operations[at].entity;
        }
    }
    return 0;
}

void promise_amend(struct promise *promise, unsigned body_size)
{
    add(promise, choose_entity(promise), body_size, false);
}

void promise_erase(struct promise *promise)
{
    unsigned entity = choose_entity(promise);
    assert(entity != 0);
    for (unsigned i = 0; i < promise->count; i++) {
        bool belongs = promise->operations[i].entity == entity;
        promise->operations[i].erased = promise->operations[i].erased || belongs;
    }
    add(promise, entity, 8, true);
}

static enum daybook_status add_circle(struct database *database)
{
    struct circle_row circle = {.circle = id_of(1), .person = id_of(2), .incarnation = id_of(3)};
    struct feed_row feed = {.circle_no = CIRCLE_NO, .feed = id_of(4), .incarnation = id_of(3)};
    enum daybook_status status = circle_rows_add(database, &circle);
    if (status == DAYBOOK_OK) {
        status = feed_rows_add(database, &feed);
    }
    return status;
}

enum daybook_status promise_begin(struct database *database)
{
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = add_circle(database);
    if (status != DAYBOOK_OK) {
        database_rollback(database);
        return status == DAYBOOK_CONFLICT ? DAYBOOK_OK : status;
    }
    return database_commit(database);
}

static bool is_gone(const struct promise *promise, unsigned entity)
{
    return promise->operations[promise->operations[entity - 1].newest - 1].erases;
}

static struct entry_row entry_of(const struct promise *promise, unsigned entity)
{
    struct entry_row row = {.entity = id_of(entity), .circle_no = CIRCLE_NO, .first_no = entity};
    row.shown_no = promise->operations[entity - 1].newest;
    row.kind = bytes_of_text("note");
    row.at_ms = first_ms + (int64_t)entity * 60000;
    row.day = 19675 + (int32_t)entity / 20;
    row.amended = row.shown_no != row.first_no;
    return row;
}

static enum daybook_status write_entry(struct database *database, const struct promise *promise,
                                       unsigned entity)
{
    struct entry_row row = entry_of(promise, entity);
    if (!is_gone(promise, entity)) {
        return entry_rows_put(database, &row);
    }
    sqlite3_stmt *erase = database_statement(
        database, "UPDATE operation SET body = NULL WHERE entity = ?1 AND operation_no < ?2");
    sqlite3_bind_blob(erase, 1, row.entity.bytes, sizeof row.entity.bytes, SQLITE_STATIC);
    sqlite3_bind_int64(erase, 2, row.shown_no);
    enum daybook_status status = database_run(database, erase);
    if (status != DAYBOOK_OK) {
        return status;
    }
    sqlite3_stmt *remove = database_statement(database, "DELETE FROM entry WHERE entity = ?");
    sqlite3_bind_blob(remove, 1, row.entity.bytes, sizeof row.entity.bytes, SQLITE_STATIC);
    return database_run(database, remove);
}

static enum daybook_status write_operation(struct database *database, const struct promise *promise,
                                           unsigned number)
{
    uint8_t header[HEADER_SIZE];
    static uint8_t body[BODY_SIZE_MAX];
    unsigned size = promise->operations[number - 1].size;
    unsigned entity = promise->operations[number - 1].entity;
    header_of(number, header);
    fill(body, size, number, 3);
    struct operation_row row = {.feed_no = FEED_NO,
                                .number = number,
                                .type = OF_ENTRY,
                                .entity = id_of(entity),
                                .hlc = number,
                                .header = {header, sizeof header},
                                .body = {body, size},
                                .received_ms = first_ms + number};
    return operation_rows_add(database, &row);
}

static enum daybook_status write_beyond(struct database *database, const struct promise *before,
                                        const struct promise *after)
{
    enum daybook_status status = DAYBOOK_OK;
    for (unsigned n = before->count + 1; n <= after->count && status == DAYBOOK_OK; n++) {
        status = write_operation(database, after, n);
    }
    for (unsigned n = before->count + 1; n <= after->count && status == DAYBOOK_OK; n++) {
        status = write_entry(database, after, after->operations[n - 1].entity);
    }
    if (status == DAYBOOK_OK) {
        status = feed_rows_set_head(database, FEED_NO, after->count, after->head);
    }
    if (status == DAYBOOK_OK) {
        status = setting_rows_put_number(database, SETTING_CLOCK, after->count);
    }
    return status;
}

enum daybook_status promise_keep(struct database *database, const struct promise *before,
                                 const struct promise *after)
{
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = write_beyond(database, before, after);
    if (status != DAYBOOK_OK) {
        database_rollback(database);
        return status;
    }
    return database_commit(database);
}

static bool blob_is(sqlite3_stmt *row, int column, struct bytes expected)
{
    const void *bytes = sqlite3_column_blob(row, column);
    return bytes != NULL && (size_t)sqlite3_column_bytes(row, column) == expected.size &&
           memcmp(bytes, expected.data, expected.size) == 0;
}

/* A body that is not told to be erased or there may be either. */
enum body { BODY_THERE, BODY_ERASED, BODY_EITHER };

static bool body_is(sqlite3_stmt *row, enum body expected, struct bytes bytes)
{
    bool erased = sqlite3_column_type(row, 4) == SQLITE_NULL;
    return erased ? expected != BODY_THERE : expected != BODY_ERASED && blob_is(row, 4, bytes);
}

static bool operation_is(sqlite3_stmt *row, const struct promise *promise, unsigned number,
                         enum body expected)
{
    uint8_t header[HEADER_SIZE];
    static uint8_t body[BODY_SIZE_MAX];
    if (number > promise->count) {
        return false;
    }
    unsigned size = promise->operations[number - 1].size;
    struct id128 entity = id_of(promise->operations[number - 1].entity);
    header_of(number, header);
    fill(body, size, number, 3);
    return sqlite3_column_int64(row, 0) == number && sqlite3_column_int64(row, 1) == number &&
           blob_is(row, 2, (struct bytes){entity.bytes, sizeof entity.bytes}) &&
           blob_is(row, 3, (struct bytes){header, sizeof header}) &&
           body_is(row, expected, (struct bytes){body, size}) &&
           sqlite3_column_int64(row, 5) == first_ms + number;
}

static bool entry_is(sqlite3_stmt *row, const struct promise *promise, unsigned entity)
{
    struct entry_row expected = entry_of(promise, entity);
    return blob_is(row, 0, (struct bytes){expected.entity.bytes, sizeof expected.entity.bytes}) &&
           blob_is(row, 1, expected.kind) && sqlite3_column_int64(row, 2) == expected.at_ms &&
           sqlite3_column_int(row, 3) == expected.day &&
           sqlite3_column_int64(row, 4) == expected.first_no &&
           sqlite3_column_int64(row, 5) == expected.shown_no &&
           (sqlite3_column_int(row, 6) != 0) == expected.amended;
}

/* The entity after this one that has an entry; 0: none. */
static unsigned next_entity(const struct promise *promise, unsigned entity)
{
    for (unsigned next = entity + 1; next <= promise->count; next++) {
        if (promise->operations[next - 1].entity == next && !is_gone(promise, next)) {
            return next;
        }
    }
    return 0;
}

/* Rows come in the order of the entities. */
static bool entry_follows(sqlite3_stmt *row, const struct promise *promise, unsigned *entity)
{
    *entity = next_entity(promise, *entity);
    return *entity != 0 && entry_is(row, promise, *entity);
}

static bool operation_follows(sqlite3_stmt *row, const struct promise *promise, unsigned *number)
{
    ++*number;
    bool erased = *number <= promise->count && promise->operations[*number - 1].erased;
    return operation_is(row, promise, *number, erased ? BODY_ERASED : BODY_THERE);
}

static bool chain_follows(sqlite3_stmt *row, const struct promise *promise, unsigned *number)
{
    return operation_is(row, promise, ++*number, BODY_EITHER);
}

static bool feed_is(sqlite3_stmt *row, const struct promise *promise, unsigned *number)
{
    struct bytes head = {promise->head.bytes, sizeof promise->head.bytes};
    ++*number;
    return sqlite3_column_int64(row, 0) == promise->count && blob_is(row, 1, head);
}

static bool clock_is(sqlite3_stmt *row, const struct promise *promise, unsigned *number)
{
    uint8_t clock[8] = {(uint8_t)promise->count, (uint8_t)(promise->count >> 8)};
    ++*number;
    return blob_is(row, 0, (struct bytes){clock, sizeof clock});
}

static unsigned count_entries(const struct promise *promise)
{
    unsigned count = 0;
    unsigned entity = next_entity(promise, 0);
    while (entity != 0) {
        count++;
        entity = next_entity(promise, entity);
    }
    return count;
}

/* A question, whether each row of its answer is what was promised, and how many rows there are. */
struct question {
    const char *sql;
    bool (*is_promised)(sqlite3_stmt *row, const struct promise *promise, unsigned *counter);
    unsigned (*count)(const struct promise *promise);
};

static unsigned count_one(const struct promise *promise)
{
    return promise->count > 0;
}

static unsigned count_operations(const struct promise *promise)
{
    return promise->count;
}

static unsigned count_feeds(const struct promise *promise)
{
    (void)promise;
    return 1;
}

static enum promise_answer ask(struct database *database, const struct question *question,
                               const struct promise *promise, unsigned *out_rows)
{
    unsigned counter = 0;
    bool row = false;
    *out_rows = 0;
    sqlite3_stmt *select = database_statement(database, question->sql);
    enum daybook_status status = database_step(database, select, &row);
    while (status == DAYBOOK_OK && row) {
        ++*out_rows;
        if (!question->is_promised(select, promise, &counter)) {
            database_leave(select);
            return PROMISE_BROKEN;
        }
        status = database_step(database, select, &row);
    }
    return status == DAYBOOK_OK ? PROMISE_KEPT : PROMISE_UNREADABLE;
}

#define OPERATIONS                                                                                 \
    "SELECT operation_no, number, entity, header, body, received_ms FROM operation ORDER BY "      \
    "operation_no"

static const struct question questions[] = {
    {"SELECT number, hash FROM feed", feed_is, count_feeds},
    {OPERATIONS, chain_follows, count_operations},
    {OPERATIONS, operation_follows, count_operations},
    {"SELECT value FROM setting WHERE name = 'clock'", clock_is, count_one},
    {"SELECT entity, kind, at_ms, day, first_no, shown_no, amended FROM entry ORDER BY first_no",
     entry_follows, count_entries},
};

static enum promise_answer ask_all(struct database *database, const struct promise *promise,
                                   const size_t *chosen, size_t count)
{
    enum promise_answer answer = PROMISE_KEPT;
    for (size_t i = 0; i < count && answer == PROMISE_KEPT; i++) {
        unsigned rows = 0;
        answer = ask(database, &questions[chosen[i]], promise, &rows);
        if (answer == PROMISE_KEPT && rows != questions[chosen[i]].count(promise)) {
            answer = PROMISE_BROKEN;
        }
    }
    return answer;
}

enum promise_answer promise_compare(struct database *database, const struct promise *promise)
{
    static const size_t everything[] = {0, 2, 3, 4};
    return ask_all(database, promise, everything, sizeof everything / sizeof everything[0]);
}

enum promise_answer promise_compare_chain(struct database *database, const struct promise *promise)
{
    static const size_t chain[] = {0, 1};
    return ask_all(database, promise, chain, sizeof chain / sizeof chain[0]);
}
