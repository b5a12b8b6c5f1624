/* Asks the system what the terminal is like, and the person questions. */
#include "cli/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/call.h"
#include "cli/speech.h"

bool terminal_can_ask(const struct call *call)
{
    return !call_has(call, "no-input") && isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

int terminal_columns(void)
{
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        return size.ws_col;
    }
    return TERMINAL_COLUMNS;
}

bool terminal_is_unicode(void)
{
    static const char *const VARIABLES[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *locale = NULL;
    for (size_t i = 0; i < sizeof VARIABLES / sizeof VARIABLES[0]; i++) {
        locale = getenv(VARIABLES[i]);
        if (locale != NULL && locale[0] != '\0') {
            break;
        }
    }
    const char *charset = locale == NULL ? NULL : strchr(locale, '.');
    return charset != NULL && (strncasecmp(charset, ".utf-8", sizeof ".utf-8" - 1) == 0 ||
                               strncasecmp(charset, ".utf8", sizeof ".utf8" - 1) == 0);
}

bool terminal_has_color(void)
{
    const char *refused = getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && (refused == NULL || refused[0] == '\0');
}

bool terminal_read_line(char *out_line, size_t size)
{
    if (fgets(out_line, (int)size, stdin) == NULL) {
        return false;
    }
    size_t length = strcspn(out_line, "\n");
    bool whole = out_line[length] == '\n';
    out_line[length] = '\0';
    while (!whole) {
        int character = fgetc(stdin);
        whole = character == '\n' || character == EOF;
    }
    return true;
}

bool terminal_confirm(const char *question)
{
    enum { CONFIRM_SIZE = 16 };
    char answer[CONFIRM_SIZE];
    speech_put(stderr, question);
    fputs(" [y/N] ", stderr);
    return terminal_read_line(answer, sizeof answer) &&
           (strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0);
}

enum daybook_status terminal_make_sure(const struct call *call, const char *question,
                                       const char *sentence)
{
    if (call_has(call, "yes")) {
        return DAYBOOK_OK;
    }
    if (!terminal_can_ask(call)) {
        speech_error("%s", sentence);
        return DAYBOOK_INVALID;
    }
    if (!terminal_confirm(question)) {
        speech_note(call, "Nothing was changed.");
        return DAYBOOK_INTERRUPTED;
    }
    return DAYBOOK_OK;
}
