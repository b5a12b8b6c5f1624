/* How old the news of a patient are, as answers show it. */
#include "requests/contact_line.h"

#include <stdio.h>

#include "base/arena.h"
#include "requests/answer.h"

enum { CONTACT_TEXT_SIZE = 96 };

/* By the day, since days are what is received. */
static void write_ago(int32_t days, char out_text[static CONTACT_TEXT_SIZE])
{
    if (days <= 0) {
        (void)snprintf(out_text, CONTACT_TEXT_SIZE, "received today");
    } else if (days == 1) {
        (void)snprintf(out_text, CONTACT_TEXT_SIZE, "received yesterday");
    } else {
        (void)snprintf(out_text, CONTACT_TEXT_SIZE, "received %d days ago", (int)days);
    }
}

static void write_text(const struct journal_overview *overview, int32_t today,
                       char out_text[static CONTACT_TEXT_SIZE])
{
    int32_t days = today - overview->received_day;
    switch (overview->contact) {
    case CONTACT_HERE:
        (void)snprintf(out_text, CONTACT_TEXT_SIZE, "kept on this device");
        return;
    case CONTACT_NEVER:
        (void)snprintf(out_text, CONTACT_TEXT_SIZE, "nothing received yet");
        return;
    case CONTACT_RECENT:
        write_ago(days, out_text);
        return;
    case CONTACT_OLD:
        (void)snprintf(out_text, CONTACT_TEXT_SIZE,
                       "old: nothing received for %d days, more than usual", (int)days);
        return;
    case CONTACT_LOST:
        (void)snprintf(out_text, CONTACT_TEXT_SIZE, "lost contact: nothing received for %d days",
                       (int)days);
        return;
    }
}

const char *contact_line_text(const struct journal_overview *overview, int32_t today,
                              struct arena *arena)
{
    char text[CONTACT_TEXT_SIZE] = "";
    write_text(overview, today, text);
    return arena_copy_text(arena, bytes_of_text(text));
}

bool contact_line_write(json_t *line, const struct journal_overview *overview, int32_t today)
{
    char text[CONTACT_TEXT_SIZE] = "";
    bool has = overview->contact != CONTACT_HERE && overview->contact != CONTACT_NEVER;
    write_text(overview, today, text);
    return answer_set(line, "contact", json_string(journal_contact_name(overview->contact))) &&
           answer_set(line, "received", has ? answer_day(overview->received_day) : json_null()) &&
           answer_set(line, "contact_text", json_string(text));
}
