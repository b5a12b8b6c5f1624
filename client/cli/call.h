/* One command line, taken apart: the command, its options and its words. */
#ifndef CLI_CALL_H
#define CLI_CALL_H

#include "cli/command.h"

enum { CALL_OPTIONS_MAX = 24 };

struct call_option {
    const struct command_option *option;
    const char *value; /* NULL for a flag */
};

/* Borrows argv all the way. Start with (struct call){0}. */
struct call {
    const struct command *command; /* NULL: none was named */
    const char *family;            /* of a name of two words, the first */
    struct call_option options[CALL_OPTIONS_MAX];
    size_t option_count;
    char **words; /* what is neither command nor option, in order */
    size_t word_count;
};

/* Take a command line apart; the words are gathered in argv itself. General options may stand
 * anywhere, a command's own after it; "--" ends options. INVALID for an unknown command or option,
 * one given twice, a missing or wrong value, and text that is not UTF-8; the reason was said. */
enum daybook_status call_parse(int argc, char **argv, struct call *out_call);

/* The value of an option, NULL when it was not given. The command must know the name. */
const char *call_value(const struct call *call, const char *name);

/* True when the option was given. */
bool call_has(const struct call *call, const char *name);

/* The value of a number option, or fallback when it was not given. */
int call_number(const struct call *call, const char *name, int fallback);

#endif
