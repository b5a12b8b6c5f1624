/* Tests of the measures: each is found by its name and by the kinds it reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trends/measure.h"

/* The names others build on, and that each can be found again. */
static void every_measure_is_found_by_its_name(void **state)
{
    (void)state;
    for (unsigned i = 0; i < MEASURE_COUNT; i++) {
        const struct measure_rule *rule = measure_rule((enum measure)i);
        enum measure found = MEASURE_COUNT;
        assert_true(measure_find(bytes_of_text(rule->name), &found));
        assert_int_equal(found, i);
        assert_true(rule->value_min < rule->value_max);
        assert_true(rule->evidence.mark == EVIDENCE_PROPOSAL || rule->evidence.source[0] != '\0');
    }
    enum measure found = MEASURE_COUNT;
    assert_false(measure_find(bytes_of_text("pain"), &found));
    assert_false(measure_find(bytes_of_text("pain.worst2"), &found));
    assert_int_equal(found, MEASURE_COUNT);
}

static void a_kind_leads_to_the_measures_that_read_it(void **state)
{
    (void)state;
    size_t count = 0;
    const uint16_t *measures = measure_of_kind(bytes_of_text("fall_event"), &count);
    bool falls = false;
    for (size_t i = 0; i < count; i++) {
        falls = falls || measures[i] == MEASURE_FALLS;
        assert_true(i == 0 || measures[i - 1] < measures[i]);
    }
    assert_true(falls);
    assert_null(measure_of_kind(bytes_of_text("note"), &count));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_measure_is_found_by_its_name),
        cmocka_unit_test(a_kind_leads_to_the_measures_that_read_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
