/* What the tests of sharing do: patients choose, people write and publish. */
#include "journal/choosing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "journal/summaries.h"
#include "store/operation_rows.h"
#include "wire/body.h"

void choosing_log(struct household *household, size_t place, const char *kind,
                  const struct value *fields, enum daybook_status expected)
{
    struct id128 id;
    struct complaint complaint = {0};
    struct entry entry = {
        .kind = bytes_of_text(kind),
        .at = journal_now(household->journals[place]),
        .visibility = strcmp(kind, "caregiver_strain") == 0 ? VISIBILITY_AUTHOR_AND_THERAPIST
                                                            : VISIBILITY_TEAM,
        .fields = *fields,
    };
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    assert_int_equal(journal_log(household->journals[place], 0, &batch, &complaint), expected);
}

static struct value text(const char *words)
{
    return (struct value){.type = VALUE_TEXT, .as.text = bytes_of_text(words)};
}

void choosing_choose(struct household *household, size_t place, const char *target,
                     const char *level)
{
    const struct value_pair pairs[] = {{bytes_of_text("measure"), text(target)},
                                       {bytes_of_text("level"), text(level)}};
    const struct value fields = {.type = VALUE_MAP, .as.map = {pairs, 2}};
    choosing_log(household, place, "sharing_choice", &fields, DAYBOOK_OK);
}

void choosing_strain(struct household *household, size_t place, int64_t score)
{
    const struct value_pair pairs[] = {
        {bytes_of_text("strain"), {.type = VALUE_INTEGER, .as.integer = score}},
        {bytes_of_text("coping"), text("mostly")}};
    const struct value fields = {.type = VALUE_MAP, .as.map = {pairs, 2}};
    choosing_log(household, place, "caregiver_strain", &fields, DAYBOOK_OK);
}

void choosing_publish(struct household *household, size_t place)
{
    assert_int_equal(summaries_publish(stage_circle(household, place), true), DAYBOOK_OK);
}

void choosing_publish_and_carry(struct household *household)
{
    choosing_publish(household, ANA);
    for (size_t place = BEN; place <= CLEO; place++) {
        stage_carry(household, ANA, place);
    }
}

size_t choosing_bodies(struct household *household, size_t place, const char *measure)
{
    struct operation_list list;
    size_t found = 0;
    struct arena *arena = arena_create(0);
    const struct own_circle *circle = stage_circle(household, place);
    assert_int_equal(operation_rows_of_stream(circle->journal->database, circle->row.circle_no,
                                              STREAM_TREND, arena, &list),
                     DAYBOOK_OK);
    for (size_t i = 0; i < list.count; i++) {
        struct value map;
        if (list.rows[i].body.data != NULL &&
            body_decode_value(list.rows[i].body, arena, &map) == DAYBOOK_OK) {
            const struct value *measures = value_find(&map, "measures");
            found += measures != NULL && value_find(measures, measure) != NULL ? 1 : 0;
        }
    }
    arena_free(arena);
    return found;
}
