/* The compiler of the red flags: daybook_flag_compiler OUTPUT.c RULES.json ... */
#include "compiler/flag_rules.h"
#include "compiler/flag_tables.h"
#include "compiler/program.h"

static const struct program program = {
    .usage = "daybook_flag_compiler OUTPUT.c RULES.json ...",
    .compile = flag_rules_compile,
    .writers = {flag_tables_write},
};

int main(int argc, char **argv)
{
    return program_run(&program, argc, argv);
}
