/* The terminal a person sits at, if there is one: its size, its characters, questions and answers.
 */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include <daybook/status.h>

struct call;

enum { TERMINAL_COLUMNS = 80, TERMINAL_ANSWER_SIZE = 2048 };

/* True when a person can be asked: questions go to stderr, answers come from stdin. */
bool terminal_can_ask(const struct call *call);

/* Columns of stdout's terminal; 80 when it is none or does not say. */
int terminal_columns(void);

/* True when the locale's characters are UTF-8, by LC_ALL, LC_CTYPE or LANG. */
bool terminal_is_unicode(void);

/* True when stdout is a terminal and NO_COLOR is not set. */
bool terminal_has_color(void);

/* Read one line of at most size - 1 bytes without its end; what is longer is cut off. False at the
 * end of input. */
bool terminal_read_line(char *out_line, size_t size);

/* Ask a question that "y" or "yes" answers with true. */
bool terminal_confirm(const char *question);

/* OK when the option --yes is there, or the person agrees. INTERRUPTED: not; INVALID: nobody can be
 * asked, and the sentence said that --yes is missing. */
enum daybook_status terminal_make_sure(const struct call *call, const char *question,
                                       const char *sentence);

#endif
