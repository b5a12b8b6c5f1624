/* Checking a store names what is wrong with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/database.h"
#include "store/store_folder.h"
#include "store/vfs.h"

static struct store_folder closed_store(void)
{
    struct store_folder folder = store_folder_make();
    store_folder_fill(&folder, "rows enough for some pages of a table and of its index", 300);
    store_folder_close(&folder);
    return folder;
}

/* Turn a bit of a page while the store is closed. */
static void spoil_page(struct store_folder *folder, size_t page)
{
    size_t size = 0;
    uint8_t *bytes = store_folder_read(folder, "store.db", &size);
    uint8_t *byte = &bytes[STORE_KEY_AREA_SIZE + (page - 1) * STORE_PAGE_SIZE + 1000];
    *byte = (uint8_t)(*byte ^ 4);
    store_folder_write(folder, "store.db", bytes, size);
    free(bytes);
}

static void a_sound_store_has_nothing_to_report(void **state)
{
    (void)state;
    struct store_folder folder = closed_store();
    struct verify_report report;
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    store_folder_fill(&folder, "one more, in the log", 1);
    assert_int_equal(database_verify(folder.database, &report), DAYBOOK_OK);
    assert_true(report.page_count > 8);
    assert_true(report.log_unit_count > 1);
    assert_int_equal(report.forged_count, 0);
    assert_int_equal(report.complaint_count, 0);
    store_folder_remove(&folder);
}

static void altered_pages_are_named(void **state)
{
    (void)state;
    struct store_folder folder = closed_store();
    struct verify_report report;
    spoil_page(&folder, 5);
    spoil_page(&folder, 7);
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK); /* neither is needed for that */
    assert_int_equal(database_verify(folder.database, &report), DAYBOOK_FORGED);
    assert_int_equal(report.forged_count, 2);
    assert_int_equal(report.named_count, 2);
    assert_int_equal(report.named[0].kind, UNIT_MAIN);
    assert_int_equal(report.named[0].number, 5);
    assert_int_equal(report.named[1].number, 7);
    store_folder_remove(&folder);
}

static void a_row_that_refers_to_nothing_is_counted(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    struct database *database = folder.database;
    static const char *const steps[] = {
        "PRAGMA foreign_keys=OFF",
        "CREATE TABLE of_note (note_no INTEGER REFERENCES note) STRICT",
        "INSERT INTO of_note VALUES (77)",
    };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        assert_int_equal(database_run(database, database_statement(database, steps[i])),
                         DAYBOOK_OK);
    }
    struct verify_report report;
    assert_int_equal(database_verify(database, &report), DAYBOOK_DAMAGED);
    assert_int_equal(report.forged_count, 0);
    assert_int_equal(report.complaint_count, 1);
    store_folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_store_has_nothing_to_report),
        cmocka_unit_test(altered_pages_are_named),
        cmocka_unit_test(a_row_that_refers_to_nothing_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
