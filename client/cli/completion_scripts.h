/* The completion scripts, one function a shell; each is in client/cli/completion_SHELL.c. */
#ifndef CLI_COMPLETION_SCRIPTS_H
#define CLI_COMPLETION_SCRIPTS_H

/* Print the script that a shell reads, to stdout. */
void completion_bash_print(void);
void completion_zsh_print(void);
void completion_fish_print(void);

#endif
