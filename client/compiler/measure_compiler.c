/* The measure compiler: daybook_measure_compiler NAMES.h TABLES.c MEASURES.json ... */
#include "compiler/measure_tables.h"
#include "compiler/measures.h"
#include "compiler/program.h"

static const struct program program = {
    .usage = "daybook_measure_compiler NAMES.h TABLES.c MEASURES.json ...",
    .compile = measures_compile,
    .writers = {measure_tables_write_names, measure_tables_write},
};

int main(int argc, char **argv)
{
    return program_run(&program, argc, argv);
}
