/* Tests of what every compiler of the schema does: files in, tables or one sentence out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "compiler/program.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The rows are the roots of the files; one that is "bad" breaks a rule. */
static bool collect_roots(const struct source_file *files, size_t count, json_t *rows,
                          struct fault *out_fault)
{
    for (size_t i = 0; i < count; i++) {
        struct place place = {.file = files[i].name};
        if (json_object_get(files[i].root, "bad") != NULL) {
            return fault_set(out_fault, &place, "is bad");
        }
        assert_int_equal(json_array_append(rows, files[i].root), 0);
    }
    return true;
}

static bool write_count(FILE *out, const json_t *rows)
{
    return fprintf(out, "%zu\n", json_array_size(rows)) > 0;
}

static bool write_half(FILE *out, const json_t *rows)
{
    (void)rows;
    fputs("half", out);
    return false;
}

static const struct program counter = {
    .usage = "counter OUTPUT INPUT ...", .compile = collect_roots, .writers = {write_count}};
static const struct program breaking = {.usage = "breaking OUTPUT OUTPUT INPUT ...",
                                        .compile = collect_roots,
                                        .writers = {write_count, write_half}};

static int enter_folder(void **state)
{
    static char folder[] = "/tmp/daybook-compiler-XXXXXX";
    *state = mkdtemp(folder);
    return *state == NULL ? -1 : chdir(folder);
}

static int leave_folder(void **state)
{
    static const char *const names[] = {"a.json", "b.json", "bad.json", "out", "second"};
    for (size_t i = 0; i < COUNT(names); i++) {
        (void)remove(names[i]);
    }
    return chdir("/") == 0 ? rmdir(*state) : -1;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Run the program by a line of words with one space between them. */
static int run(const struct program *program, const char *line)
{
    enum { LINE_SIZE = 64, WORDS_MAX = 8 };
    char text[LINE_SIZE] = "";
    char *words[WORDS_MAX] = {text};
    int count = 1;
    assert_true(strlen(line) < LINE_SIZE);
    memcpy(text, line, strlen(line));
    for (char *space = strchr(text, ' '); space != NULL; space = strchr(space + 1, ' ')) {
        assert_true(count < WORDS_MAX);
        *space = '\0';
        words[count++] = space + 1;
    }
    return program_run(program, count, words);
}

static void every_output_is_written_of_all_files(void **state)
{
    (void)state;
    write_file("a.json", "{}");
    write_file("b.json", "{}");
    assert_int_equal(run(&counter, "counter out a.json b.json"), EXIT_SUCCESS);
    FILE *file = fopen("out", "rb");
    assert_non_null(file);
    assert_int_equal(fgetc(file), '2');
    assert_int_equal(fclose(file), 0);
}

static void a_missing_argument_is_answered_with_the_usage(void **state)
{
    (void)state;
    assert_int_equal(run(&breaking, "breaking out second"), 2);
}

static void what_cannot_be_compiled_makes_no_output(void **state)
{
    (void)state;
    write_file("a.json", "{}");
    write_file("bad.json", "{\"bad\":1}");
    (void)remove("out");
    assert_int_equal(run(&counter, "counter out a.json nowhere.json"), EXIT_FAILURE);
    assert_int_equal(run(&counter, "counter out bad.json"), EXIT_FAILURE);
    assert_int_equal(access("out", F_OK), -1);
}

static void a_half_written_output_does_not_stay(void **state)
{
    (void)state;
    write_file("a.json", "{}");
    assert_int_equal(run(&breaking, "breaking out second a.json"), EXIT_FAILURE);
    assert_int_equal(access("out", F_OK), 0);
    assert_int_equal(access("second", F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_output_is_written_of_all_files),
        cmocka_unit_test(a_missing_argument_is_answered_with_the_usage),
        cmocka_unit_test(what_cannot_be_compiled_makes_no_output),
        cmocka_unit_test(a_half_written_output_does_not_stay),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
