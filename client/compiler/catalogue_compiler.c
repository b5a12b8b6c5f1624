/* The catalogue compiler: daybook_catalogue_compiler OUTPUT.c CATALOGUE.json ... */
#include "compiler/catalogue.h"
#include "compiler/catalogue_tables.h"
#include "compiler/program.h"

static const struct program program = {
    .usage = "daybook_catalogue_compiler OUTPUT.c CATALOGUE.json ...",
    .compile = catalogue_compile,
    .writers = {catalogue_tables_write},
};

int main(int argc, char **argv)
{
    return program_run(&program, argc, argv);
}
