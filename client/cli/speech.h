/* What the program says: sentences to people on stderr, and text of others made safe to show. */
#ifndef CLI_SPEECH_H
#define CLI_SPEECH_H

#include <stdio.h>

struct call;

/* Say what went wrong: "daybook: SENTENCE" on stderr. */
__attribute__((format(printf, 1, 2))) void speech_error(const char *format, ...);

/* Say how things go, on stderr, unless the call asks for quiet. */
__attribute__((format(printf, 2, 3))) void speech_note(const struct call *call, const char *format,
                                                       ...);

/* Print text that somebody wrote, on one line: control characters, which could command a terminal,
 * become blanks. NULL prints nothing. */
void speech_put(FILE *out, const char *text);

/* The same for a text of several lines, each after the indentation; the last line is ended too. */
void speech_put_lines(FILE *out, const char *indentation, const char *text);

#endif
