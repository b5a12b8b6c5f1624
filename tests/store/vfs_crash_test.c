/* A process that is killed at any moment keeps what it acknowledged. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/database.h"
#include "store/store_folder.h"
#include "vault/random.h"

enum { ROUNDS = 12, ACKNOWLEDGED_MAX = 150 };

/* Write row after row, each in its own transaction, and say so after each; until killed. */
static void write_until_killed(struct store_folder *folder, int acknowledge)
{
    if (store_folder_open(folder) != DAYBOOK_OK) {
        _exit(1);
    }
    for (;;) {
        store_folder_fill(folder, "a row that was acknowledged, of some length or other", 1);
        if (write(acknowledge, "k", 1) != 1) {
            _exit(1);
        }
    }
}

/* Kill a writer after it acknowledged so many rows; how many it acknowledged in the end. */
static int64_t kill_after(struct store_folder *folder, unsigned acknowledgements)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        write_until_killed(folder, ends[1]);
    }
    close(ends[1]);
    int64_t count = 0;
    char byte = 0;
    while (count < acknowledgements && read(ends[0], &byte, 1) == 1) {
        count++;
    }
    kill(child, SIGKILL);
    while (read(ends[0], &byte, 1) == 1) {
        count++;
    }
    close(ends[0]);
    int end = 0;
    assert_int_equal(waitpid(child, &end, 0), child);
    assert_true(WIFSIGNALED(end));
    return count;
}

static void a_killed_process_keeps_every_acknowledged_row(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    store_folder_close(&folder);
    int64_t expected = 0;
    for (int round = 0; round < ROUNDS; round++) {
        unsigned acknowledgements = 1 + (unsigned)(random_number() % ACKNOWLEDGED_MAX);
        expected += kill_after(&folder, acknowledgements);
        assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
        enum daybook_status status = DAYBOOK_FAILED;
        int64_t count = store_folder_count(&folder, &status);
        print_message("killed after %u: %lld rows, %lld acknowledged\n", acknowledgements,
                      (long long)count, (long long)expected);
        assert_in_range(count, expected, expected + 1); /* one may be durable and unsaid */
        expected = count;
        struct verify_report report;
        assert_int_equal(database_verify(folder.database, &report), DAYBOOK_OK);
        store_folder_close(&folder);
    }
    store_folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_killed_process_keeps_every_acknowledged_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
