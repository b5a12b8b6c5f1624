/* What the short page says besides the summary. */
#include "requests/trend_glance.h"

#include "base/buffer.h"
#include "journal/circles.h"
#include "journal/overview.h"
#include "journal/red_flags.h"
#include "journal/team.h"
#include "report/glance.h"
#include "requests/contact_line.h"
#include "requests/handler.h"
#include "trends/difference.h"

/* The therapists' names in one text. */
static enum daybook_status list_team(struct request *request, size_t circle, const char **out_team)
{
    struct journal_member *members = NULL;
    struct buffer names = {0};
    size_t count = 0;
    enum daybook_status status =
        journal_members(request_journal(request), circle, request->arena, &members, &count);
    for (size_t i = 0; status == DAYBOOK_OK && i < count; i++) {
        if (!members[i].removed && members[i].role == ROLE_THERAPIST) {
            buffer_append_text(&names, names.size == 0 ? "" : ", ");
            buffer_append(&names, members[i].name);
        }
    }
    if (status == DAYBOOK_OK) {
        const char *team =
            names.failed ? NULL : arena_copy_text(request->arena, buffer_bytes(&names));
        status = team == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
        *out_team = team;
    }
    buffer_free(&names);
    return status;
}

/* How old the news are; nothing where the log itself is kept. */
static enum daybook_status look_up_received(struct request *request, size_t circle,
                                            const char **out_received)
{
    struct journal *journal = request_journal(request);
    struct journal_overview contact;
    enum daybook_status status = journal_look_up_contact(journal, circle, request->arena, &contact);
    *out_received = NULL;
    if (status == DAYBOOK_OK && contact.contact == CONTACT_RECENT) {
        *out_received =
            contact_line_text(&contact, timestamp_day(journal_now(journal)), request->arena);
        status = *out_received == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    }
    return status;
}

/* Since the word that still holds. */
static void look_for_pause(const struct trend_glance_question *question, struct glance *glance)
{
    struct series words =
        series_between(question->history->answered[MEASURE_PAUSED], INT32_MIN, question->flags_day);
    glance->paused = history_is_paused(question->history, question->flags_day);
    glance->paused_since = glance->paused ? words.points[words.count - 1].day : 0;
}

/* Which flags a therapist has acknowledged. */
static enum daybook_status look_up_seen(struct request *request, size_t circle,
                                        const struct flag *flags, struct glance *glance)
{
    struct journal_ack *acks = NULL;
    size_t ack_count = 0;
    bool *seen = arena_take_array(request->arena, glance->flag_count + 1, sizeof *seen);
    enum daybook_status status = seen == NULL ? DAYBOOK_NO_MEMORY
                                              : journal_acks(request_journal(request), circle,
                                                             request->arena, &acks, &ack_count);
    for (size_t i = 0; status == DAYBOOK_OK && i < glance->flag_count; i++) {
        char reference[FLAG_REFERENCE_SIZE];
        flags_reference(&flags[i], reference);
        seen[i] = false;
        for (size_t j = 0; j < ack_count; j++) {
            seen[i] = seen[i] || bytes_equal_text(acks[j].flag, reference);
        }
    }
    glance->flags = flags;
    glance->seen = seen;
    return status;
}

enum daybook_status trend_glance(struct request *request,
                                 const struct trend_glance_question *question,
                                 const struct glance **out_glance)
{
    struct glance *glance = arena_take(request->arena, sizeof *glance);
    struct flag *flags = NULL;
    struct difference *differences = NULL;
    if (glance == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    *glance = (struct glance){.team = ""};
    const struct difference_span span = {question->until - DIFFERENCE_DAYS + 1, question->until};
    const struct red_flags_place place = {request_journal(request), question->circle,
                                          question->flags_day, question->history};
    enum daybook_status status = journal_flags(&place, request->arena, &flags, &glance->flag_count);
    if (status == DAYBOOK_OK) {
        status = look_up_seen(request, question->circle, flags, glance);
    }
    if (status == DAYBOOK_OK) {
        status = difference_list(question->history, &span, request->arena, &differences,
                                 &glance->difference_count);
    }
    if (status == DAYBOOK_OK) {
        status = list_team(request, question->circle, &glance->team);
    }
    if (status == DAYBOOK_OK) {
        status = look_up_received(request, question->circle, &glance->received);
    }
    glance->differences = differences;
    look_for_pause(question, glance);
    *out_glance = glance;
    return status;
}
