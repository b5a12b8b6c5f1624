/* Which measures are drawn of the same answers. */
#include "trends/kinship.h"

#include <string.h>

static bool has_choice(const struct measure_condition *condition, const char *choice)
{
    for (size_t i = 0; i < condition->choice_count; i++) {
        if (strcmp(condition->choices[i], choice) == 0) {
            return true;
        }
    }
    return false;
}

/* How many of the choices of one are choices of the other. */
static size_t common_choices(const struct measure_condition *one,
                             const struct measure_condition *other)
{
    size_t common = 0;
    for (size_t i = 0; i < one->choice_count; i++) {
        common += has_choice(other, one->choices[i]) ? 1 : 0;
    }
    return common;
}

/* Do two conditions on one field, with choices, leave no entry to both? */
static bool part_entries(const struct measure_condition *needed,
                         const struct measure_condition *other, bool other_excludes)
{
    if (strcmp(needed->field, other->field) != 0 || needed->choice_count == 0 ||
        other->choice_count == 0) {
        return false;
    }
    size_t common = common_choices(needed, other);
    return other_excludes ? common == needed->choice_count : common == 0;
}

/* Does one condition that an entry must meet keep it from the other source? */
static bool keeps_from(const struct measure_condition *needed, const struct measure_source *other)
{
    for (size_t i = 0; i < other->where_count; i++) {
        if (part_entries(needed, &other->where[i], false)) {
            return true;
        }
    }
    for (size_t i = 0; i < other->unless_count; i++) {
        if (part_entries(needed, &other->unless[i], true)) {
            return true;
        }
    }
    return false;
}

/* Does what one needs keep its entries from the other? */
static bool is_apart(const struct measure_source *one, const struct measure_source *other)
{
    for (size_t i = 0; i < one->where_count; i++) {
        if (keeps_from(&one->where[i], other)) {
            return true;
        }
    }
    return false;
}

static bool reads_field(const struct measure_source *source, const char *field)
{
    for (size_t i = 0; i < source->fields_count; i++) {
        if (strcmp(source->fields[i], field) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < source->counts_count; i++) {
        if (strcmp(source->counts[i].field, field) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < source->where_count; i++) {
        if (strcmp(source->where[i].field, field) == 0) {
            return true;
        }
    }
    return false;
}

/* Does the other read a field that gives this one its number? */
static bool tells_of(const struct measure_source *one, const struct measure_source *other)
{
    for (size_t i = 0; i < one->fields_count; i++) {
        if (reads_field(other, one->fields[i])) {
            return true;
        }
    }
    return false;
}

static bool are_kin(const struct measure_source *one, const struct measure_source *other)
{
    return strcmp(one->kind, other->kind) == 0 && (tells_of(one, other) || tells_of(other, one)) &&
           !is_apart(one, other) && !is_apart(other, one);
}

static bool has_kin(const struct measure_source *source, const struct measure_rule *rule)
{
    for (size_t i = 0; i < rule->sources_count; i++) {
        if (are_kin(source, &rule->sources[i])) {
            return true;
        }
    }
    return false;
}

bool kinship_of(enum measure left, enum measure right)
{
    const struct measure_rule *one = measure_rule(left);
    for (size_t i = 0; i < one->sources_count; i++) {
        if (has_kin(&one->sources[i], measure_rule(right))) {
            return true;
        }
    }
    return false;
}
