/* The least that a durable and sealed exchange costs: lines are sealed, signed, published at QoS 1
 * over TLS, verified, opened and stored in SQLite in batches of 64, with nothing else around it.
 * One process sends and its child receives. Prints the time from both being connected until
 * everything is durable, and the processor time of both, in microseconds. */
#include <assert.h>
#include <inttypes.h>
#include <jansson.h>
#include <poll.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "transport/paho.h"
#include "transport/transport.h"

enum {
    BATCH_LINES = 64,
    SEAL_SIZE = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    KEY_SIZE = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    TOPIC_SIZE = 256,
};

struct keys {
    uint8_t seal[KEY_SIZE];
    uint8_t public_sign[crypto_sign_PUBLICKEYBYTES];
    uint8_t secret_sign[crypto_sign_SECRETKEYBYTES];
};

/* What both ends know; the child has a copy of it. */
struct exchange {
    struct keys keys;
    json_t *seat;
    char topic[TOPIC_SIZE];
    const char *database;
    struct buffer lines;
    size_t line_count;
    int to_parent[2];
};

static _Noreturn void give_up(const char *what)
{
    (void)fprintf(stderr, "bare_limit: %s\n", what);
    exit(EXIT_FAILURE);
}

static void expect(bool good, const char *what)
{
    if (!good) {
        give_up(what);
    }
}

static const char *text_of(const json_t *seat, const char *name)
{
    const char *text = json_string_value(json_object_get(seat, name));
    expect(text != NULL, "that is no seat");
    return text;
}

static void connect_to(struct transport *transport, const json_t *json)
{
    struct seat seat = {.ca_pem = bytes_of_text(text_of(json, "ca"))};
    (void)snprintf(seat.broker, sizeof seat.broker, "%s", text_of(json, "broker"));
    (void)snprintf(seat.circle, sizeof seat.circle, "%s", text_of(json, "circle"));
    (void)snprintf(seat.client_id, sizeof seat.client_id, "%s", text_of(json, "client_id"));
    (void)snprintf(seat.username, sizeof seat.username, "%s", text_of(json, "username"));
    (void)snprintf(seat.password, sizeof seat.password, "%s", text_of(json, "password"));
    expect(transport_paho_create(transport) == DAYBOOK_OK &&
               transport_connect(transport, &seat) == DAYBOOK_OK,
           "no connection can be begun");
}

/* The next event of one of two types that matter; every other ends the program. */
static struct transport_event next_event(const struct transport *transport,
                                         enum transport_event_type either,
                                         enum transport_event_type other)
{
    struct transport_event event;
    while (!transport_next_event(transport, &event)) {
        struct pollfd ready = {.fd = transport_wake_fd(transport), .events = POLLIN};
        (void)poll(&ready, 1, -1); /* an interruption only asks once more */
    }
    expect(event.type == either || event.type == other, "the broker refuses, or is gone");
    return event;
}

static uint64_t clock_us(clockid_t clock)
{
    struct timespec now;
    expect(clock_gettime(clock, &now) == 0, "no clock");
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static uint64_t processor_us(int who)
{
    struct rusage usage;
    expect(getrusage(who, &usage) == 0, "no usage");
    return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
           (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* --- receiving ------------------------------------------------------------------------------- */

static void run_sql(sqlite3 *sqlite, const char *sql)
{
    expect(sqlite3_exec(sqlite, sql, NULL, NULL, NULL) == SQLITE_OK, sql);
}

static sqlite3_stmt *open_database(const char *path, sqlite3 **out_sqlite)
{
    sqlite3_stmt *insert = NULL;
    expect(sqlite3_open(path, out_sqlite) == SQLITE_OK, "no database");
    run_sql(*out_sqlite, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                         "CREATE TABLE entry (id INTEGER PRIMARY KEY, line BLOB NOT NULL) STRICT");
    expect(sqlite3_prepare_v2(*out_sqlite, "INSERT INTO entry (line) VALUES (?)", -1, &insert,
                              NULL) == SQLITE_OK,
           "no statement");
    return insert;
}

/* Store each line of a batch; returns how many there were. */
static size_t store_batch(sqlite3 *sqlite, sqlite3_stmt *insert, struct bytes batch)
{
    size_t count = 0;
    run_sql(sqlite, "BEGIN");
    for (size_t start = 0; start < batch.size; count++) {
        const uint8_t *end = memchr(batch.data + start, '\n', batch.size - start);
        assert(end != NULL);
        size_t size = (size_t)(end - (batch.data + start));
        (void)sqlite3_bind_blob(insert, 1, batch.data + start, (int)size, SQLITE_STATIC);
        expect(sqlite3_step(insert) == SQLITE_DONE, "a line is not stored");
        (void)sqlite3_reset(insert);
        start += size + 1;
    }
    run_sql(sqlite, "COMMIT");
    return count;
}

/* Open and verify what the sender made of a batch; the text is in out_batch. */
static void open_batch(const struct keys *keys, struct bytes sealed, struct buffer *out_batch)
{
    unsigned long long size = 0;
    buffer_clear(out_batch);
    expect(sealed.size > NONCE_SIZE + SEAL_SIZE + crypto_sign_BYTES, "a batch is short");
    uint8_t *room = buffer_extend(out_batch, sealed.size);
    expect(room != NULL && crypto_aead_xchacha20poly1305_ietf_decrypt(
                               room, &size, NULL, sealed.data + NONCE_SIZE,
                               sealed.size - NONCE_SIZE, NULL, 0, sealed.data, keys->seal) == 0,
           "a batch does not open");
    out_batch->size = (size_t)size - crypto_sign_BYTES;
    expect(crypto_sign_verify_detached(room + out_batch->size, room, out_batch->size,
                                       keys->public_sign) == 0,
           "a batch is not signed");
}

static _Noreturn void receive(const struct exchange *exchange)
{
    struct transport transport;
    struct buffer batch = {0};
    sqlite3 *sqlite = NULL;
    sqlite3_stmt *insert = open_database(exchange->database, &sqlite);
    connect_to(&transport, exchange->seat);
    (void)next_event(&transport, TRANSPORT_CONNECTED, TRANSPORT_CONNECTED);
    expect(transport_subscribe(&transport, exchange->topic) == DAYBOOK_OK, "no subscription");
    (void)next_event(&transport, TRANSPORT_SUBSCRIBED, TRANSPORT_SUBSCRIBED);
    expect(write(exchange->to_parent[1], "r", 1) == 1, "no parent");
    for (size_t count = 0; count < exchange->line_count;) {
        struct transport_event event = next_event(&transport, TRANSPORT_MESSAGE, TRANSPORT_MESSAGE);
        open_batch(&exchange->keys, event.payload, &batch);
        count += store_batch(sqlite, insert, buffer_bytes(&batch));
    }
    expect(write(exchange->to_parent[1], "d", 1) == 1, "no parent");
    transport_destroy(&transport);
    (void)sqlite3_finalize(insert);
    (void)sqlite3_close(sqlite);
    buffer_free(&batch);
    exit(EXIT_SUCCESS);
}

/* --- sending --------------------------------------------------------------------------------- */

static void seal_batch(const struct keys *keys, struct bytes batch, struct buffer *out_sealed)
{
    struct buffer plain = {0};
    buffer_append(&plain, batch);
    uint8_t *signature = buffer_extend(&plain, crypto_sign_BYTES);
    buffer_clear(out_sealed);
    uint8_t *nonce = buffer_extend(out_sealed, NONCE_SIZE + plain.size + SEAL_SIZE);
    expect(signature != NULL && nonce != NULL, "no memory");
    (void)crypto_sign_detached(signature, NULL, batch.data, batch.size, keys->secret_sign);
    randombytes_buf(nonce, NONCE_SIZE);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + NONCE_SIZE, NULL, plain.data,
                                                     plain.size, NULL, 0, NULL, nonce, keys->seal);
    buffer_free(&plain);
}

/* The next lines, at most a batch of them; moves *start behind them. */
static struct bytes take_lines(struct bytes lines, size_t *start)
{
    size_t end = *start;
    for (size_t i = 0; i < BATCH_LINES && end < lines.size; i++) {
        const uint8_t *found = memchr(lines.data + end, '\n', lines.size - end);
        expect(found != NULL, "the last line has no end");
        end = (size_t)(found - lines.data) + 1;
    }
    struct bytes batch = {lines.data + *start, end - *start};
    *start = end;
    return batch;
}

static void send_all(const struct exchange *exchange, const struct transport *transport)
{
    struct buffer sealed = {0};
    size_t unanswered = 0;
    for (size_t start = 0; start < exchange->lines.size;) {
        struct bytes batch = take_lines(buffer_bytes(&exchange->lines), &start);
        seal_batch(&exchange->keys, batch, &sealed);
        const struct transport_publish message = {.topic = exchange->topic,
                                                  .payload = buffer_bytes(&sealed)};
        enum daybook_status status = transport_publish(transport, &message);
        while (status == DAYBOOK_FULL) {
            (void)next_event(transport, TRANSPORT_PUBLISHED, TRANSPORT_PUBLISHED);
            unanswered--;
            status = transport_publish(transport, &message);
        }
        expect(status == DAYBOOK_OK, "a batch is not published");
        unanswered++;
    }
    for (; unanswered > 0; unanswered--) {
        (void)next_event(transport, TRANSPORT_PUBLISHED, TRANSPORT_PUBLISHED);
    }
    buffer_free(&sealed);
}

static void wait_for(const struct exchange *exchange, char expected)
{
    char said = '\0';
    expect(read(exchange->to_parent[0], &said, 1) == 1 && said == expected,
           "the receiver has ended");
}

static void read_lines(const char *path, struct exchange *exchange)
{
    uint8_t piece[65536];
    FILE *file = fopen(path, "r");
    expect(file != NULL, "the lines cannot be read");
    for (size_t size = fread(piece, 1, sizeof piece, file); size > 0;
         size = fread(piece, 1, sizeof piece, file)) {
        buffer_append(&exchange->lines, (struct bytes){piece, size});
        for (size_t i = 0; i < size; i++) {
            exchange->line_count += piece[i] == '\n';
        }
    }
    expect(!exchange->lines.failed && fclose(file) == 0, "the lines cannot be read");
}

int main(int argc, char **argv)
{
    struct exchange exchange = {.database = argc == 5 ? argv[4] : NULL};
    struct transport transport;
    int ended = 0;
    expect(argc == 5, "usage: bare_limit SENDER-SEAT RECEIVER-SEAT LINES DATABASE");
    expect(sodium_init() >= 0 && pipe(exchange.to_parent) == 0, "no start");
    crypto_aead_xchacha20poly1305_ietf_keygen(exchange.keys.seal);
    (void)crypto_sign_keypair(exchange.keys.public_sign, exchange.keys.secret_sign);
    read_lines(argv[3], &exchange);
    json_t *sender = json_load_file(argv[1], 0, NULL);
    exchange.seat = json_load_file(argv[2], 0, NULL);
    (void)snprintf(exchange.topic, sizeof exchange.topic, "daybook/1/%s/%s/0123456789abcdef/ops",
                   text_of(sender, "circle"), text_of(sender, "client_id"));
    pid_t child = fork();
    if (child == 0) {
        receive(&exchange);
    }
    expect(child > 0, "no second process");
    (void)close(exchange.to_parent[1]);
    connect_to(&transport, sender);
    (void)next_event(&transport, TRANSPORT_CONNECTED, TRANSPORT_CONNECTED);
    wait_for(&exchange, 'r');

    uint64_t start_us = clock_us(CLOCK_MONOTONIC);
    send_all(&exchange, &transport);
    wait_for(&exchange, 'd');
    uint64_t time_us = clock_us(CLOCK_MONOTONIC) - start_us;

    expect(waitpid(child, &ended, 0) == child && ended == 0, "the receiver fails");
    uint64_t processor_time_us = processor_us(RUSAGE_SELF) + processor_us(RUSAGE_CHILDREN);
    printf("%" PRIu64 " %" PRIu64 "\n", time_us, processor_time_us);
    transport_destroy(&transport);
    buffer_free(&exchange.lines);
    json_decref(sender);
    json_decref(exchange.seat);
    return EXIT_SUCCESS;
}
