/* Help, made from the table of commands. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

struct command;

/* Print help: about one command, or the commands of a family, or all of them (both NULL). */
void help_print(FILE *out, const char *family, const struct command *command);

#endif
