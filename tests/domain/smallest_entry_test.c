/* Tests over the whole catalogue: the smallest entry of each kind, and what makes it too small. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/catalog.h"
#include "domain/entry.h"
#include "domain/field.h"

enum { PAIRS_MAX = 32, ITEMS_MAX = 16 };

/* The fields of one entry while they are put together. */
struct smallest {
    struct value_pair pairs[PAIRS_MAX];
    struct value_pair items[ITEMS_MAX];
    size_t pair_count;
};

static struct value text(const char *letters)
{
    return (struct value){.type = VALUE_TEXT, .as.text = bytes_of_text(letters)};
}

static struct value lowest_number(const struct field_rule *rule)
{
    return (struct value){.type = VALUE_INTEGER,
                          .as.integer = rule->has_range ? (int64_t)rule->minimum : 1};
}

/* A value that just keeps its rule; a group is filled by its caller. */
static struct value value_for(const struct field_rule *rule)
{
    switch (rule->type) {
    case FIELD_BOOL:
        return (struct value){.type = VALUE_BOOL};
    case FIELD_INTEGER:
    case FIELD_DECIMAL:
        return lowest_number(rule);
    case FIELD_TEXT:
    case FIELD_REFERENCE:
        return text("a");
    case FIELD_CHOICE:
        return text(rule->choices[0].name);
    case FIELD_DATE:
        return text("2026-08-29");
    case FIELD_TIME:
        return text("00:00");
    case FIELD_MOMENT:
        return text("2026-08-29T00:00:00Z");
    case FIELD_BYTES:
        return text("00");
    case FIELD_GROUP:
        return (struct value){.type = VALUE_MAP};
    }
    fail_msg("a field has a type of its own");
    return (struct value){0};
}

static struct value group_for(const struct field_rule *rule, struct smallest *smallest)
{
    size_t count = 0;
    for (size_t i = 0; i < rule->item_count; i++) {
        if (rule->items[i].required) {
            assert_in_range(count, 0, ITEMS_MAX - 1);
            smallest->items[count++] =
                (struct value_pair){bytes_of_text(rule->items[i].name), value_for(&rule->items[i])};
        }
    }
    return (struct value){.type = VALUE_MAP, .as.map = {smallest->items, count}};
}

static void add(struct smallest *smallest, const struct field_rule *rule)
{
    assert_in_range(smallest->pair_count, 0, PAIRS_MAX - 1);
    struct value value = rule->type == FIELD_GROUP ? group_for(rule, smallest) : value_for(rule);
    smallest->pairs[smallest->pair_count++] = (struct value_pair){bytes_of_text(rule->name), value};
}

static void fill(struct smallest *smallest, const struct kind *kind)
{
    for (size_t i = 0; i < kind->field_count; i++) {
        if (kind->fields[i].required) {
            add(smallest, &kind->fields[i]);
        }
    }
    for (size_t i = 0; i < kind->one_of_count; i++) {
        add(smallest, kind_field(kind, bytes_of_text(kind->one_ofs[i].names[0])));
    }
}

static struct entry entry_of(const struct kind *kind, const struct smallest *smallest)
{
    return (struct entry){
        .kind = bytes_of_text(kind->name),
        .note = bytes_of_text("A note."),
        .fields = {.type = VALUE_MAP, .as.map = {smallest->pairs, smallest->pair_count}},
    };
}

static void the_smallest_entry_is_allowed_to_its_roles_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalog_count(); i++) {
        const struct kind *kind = catalog_at(i);
        struct smallest smallest = {0};
        fill(&smallest, kind);
        struct entry entry = entry_of(kind, &smallest);
        for (unsigned role = 0; role < ROLE_COUNT; role++) {
            struct complaint complaint = {0};
            bool may_log = kind_may_log(kind, (enum role)role);
            enum daybook_status status = entry_check(&entry, (enum role)role, &complaint);
            assert_int_equal(status, may_log ? DAYBOOK_OK : DAYBOOK_DENIED);
            assert_int_equal(complaint.text[0] == '\0', may_log);
        }
    }
}

static enum role first_role(const struct kind *kind)
{
    unsigned role = 0;
    while (!kind_may_log(kind, (enum role)role)) {
        role++;
    }
    return (enum role)role;
}

static void without_any_one_required_field_it_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalog_count(); i++) {
        const struct kind *kind = catalog_at(i);
        struct smallest whole = {0};
        fill(&whole, kind);
        for (size_t left_out = 0; left_out < whole.pair_count; left_out++) {
            struct smallest smaller = whole;
            smaller.pairs[left_out] = smaller.pairs[--smaller.pair_count];
            struct entry entry = entry_of(kind, &smaller);
            struct complaint complaint = {0};
            assert_int_equal(entry_check(&entry, first_role(kind), &complaint), DAYBOOK_INVALID);
        }
    }
}

static void check_beyond(const struct field_rule *rule, double number)
{
    struct value value = {.type = VALUE_INTEGER, .as.integer = (int64_t)number};
    struct complaint complaint = {0};
    assert_false(field_check(rule, &value, &complaint));
    assert_non_null(strstr(complaint.text, "must be from"));
    assert_non_null(strstr(complaint.text, rule->name));
}

static void a_number_beyond_either_end_of_its_range_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalog_count(); i++) {
        const struct kind *kind = catalog_at(i);
        for (size_t f = 0; f < kind->field_count; f++) {
            const struct field_rule *rule = &kind->fields[f];
            if (rule->has_range) {
                check_beyond(rule, rule->minimum - 1);
                check_beyond(rule, rule->maximum + 1);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_entry_is_allowed_to_its_roles_only),
        cmocka_unit_test(without_any_one_required_field_it_is_refused),
        cmocka_unit_test(a_number_beyond_either_end_of_its_range_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
