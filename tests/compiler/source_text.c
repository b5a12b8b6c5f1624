/* Compiling a text as if it were a file of the schema. */
#include "compiler/source_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

json_t *source_text_compile(program_compile *compile, const char *text, struct fault *out_fault)
{
    struct source_file file = {0};
    if (!source_file_parse("x.json", bytes_of_text(text), &file, out_fault)) {
        return NULL;
    }
    json_t *rows = json_array();
    assert_non_null(rows);
    if (!compile(&file, 1, rows, out_fault)) {
        json_decref(rows);
        rows = NULL;
    }
    source_file_free(&file);
    return rows;
}

void source_text_refused(program_compile *compile, const char *text, const char *sentence)
{
    struct fault fault = {0};
    json_t *rows = source_text_compile(compile, text, &fault);
    assert_string_equal(fault.text, sentence);
    assert_null(rows);
}
