/* A household whose entries are erased, and what is looked at then. */
#include "journal/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "journal/courier.h"
#include "journal/inspection.h"
#include "journal/view.h"
#include "journal/writer.h"
#include "vault/random.h"
#include "wire/body.h"

int stage_set_up(void **state)
{
    static struct household household;
    household_begin(&household);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    (void)household_add(&household, "Ben", ROLE_CAREGIVER);
    (void)household_add(&household, "Dan", ROLE_CAREGIVER);
    (void)household_add(&household, "Cleo", ROLE_THERAPIST);
    household_pair(&household);
    *state = &household;
    return 0;
}

int stage_set_up_apart(void **state)
{
    (void)stage_set_up(state);
    struct household *household = *state;
    for (size_t i = 0; i < household->count; i++) {
        journal_go_offline(household->journals[i]);
    }
    return 0;
}

int stage_set_up_three(void **state)
{
    static struct household household;
    household_begin(&household);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    (void)household_add(&household, "Ben", ROLE_CAREGIVER);
    (void)household_add(&household, "Cleo", ROLE_THERAPIST);
    household_pair(&household);
    *state = &household;
    return 0;
}

int stage_tear_down(void **state)
{
    household_end(*state);
    return 0;
}

struct own_circle *stage_circle(const struct household *household, size_t place)
{
    return journal_circle(household->journals[place], 0);
}

void stage_carry(const struct household *household, size_t from, size_t to)
{
    courier_carry_all(stage_circle(household, from), stage_circle(household, to));
}

void stage_carry_everything(const struct household *household)
{
    for (size_t from = 0; from < household->count; from++) {
        for (size_t to = 0; to < household->count; to++) {
            stage_carry(household, from, to);
        }
    }
}

enum daybook_status stage_erase(const struct household *household, size_t place, struct id128 id)
{
    struct complaint complaint = {0};
    return journal_erase(household->journals[place], id, &complaint);
}

/* Operations on an entity that still have a body, the erasures themselves left out. */
size_t stage_bodies(const struct household *household, size_t place, enum stream stream,
                    struct id128 id)
{
    const struct own_circle *circle = stage_circle(household, place);
    const struct operation_subject subject = {circle->row.circle_no, stream, id};
    struct operation_list list;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    assert_int_equal(operation_rows_of_entity(circle->journal->database, &subject, arena, &list),
                     DAYBOOK_OK);
    for (size_t i = 0; i < list.count; i++) {
        count += list.rows[i].type != OPERATION_ERASE && list.rows[i].body.data != NULL;
    }
    arena_free(arena);
    return count;
}

uint64_t stage_quarantined(const struct household *household, size_t place)
{
    struct journal_status status;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_circle_status(household->journals[place], 0, arena, &status),
                     DAYBOOK_OK);
    arena_free(arena);
    return status.quarantined;
}

void stage_expect_sound(const struct household *household, size_t place)
{
    struct journal_verification result;
    assert_int_equal(journal_verify(household->journals[place], &result), DAYBOOK_OK);
    if (!result.sound) {
        fail_msg("%s", result.damage);
    }
}

void stage_expect_erased(const struct household *household, size_t place, struct id128 id)
{
    struct journal_item item;
    struct journal_erasure erasure;
    struct arena *arena = arena_create(0);
    assert_int_equal(stage_bodies(household, place, STREAM_LOG, id), 0);
    assert_int_equal(journal_show(household->journals[place], id, arena, &item), DAYBOOK_NOT_FOUND);
    assert_int_equal(journal_erasure(household->journals[place], id, arena, &erasure), DAYBOOK_OK);
    stage_expect_sound(household, place);
    arena_free(arena);
}

void stage_amend(const struct household *household, size_t place, struct id128 id, int64_t worst)
{
    struct complaint complaint = {0};
    const struct value_pair pair = {bytes_of_text("worst"),
                                    {.type = VALUE_INTEGER, .as.integer = worst}};
    const struct value fields = {.type = VALUE_MAP, .as.map = {&pair, 1}};
    const struct journal_change change = {.fields = &fields};
    assert_int_equal(journal_amend(household->journals[place], id, &change, &complaint),
                     DAYBOOK_OK);
}

/* An operation no program of ours would write here, with the body of a note. */
void stage_forge(const struct household *household, size_t place, enum stream stream, uint32_t type,
                 struct id128 entity)
{
    struct writer writer;
    struct operation_row row;
    struct buffer body = {.limit_size = ENTRY_BODY_MAX};
    const struct entry entry = {.kind = bytes_of_text("note"),
                                .at = journal_now(household->journals[place]),
                                .fields = {.type = VALUE_MAP},
                                .note = bytes_of_text("forged")};
    body_encode_entry(random_id(), &entry, &body);
    const struct writer_operation operation = {
        .type = (enum operation_type)type, .entity = entity, .body = buffer_bytes(&body)};
    assert_int_equal(writer_begin(stage_circle(household, place), stream, &writer), DAYBOOK_OK);
    assert_int_equal(writer_append(&writer, &operation, &row), DAYBOOK_OK);
    assert_int_equal(writer_end(&writer, DAYBOOK_OK), DAYBOOK_OK);
    buffer_free(&body);
}
