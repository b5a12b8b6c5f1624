/* Tests of who may read an entry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/visibility.h"

static void each_visibility_admits_its_readers_and_nobody_else(void **state)
{
    (void)state;
    static const bool admitted[VISIBILITY_COUNT][ROLE_COUNT] = {
        [VISIBILITY_TEAM] = {true, true, true, true},
        [VISIBILITY_THERAPISTS] = {[ROLE_THERAPIST] = true},
        [VISIBILITY_AUTHOR_AND_THERAPIST] = {[ROLE_THERAPIST] = true},
    };
    for (unsigned visibility = 0; visibility < VISIBILITY_COUNT; visibility++) {
        for (unsigned role = 0; role < ROLE_COUNT; role++) {
            assert_int_equal(visibility_admits((enum visibility)visibility, (enum role)role),
                             admitted[visibility][role]);
        }
    }
}

static void a_visibility_is_read_as_it_is_written(void **state)
{
    (void)state;
    for (unsigned i = 0; i < VISIBILITY_COUNT; i++) {
        enum visibility visibility = VISIBILITY_TEAM;
        const char *name = visibility_name((enum visibility)i);
        assert_true(visibility_from_name(bytes_of_text(name), &visibility));
        assert_int_equal(visibility, i);
    }
    enum visibility visibility = VISIBILITY_PRIVATE;
    assert_false(visibility_from_name(bytes_of_text("teams"), &visibility));
    assert_int_equal(visibility, VISIBILITY_PRIVATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_visibility_admits_its_readers_and_nobody_else),
        cmocka_unit_test(a_visibility_is_read_as_it_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
