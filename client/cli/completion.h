/* What the completions of the three shells share: a walk through the table of commands. */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include <stdbool.h>
#include <stddef.h>

enum { COMPLETION_WORD_SIZE = 24 };

/* Asks the program itself for the kinds of the catalogue; a shell runs it. */
#define COMPLETION_KINDS "$(daybook kinds --names 2>/dev/null)"

/* The first word of the command at index. False when an earlier command begins with it too. */
bool completion_first_word(size_t index, char out_word[static COMPLETION_WORD_SIZE]);

#endif
