/* What a command is: its names, its options and what runs it; help and completion read the same. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include <daybook/status.h>

struct call;

/* What an option takes, which is also what a shell may complete. */
enum option_value {
    OPTION_FLAG,   /* nothing: it is there or not */
    OPTION_TEXT,   /* any text; the words of choices, if there are any */
    OPTION_NUMBER, /* a whole number, 0 or more; the parser refuses anything else */
    OPTION_FILE,
    OPTION_KIND, /* a kind of entry */
};

struct command_option {
    const char *name; /* without its dashes; NULL ends a table */
    enum option_value value;
    const char *argument; /* "TIME", NULL for a flag */
    const char *summary;
    const char *choices; /* "patient caregiver", NULL when anything goes */
};

/* Where help lists a command. */
enum command_group {
    GROUP_DAILY,
    GROUP_LOOK,
    GROUP_CIRCLE,
    GROUP_JOURNAL,
    GROUP_PROGRAM,
};

/* What the words after a command are, for completion. */
enum command_words { WORDS_ANY, WORDS_KIND, WORDS_FILE, WORDS_COMMAND, WORDS_SHELL };

enum { COMMAND_WORDS_MANY = 4096 };

struct command {
    const char *name; /* "log", "circle invite" */
    enum command_group group;
    const char *summary; /* half a line, for lists */
    const char *usage;   /* the words it takes, "KIND [FIELD=VALUE ...]"; "" when none */
    const char *details; /* whole paragraphs for its help; NULL when the summary says it all */
    const struct command_option *options; /* its own; NULL when it has none */
    enum command_words words;
    size_t words_min;
    size_t words_max;
    /* OK, or the status the program ends with; what went wrong was said. */
    enum daybook_status (*run)(const struct call *call);
};

#endif
