/* A patient, a caregiver and a therapist with journals in memory. */
#include "journal/household.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "journal/summaries.h"
#include "vault/secret.h"

enum { STEP_MS = 50 };

static int64_t wall_ms(void *context)
{
    return ((const struct household *)context)->wall_ms;
}

static int64_t monotonic_ms(void *context)
{
    return ((const struct household *)context)->monotonic_ms;
}

static int32_t offset_minutes(void *context, int64_t utc_ms)
{
    (void)context;
    (void)utc_ms;
    return 0;
}

static enum daybook_status open_transport(void *context, struct transport *out_transport)
{
    memory_broker_attach(((const struct household *)context)->broker, out_transport);
    return DAYBOOK_OK;
}

void household_begin(struct household *household)
{
    struct timestamp start;
    *household = (struct household){0};
    assert_int_equal(secret_begin(), DAYBOOK_OK);
    assert_true(timestamp_from_text(bytes_of_text("2026-08-30T08:00:00Z"), &start));
    household->wall_ms = start.utc_ms;
    household->monotonic_ms = 1000;
    household->broker = memory_broker_create();
}

void household_end(struct household *household)
{
    for (size_t i = 0; i < household->count; i++) {
        journal_close(household->journals[i]);
    }
    memory_broker_free(household->broker);
}

struct journal_ports household_ports(struct household *household)
{
    return (struct journal_ports){household, wall_ms, monotonic_ms, offset_minutes, open_transport};
}

size_t household_add(struct household *household, const char *name, enum role role)
{
    const struct journal_ports ports = household_ports(household);
    size_t place = household->count++;
    assert_true(place < HOUSEHOLD_MAX);
    assert_int_equal(
        journal_create_in_memory(bytes_of_text(name), role, &ports, &household->journals[place]),
        DAYBOOK_OK);
    return place;
}

struct seat household_seat(struct household *household, size_t place)
{
    struct seat seat = {.broker = "mqtt://127.0.0.1:1",
                        .circle = "circlecirclecircle01",
                        .password = "long enough"};
    (void)snprintf(seat.client_id, sizeof seat.client_id, "devicedevicedevice%02zu", place);
    (void)snprintf(seat.username, sizeof seat.username, "user%zu", place);
    memory_broker_admit(household->broker, &seat);
    return seat;
}

void household_go_online(const struct household *household)
{
    for (size_t i = 0; i < household->count; i++) {
        journal_go_online(household->journals[i]);
    }
}

void household_run(struct household *household, int64_t ms)
{
    for (int64_t passed = 0; passed < ms; passed += STEP_MS) {
        household->wall_ms += STEP_MS;
        household->monotonic_ms += STEP_MS;
        for (size_t i = 0; i < household->count; i++) {
            if (household->journals[i] != NULL) {
                assert_int_equal(journal_step(household->journals[i]), DAYBOOK_OK);
            }
        }
    }
}

static void invite(struct household *household, size_t place)
{
    struct complaint complaint = {0};
    struct buffer code = {0};
    struct journal *joiner = household->journals[place];
    struct journal_invite terms = {
        .name = journal_name(joiner),
        .role = journal_role(joiner),
        .auto_approve = true,
        .seat = household_seat(household, place),
    };
    assert_int_equal(journal_invite(household->journals[0], 0, &terms, &code, &complaint),
                     DAYBOOK_OK);
    assert_int_equal(journal_join(joiner, buffer_bytes(&code), &complaint), DAYBOOK_OK);
    buffer_free(&code);
    journal_go_online(joiner);
    household_run(household, 10000);
    assert_int_equal(journal_circle_count(joiner), 1);
}

void household_pair(struct household *household)
{
    struct complaint complaint = {0};
    const struct seat seat = household_seat(household, 0);
    assert_int_equal(journal_set_seat(household->journals[0], 0, &seat, &complaint), DAYBOOK_OK);
    journal_go_online(household->journals[0]);
    for (size_t i = 1; i < household->count; i++) {
        invite(household, i);
    }
    household_run(household, 20000);
}

static struct id128 log_entry(const struct household *household, size_t place, struct entry *entry)
{
    struct complaint complaint = {0};
    struct id128 id;
    struct journal_batch batch = {.entries = entry, .count = 1, .ids = &id};
    entry->at = journal_now(household->journals[place]);
    enum daybook_status status = journal_log(household->journals[place], 0, &batch, &complaint);
    if (status != DAYBOOK_OK) {
        fail_msg("%s: %s", daybook_status_name(status), complaint.text);
    }
    return id;
}

struct value_pair household_text(const char *name, const char *text)
{
    return (struct value_pair){bytes_of_text(name),
                               {.type = VALUE_TEXT, .as.text = bytes_of_text(text)}};
}

struct value_pair household_number(const char *name, int64_t number)
{
    return (struct value_pair){bytes_of_text(name), {.type = VALUE_INTEGER, .as.integer = number}};
}

struct id128 household_say(const struct household *household, size_t place, const char *kind,
                           const struct value_pair *pairs, size_t count)
{
    struct entry entry = {.kind = bytes_of_text(kind),
                          .fields = {.type = VALUE_MAP, .as.map = {pairs, count}}};
    return log_entry(household, place, &entry);
}

struct id128 household_log(struct household *household, size_t place, const char *kind,
                           const char *field, int64_t number)
{
    const struct value_pair pair = household_number(field, number);
    return household_say(household, place, kind, &pair, 1);
}

struct id128 household_note(struct household *household, size_t place, const char *text)
{
    struct entry entry = {
        .kind = bytes_of_text("note"), .fields = {.type = VALUE_MAP}, .note = bytes_of_text(text)};
    return log_entry(household, place, &entry);
}

static enum daybook_status count_item(void *context, const struct journal_item *item)
{
    (void)item;
    ++*(size_t *)context;
    return DAYBOOK_OK;
}

size_t household_count(struct household *household, size_t place)
{
    size_t count = 0;
    const struct journal_filter filter = {.circle = 0};
    assert_int_equal(journal_list(household->journals[place], &filter, count_item, &count),
                     DAYBOOK_OK);
    return count;
}

const struct trend_summary *household_summary(const struct household *household, size_t place,
                                              size_t circle, struct arena *arena)
{
    struct journal *journal = household->journals[place];
    struct history *history = NULL;
    struct trend_summary *summary = NULL;
    int32_t today = timestamp_day(journal_now(journal));
    assert_int_equal(journal_trend_history(journal, circle, arena, &history), DAYBOOK_OK);
    assert_int_equal(trends_summarise(history, today, arena, &summary), DAYBOOK_OK);
    return summary;
}

double household_pain(struct household *household, size_t place)
{
    struct arena *arena = arena_create(0);
    const struct trend_window *week =
        &household_summary(household, place, 0, arena)->measures[MEASURE_PAIN_WORST].d7;
    double median = week->n == 0 ? -1 : week->median;
    arena_free(arena);
    return median;
}
