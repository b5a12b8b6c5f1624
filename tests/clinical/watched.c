/* A life as somebody who watches it sees it. */
#include "clinical/watched.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "domain/catalog.h"
#include "domain/plan.h"
#include "trends/day.h"
#include "trends/day_builder.h"
#include "trends/history.h"

static const char *const THERAPIST = "Cleo Sample";

/* The days of the lines, which are in the order of time. */
static struct day *reduce_days(const struct lived *lived, struct arena *arena, size_t *out_count)
{
    struct day *days = arena_take_array(arena, lived->count, sizeof *days);
    assert_non_null(days);
    size_t count = 0;
    for (size_t at = 0; at < lived->count;) {
        int32_t number = lived->lines[at].day;
        struct day_builder *builder = day_builder_create(number, arena);
        assert_non_null(builder);
        uint32_t added = 0;
        for (; at < lived->count && lived->lines[at].day == number; at++) {
            const struct lived_line *line = &lived->lines[at];
            const struct trend_entry entry = {.kind = line->entry.kind,
                                              .fields = &line->entry.fields,
                                              .at_ms = line->entry.at.utc_ms,
                                              .role = line->role};
            if (line->role != ROLE_THERAPIST) {
                assert_int_equal(day_builder_add(builder, &entry), DAYBOOK_OK);
                added++;
            }
        }
        if (added > 0) {
            assert_int_equal(day_builder_finish(builder, arena, &days[count++]), DAYBOOK_OK);
        }
    }
    *out_count = count;
    return days;
}

/* Plans of one kind are the same one in versions, unless they are about different things. */
static bool is_same_plan(const struct plan_version *version, const struct entry *entry)
{
    static const char *const SUBJECTS[] = {"aid", "discipline", "topic", "task"};
    bool same = bytes_equal(version->kind, entry->kind);
    for (size_t i = 0; same && i < sizeof SUBJECTS / sizeof SUBJECTS[0]; i++) {
        const struct value *one = value_find(version->fields, SUBJECTS[i]);
        const struct value *other = value_find(&entry->fields, SUBJECTS[i]);
        same = one == NULL || other == NULL || bytes_equal(one->as.text, other->as.text);
    }
    return same;
}

static struct plan_version version_of(const struct lived_line *line,
                                      const struct plan_version *earlier, size_t earlier_count)
{
    struct plan_version version = {
        .number = 1,
        .written_ms = line->entry.at.utc_ms,
        .kind = line->entry.kind,
        .from_day = line->day,
        .status = PLAN_ACTIVE,
        .fields = &line->entry.fields,
        .author = bytes_of_text(THERAPIST),
    };
    memcpy(version.plan.bytes, &earlier_count, sizeof earlier_count);
    for (size_t i = 0; i < earlier_count; i++) {
        if (is_same_plan(&earlier[i], &line->entry)) {
            version.plan = earlier[i].plan;
            version.number = earlier[i].number + 1;
        }
    }
    return version;
}

static struct plan_book read_plans(const struct lived *lived, struct arena *arena)
{
    struct plan_version *versions = arena_take_array(arena, lived->count, sizeof *versions);
    assert_non_null(versions);
    size_t count = 0;
    for (size_t i = 0; i < lived->count; i++) {
        const struct kind *kind = catalog_find(lived->lines[i].entry.kind);
        assert_non_null(kind);
        if (kind->family == FAMILY_PLAN) {
            versions[count] = version_of(&lived->lines[i], versions, count);
            count++;
        }
    }
    plan_book_sort(versions, count);
    return (struct plan_book){.versions = versions, .count = count};
}

/* Those that were raised once come to the front; what could not be judged is no flag. */
static size_t keep_raised(struct flag *flags, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (flags[i].state != FLAG_UNDETERMINED) {
            flags[kept++] = flags[i];
        }
    }
    return kept;
}

void watched_life(const struct life_request *request, struct arena *arena,
                  struct watched *out_watched)
{
    struct lived lived;
    lived_begin(&lived, request, arena);
    size_t day_count = 0;
    struct day *days = reduce_days(&lived, arena, &day_count);
    const struct plan_book plans = read_plans(&lived, arena);
    struct history *history = NULL;
    assert_int_equal(history_of_days(days, day_count, arena, &history), DAYBOOK_OK);
    const struct flag_question question = {.history = history,
                                           .plans = &plans,
                                           .until = request->end_day,
                                           .has_received = true,
                                           .last_received_day = request->end_day};
    struct watched watched = {.first_day = request->end_day - request->days + 1};
    life_course(request, &watched.course);
    assert_int_equal(flags_evaluate(&question, arena, &watched.flags, &watched.count), DAYBOOK_OK);
    watched.count = keep_raised(watched.flags, watched.count);
    lived_end(&lived);
    *out_watched = watched;
}
