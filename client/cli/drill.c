/* The drill after a journal was made: words of the sheet are typed back and open the journal. */
#include "cli/drill.h"

#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

#include "cli/call.h"
#include "cli/speech.h"
#include "cli/terminal.h"

enum { WORD_ROWS = 6, WORD_COUNT = 24, ASKED = 3, PROMPT_SIZE = 160, ATTEMPTS_MAX = 9 };

static const char skipped[] =
    "The drill was skipped: nobody has tried yet whether the paper opens the journal.";

/* Down the columns, as people read lists. */
void drill_print_words(const json_t *words)
{
    size_t count = json_array_size(words);
    for (size_t row = 0; row < WORD_ROWS; row++) {
        for (size_t i = row; i < count; i += WORD_ROWS) {
            printf("  %2zu  %-12s", i + 1, json_string_value(json_array_get(words, i)));
        }
        putchar('\n');
    }
}

/* The screen and, where the terminal can, what has scrolled off it. */
static void clear_screen(void)
{
    if (isatty(STDOUT_FILENO)) {
        fputs("\033[H\033[2J\033[3J", stdout);
        (void)fflush(stdout); /* a failure is found at the program's end */
    }
}

/* Different places, in order. False when the system has no randomness. */
static bool choose_places(size_t out_places[static ASKED])
{
    unsigned char random[ASKED];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        return false;
    }
    /* One of each third of the sheet; that some are likelier by a 32nd does no harm. */
    for (size_t i = 0; i < ASKED; i++) {
        size_t third = WORD_COUNT / ASKED;
        out_places[i] = i * third + random[i] % third;
    }
    return true;
}

/* The words with null at these places, owned by the caller; NULL: memory is short. */
static json_t *without(const json_t *words, const size_t places[static ASKED])
{
    json_t *list = json_array();
    bool written = list != NULL;
    for (size_t i = 0; written && i < json_array_size(words); i++) {
        bool typed = i == places[0] || i == places[1] || i == places[2];
        const char *word = json_string_value(json_array_get(words, i));
        written = json_array_append_new(list, typed ? json_null() : json_string(word)) == 0;
    }
    if (!written) {
        json_decref(list);
        return NULL;
    }
    return list;
}

/* Ask for three words and try them. NOT_FOUND: nothing was typed; LOCKED: they are wrong. */
static enum daybook_status try_words(struct door *door, const json_t *words)
{
    size_t places[ASKED];
    char prompt[PROMPT_SIZE];
    struct daybook_secret *typed = NULL;
    json_t *answer = NULL;
    if (!choose_places(places)) {
        return DAYBOOK_FAILED;
    }
    (void)snprintf(
        prompt, sizeof prompt,
        "Words %zu, %zu and %zu, with blanks between (nothing is shown; Enter alone skips "
        "this): ",
        places[0] + 1, places[1] + 1, places[2] + 1);
    enum daybook_status status = daybook_secret_from_terminal(prompt, &typed);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_INVALID ? DAYBOOK_NOT_FOUND : status;
    }
    json_t *list = without(words, places);
    struct question question = question_begin("drill");
    question_json(&question, "words", list);
    question.failed = question.failed || list == NULL;
    question.secrets.secret = typed;
    status = door_ask(door, &question, &answer);
    json_decref(answer);
    daybook_secret_free(typed);
    return status;
}

static bool wait_for_enter(void)
{
    char line[2];
    fputs("\nWritten down? Press Enter: the words go from the screen, and three are asked for. ",
          stderr);
    return terminal_read_line(line, sizeof line);
}

/* False at the end of input. */
static bool show_again(const json_t *words)
{
    drill_print_words(words);
    (void)fflush(stdout); /* a failure is found at the program's end */
    bool written_down = wait_for_enter();
    clear_screen();
    return written_down;
}

/* Wrong words are a reason to look at the list again. */
static enum daybook_status ask_until_right(struct door *door, const json_t *words)
{
    enum daybook_status status = try_words(door, words);
    for (int attempts = 1; status == DAYBOOK_LOCKED && attempts < ATTEMPTS_MAX; attempts++) {
        bool goes_on = !terminal_confirm("Show all words again?") || show_again(words);
        status = goes_on ? try_words(door, words) : DAYBOOK_NOT_FOUND;
    }
    return status;
}

enum daybook_status drill_run(struct door *door, const json_t *words)
{
    if (!terminal_can_ask(door->call) || call_has(door->call, "json")) {
        speech_note(door->call, "%s", skipped);
        return DAYBOOK_OK;
    }
    (void)fflush(stdout); /* a failure is found at the program's end */
    enum daybook_status status = DAYBOOK_NOT_FOUND;
    if (wait_for_enter()) {
        clear_screen();
        status = ask_until_right(door, words);
    }
    if (status == DAYBOOK_OK) {
        fputs("These words open the journal. Keep the paper where nobody else finds it.\n", stdout);
        return DAYBOOK_OK;
    }
    speech_error("%s", skipped);
    return status == DAYBOOK_INTERRUPTED ? DAYBOOK_INTERRUPTED : DAYBOOK_OK;
}
