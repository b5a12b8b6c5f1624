/* Reduces the entries of one local day. */
#include "trends/day_builder.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "trends/day.h"
#include "trends/day_plan.h"
#include "trends/reading.h"
#include "trends/source.h"

enum {
    READINGS_CAPACITY_FIRST = 4,
    PLANNED_MEASURES_MAX = EXERCISE_TYPE_COUNT + 5 /* sessions by type, and five of medicines */
};

/* What the entries of the day said about one measure. */
struct readings {
    struct reading *values;
    size_t count;
    size_t capacity;
    uint8_t roles;
};

/* Who was asked and did not answer, in the state that says most. */
struct silence {
    uint32_t entries;
    uint8_t roles;
    uint8_t state;
};

/* Doses of one sort. */
struct doses {
    uint32_t logged;
    uint32_t taken;
    uint8_t roles;
};

struct day_builder {
    struct arena *arena;
    const struct plan_book *plans; /* NULL: none */
    struct bytes *cited;           /* the plan_refs of its entries */
    size_t cited_count;
    size_t cited_capacity;
    struct doses riluzole;
    struct doses cycle;
    struct day day; /* the counts; its values stay empty until the end */
    struct readings readings[MEASURE_COUNT];
    struct silence silences[MEASURE_COUNT];
};

struct day_builder *day_builder_create(int32_t day, struct arena *arena)
{
    assert(arena != NULL);
    struct day_builder *builder = arena_take(arena, sizeof *builder);
    if (builder != NULL) {
        builder->arena = arena;
        builder->day.day = day;
    }
    return builder;
}

void day_builder_plans(struct day_builder *builder, const struct plan_book *plans)
{
    assert(builder != NULL && builder->day.entries == 0);
    builder->plans = plans;
}

/* The citation may be gone before the day is finished, so a copy is kept. */
static bool cite(struct day_builder *builder, struct bytes plan_ref)
{
    if (builder->cited_count == builder->cited_capacity) {
        size_t capacity =
            builder->cited_capacity == 0 ? READINGS_CAPACITY_FIRST : 2 * builder->cited_capacity;
        struct bytes *cited = arena_take_array(builder->arena, capacity, sizeof *cited);
        if (cited == NULL) {
            return false;
        }
        if (builder->cited_count > 0) {
            memcpy(cited, builder->cited, builder->cited_count * sizeof *cited);
        }
        builder->cited = cited;
        builder->cited_capacity = capacity;
    }
    return arena_copy(builder->arena, plan_ref, &builder->cited[builder->cited_count++]);
}

static void count_dose(struct doses *doses, bool taken, enum role role)
{
    doses->logged++;
    doses->taken += taken ? 1 : 0;
    doses->roles |= (uint8_t)(1u << role);
}

static enum daybook_status add_to_plan(struct day_builder *builder, const struct trend_entry *entry)
{
    struct day_plan_dose dose;
    if (day_plan_dose(builder->plans, entry, &dose)) {
        if (dose.riluzole) {
            count_dose(&builder->riluzole, dose.taken, entry->role);
        }
        if (dose.cycle) {
            count_dose(&builder->cycle, dose.taken, entry->role);
        }
    }
    return entry->plan_ref.size == 0 || cite(builder, entry->plan_ref) ? DAYBOOK_OK
                                                                       : DAYBOOK_NO_MEMORY;
}

static bool readings_append(struct readings *readings, struct reading reading, struct arena *arena)
{
    if (readings->count == readings->capacity) {
        size_t capacity =
            readings->capacity == 0 ? READINGS_CAPACITY_FIRST : 2 * readings->capacity;
        struct reading *values = arena_take_array(arena, capacity, sizeof *values);
        if (values == NULL) {
            return false;
        }
        if (readings->count > 0) {
            memcpy(values, readings->values, readings->count * sizeof *values);
        }
        readings->values = values;
        readings->capacity = capacity;
    }
    readings->values[readings->count++] = reading;
    return true;
}

/* That a person was unable says more than that the question was skipped, and both say more than
 * that somebody took an answer back. */
static unsigned weight_of(enum day_state state)
{
    static const unsigned char WEIGHTS[DAY_STATE_COUNT] = {
        [DAY_UNABLE] = 6,  [DAY_DEVICE_FAILED] = 5, [DAY_NOT_APPLICABLE] = 4,
        [DAY_SKIPPED] = 3, [DAY_UNKNOWN] = 2,       [DAY_RETRACTED] = 1,
    };
    return WEIGHTS[state];
}

static void note_silence(struct silence *silence, enum day_state state, enum role role)
{
    enum day_state before = (enum day_state)silence->state;
    if (silence->entries == 0 || weight_of(state) > weight_of(before)) {
        *silence = (struct silence){.state = (uint8_t)state};
    } else if (state != before) {
        return;
    }
    silence->entries++;
    silence->roles |= (uint8_t)(1u << role);
}

/* Of several sources the highest answer counts; without one, what says most. */
static struct source_answer read_entry(const struct measure_rule *rule,
                                       const struct trend_entry *entry)
{
    struct source_answer best = {.asked = false};
    for (size_t i = 0; i < rule->sources_count; i++) {
        const struct measure_source *source = &rule->sources[i];
        if (!bytes_equal_text(entry->kind, source->kind)) {
            continue;
        }
        struct source_answer answer = source_read(source, rule, entry->fields);
        if (!answer.asked) {
            continue;
        }
        bool first = !best.asked;
        bool answers = answer.state == DAY_ANSWERED;
        bool better = best.state == DAY_ANSWERED
                          ? answers && answer.value > best.value
                          : answers || weight_of(answer.state) > weight_of(best.state);
        best = first || better ? answer : best;
    }
    return best;
}

static enum daybook_status add_to_measure(struct day_builder *builder, enum measure measure,
                                          const struct trend_entry *entry)
{
    struct readings *readings = &builder->readings[measure];
    struct source_answer answer = read_entry(measure_rule(measure), entry);
    if (!answer.asked) {
        return DAYBOOK_OK;
    }
    if (entry->retracted || answer.state != DAY_ANSWERED) {
        note_silence(&builder->silences[measure], entry->retracted ? DAY_RETRACTED : answer.state,
                     entry->role);
        return DAYBOOK_OK;
    }
    const struct reading reading = {.value = answer.value, .at_ms = entry->at_ms};
    if (!readings_append(readings, reading, builder->arena)) {
        return DAYBOOK_NO_MEMORY;
    }
    readings->roles |= (uint8_t)(1u << entry->role);
    return DAYBOOK_OK;
}

enum daybook_status day_builder_add(struct day_builder *builder, const struct trend_entry *entry)
{
    assert(builder != NULL && entry != NULL);
    assert((size_t)entry->role < ROLE_COUNT);
    size_t count = 0;
    const uint16_t *measures = measure_of_kind(entry->kind, &count);
    if (!entry->retracted) {
        builder->day.entries++;
        builder->day.entries_by_role[entry->role]++;
        enum daybook_status planned = add_to_plan(builder, entry);
        if (planned != DAYBOOK_OK) {
            return planned;
        }
    }
    for (size_t i = 0; i < count; i++) {
        enum daybook_status status = add_to_measure(builder, (enum measure)measures[i], entry);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    return DAYBOOK_OK;
}

/* An answer counts before everything that is none. False: nobody was asked. */
static bool finish_measure(struct day_builder *builder, enum measure measure,
                           struct day_value *out_value)
{
    struct readings *readings = &builder->readings[measure];
    const struct silence *silence = &builder->silences[measure];
    double value = 0.0;
    if (readings->count > 0 && reading_reduce(measure_rule(measure)->reduction, readings->values,
                                              readings->count, &value)) {
        *out_value = (struct day_value){
            .value = value,
            .entries = (uint32_t)readings->count,
            .measure = (uint16_t)measure,
            .roles = readings->roles,
            .state = DAY_ANSWERED,
        };
        return true;
    }
    *out_value = (struct day_value){
        .entries = silence->entries,
        .measure = (uint16_t)measure,
        .roles = silence->roles,
        .state = silence->state,
    };
    return silence->entries > 0;
}

/* Others do not believe a day that says more than its measure may. */
static double planned_number(enum measure measure, uint32_t count)
{
    double most = measure_rule(measure)->value_max;
    return count < most ? count : most;
}

/* What the day has of measures that only plans know; nothing of what they do not ask for. */
static size_t finish_plan(const struct day_builder *builder, struct day_value *values)
{
    struct day_plan plan = {0};
    size_t count = 0;
    if (builder->plans != NULL) {
        plan = day_plan_of(builder->plans, builder->day.day, builder->cited, builder->cited_count);
    }
    const struct {
        enum measure measure;
        uint32_t count;
        struct doses doses;
    } others[] = {
        {MEASURE_MEDICATION_SCHEDULED, plan.doses, {0}},
        {MEASURE_MEDICATION_RILUZOLE_SCHEDULED, plan.riluzole_doses, {0}},
        {MEASURE_MEDICATION_RILUZOLE_TAKEN, builder->riluzole.taken, builder->riluzole},
        {MEASURE_MEDICATION_CYCLE_DUE, plan.cycle_doses, {0}},
        {MEASURE_MEDICATION_CYCLE_TAKEN, builder->cycle.taken, builder->cycle},
    };
    for (int i = 0; i < EXERCISE_TYPE_COUNT; i++) {
        if (plan.sessions[i] > 0) {
            enum measure measure = exercise_measures((enum exercise_type)i)->prescribed;
            values[count++] = (struct day_value){
                .value = planned_number(measure, plan.sessions[i]),
                .measure = (uint16_t)measure,
            };
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (others[i].count > 0 || others[i].doses.logged > 0) {
            values[count++] = (struct day_value){
                .value = planned_number(others[i].measure, others[i].count),
                .entries = others[i].doses.logged,
                .measure = (uint16_t)others[i].measure,
                .roles = others[i].doses.roles,
            };
        }
    }
    return count;
}

enum daybook_status day_builder_finish(struct day_builder *builder, struct arena *arena,
                                       struct day *out_day)
{
    assert(builder != NULL && arena != NULL && out_day != NULL);
    struct day_value planned[PLANNED_MEASURES_MAX];
    size_t planned_count = finish_plan(builder, planned);
    size_t room = planned_count;
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        room += builder->readings[i].count > 0 || builder->silences[i].entries > 0 ? 1 : 0;
    }
    struct day_value *values = arena_take_array(arena, room, sizeof *values);
    if (values == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    size_t count = 0;
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        struct day_value value;
        if (finish_measure(builder, (enum measure)i, &value)) {
            assert(count < room);
            values[count++] = value;
        }
    }
    for (size_t i = 0; i < planned_count; i++) {
        values[count++] = planned[i];
    }
    qsort(values, count, sizeof *values, day_compare_values);
    *out_day = builder->day;
    out_day->values = values;
    out_day->value_count = count;
    return DAYBOOK_OK;
}
