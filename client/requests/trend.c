/* The request for the trend summary: its figures, and the page for a terminal when asked. */
#include "trends/trend.h"

#include <string.h>

#include "journal/plans.h"
#include "journal/summaries.h"
#include "report/glance.h"
#include "report/summary_text.h"
#include "requests/answer.h"
#include "requests/contact_line.h"
#include "requests/entry_input.h"
#include "requests/handler.h"
#include "requests/team_line.h"
#include "requests/trend_figures.h"
#include "requests/trend_glance.h"
#include "requests/trend_measure.h"
#include "trends/summary.h"

static json_t *count_of(uint32_t count)
{
    return json_integer(count);
}

/* What was asked for. */
struct page {
    int32_t until;
    int32_t flags_day; /* today, unless a day was asked for */
    bool wants_text;
    bool for_therapist;
    bool all; /* the long page, where the short one could do */
    const struct figures_all *figures;
    struct summary_text_options text;
};

static bool write_measures(json_t *answer, const struct page *page,
                           const struct trend_summary *summary)
{
    json_t *measures = json_object();
    bool written = answer_set(answer, "measures", measures);
    for (unsigned i = 0; written && i < MEASURE_COUNT; i++) {
        const struct measure_rule *rule = measure_rule((enum measure)i);
        bool other = (page->text.one_measure && page->text.measure != (enum measure)i) ||
                     (page->text.one_part && page->text.part != rule->part);
        if (!other) {
            written =
                answer_set(measures, rule->name,
                           trend_measure_json(rule, &summary->measures[i], page->text.one_measure));
        }
    }
    return written;
}

static bool write_figures(json_t *answer, const struct page *page)
{
    json_t *figures = json_object();
    bool written = answer_set(answer, "figures", figures);
    for (unsigned part = 0; written && part < PART_COUNT; part++) {
        bool other = page->text.one_measure ||
                     (page->text.one_part && page->text.part != (enum measure_part)part);
        written = other || answer_set(figures, measure_part_name((enum measure_part)part),
                                      trend_figures_json(page->figures, (enum measure_part)part,
                                                         page->for_therapist));
    }
    return written;
}

static bool write_caution(json_t *answer, const struct caution *caution)
{
    bool walks = caution->walking == WALKING_GOES_ON;
    json_t *walking = walks ? json_null()
                            : json_pack("{s:s, s:o}", "by", caution_walking_name(caution->walking),
                                        "since", answer_day(caution->walking_since));
    json_t *support = caution->support ? answer_day(caution->support_since) : json_null();
    return answer_set(answer, "caution",
                      json_pack("{s:o, s:o}", "walking_ended", walking, "support_since", support));
}

static bool write_exercise(json_t *answer, const struct trend_summary *summary)
{
    json_t *exercise = json_object();
    bool written = answer_set(answer, "exercise_d28", exercise);
    for (unsigned type = 0; written && type < EXERCISE_TYPE_COUNT; type++) {
        const struct exercise_count *sessions = &summary->exercise_d28[type];
        if (sessions->logged > 0) {
            json_t *counts = json_pack("{s:I, s:I}", "logged", (json_int_t)sessions->logged, "done",
                                       (json_int_t)sessions->done);
            written = answer_set(exercise, exercise_type_name((enum exercise_type)type), counts);
        }
    }
    return written;
}

static json_t *three_counts(uint32_t d30, uint32_t d90, uint32_t all)
{
    return json_pack("{s:I, s:I, s:I}", "d30", (json_int_t)d30, "d90", (json_int_t)d90, "all",
                     (json_int_t)all);
}

static bool write_falls(json_t *answer, const struct fall_summary *falls)
{
    const struct fall_count *d30 = &falls->d30;
    const struct fall_count *d90 = &falls->d90;
    const struct fall_count *all = &falls->all;
    json_t *object = three_counts(d30->falls, d90->falls, all->falls);
    json_t *near = three_counts(d30->near_falls, d90->near_falls, all->near_falls);
    json_t *days = three_counts(d30->days, d90->days, all->days);
    bool written = answer_set(object, "near", near);
    written = answer_set(object, "days", days) && written;
    written = written && answer_set(object, "last",
                                    falls->has_last ? answer_day(falls->last_day) : json_null());
    return answer_set(answer, "falls", object) && written;
}

static bool write_reporter(json_t *reporters, const char *name,
                           const struct reporter_summary *reporter)
{
    json_t *object = json_object();
    bool written = answer_set(reporters, name, object) &&
                   answer_set(object, "days", count_of(reporter->days)) &&
                   answer_set(object, "expected", count_of(reporter->expected)) &&
                   answer_set(object, "entries", count_of(reporter->entries)) &&
                   trend_measure_write_roles(object, reporter->entries_by_role);
    return written;
}

static bool write_reporters(json_t *answer, const struct trend_summary *summary)
{
    json_t *reporters = json_object();
    return answer_set(answer, "reporters", reporters) &&
           write_reporter(reporters, "d7", &summary->reporters_d7) &&
           write_reporter(reporters, "d28", &summary->reporters_d28);
}

static bool write_text(json_t *answer, const struct page *page, const struct trend_summary *summary)
{
    if (!page->wants_text) {
        return true;
    }
    struct buffer text = {0};
    report_summary_text(summary, &page->text, &text);
    bool written = !text.failed && answer_set(answer, "text", answer_text(buffer_bytes(&text)));
    buffer_free(&text);
    return written;
}

static bool write_page(json_t *answer, const struct page *page, const struct trend_summary *summary)
{
    bool has_days = summary->has_days;
    return answer_set(answer, "until", answer_day(summary->until)) &&
           answer_set(answer, "first", has_days ? answer_day(summary->first_day) : json_null()) &&
           answer_set(answer, "last", has_days ? answer_day(summary->last_day) : json_null()) &&
           write_measures(answer, page, summary) && write_figures(answer, page) &&
           write_caution(answer, &summary->caution) && write_exercise(answer, summary) &&
           write_falls(answer, &summary->falls) && write_reporters(answer, summary) &&
           write_text(answer, page, summary);
}

static bool read_text_options(const struct input *input, struct page *page)
{
    static const char *const members[] = {"columns", "unicode", "color", "all", NULL};
    struct input text = {NULL, input->complaint};
    int64_t columns = SUMMARY_TEXT_COLUMNS_MIN;
    if (!input_object(input, "text", &text.object)) {
        return false;
    }
    if (text.object == NULL) {
        return true;
    }
    page->wants_text = true;
    bool read = input_only(&text, members) && input_flag(&text, "all", &page->all) &&
                input_whole(&text, "columns", (struct input_range){1, INT16_MAX}, &columns) &&
                input_flag(&text, "unicode", &page->text.unicode) &&
                input_flag(&text, "color", &page->text.color);
    page->text.columns = (int)columns;
    return read;
}

static enum daybook_status read_page(struct request *request, struct page *page)
{
    const struct input *input = &request->input;
    const struct when_here here = entry_input_here(request);
    struct bytes measure = {NULL, 0};
    struct bytes part = {NULL, 0};
    struct bytes until = {NULL, 0};
    if (!input_text(input, "measure", &measure) || !input_text(input, "part", &part) ||
        !input_text(input, "until", &until) || !read_text_options(input, page) ||
        when_parse_day(until.size > 0 ? until : bytes_of_text("yesterday"), /* which is over */
                       &here, &page->until, &request->complaint) != DAYBOOK_OK) {
        return DAYBOOK_INVALID;
    }
    page->flags_day = until.size > 0 ? page->until : timestamp_day(here.now);
    page->text.one_measure = measure.size > 0;
    if (page->text.one_measure && !measure_find(measure, &page->text.measure)) {
        complaint_begin(&request->complaint, "There is no measure of that name; \"trends --json\" "
                                             "names all, such as pain.worst, spo2.rest, falls.");
        return DAYBOOK_NOT_FOUND;
    }
    page->text.one_part = part.size > 0;
    if (page->text.one_part && !measure_part_find(part, &page->text.part)) {
        complaint_begin(&request->complaint, "There is no part of that name; there are");
        for (unsigned i = 0; i < PART_COUNT; i++) {
            complaint_add(&request->complaint, i == 0 ? " " : ", ");
            complaint_add(&request->complaint, measure_part_name((enum measure_part)i));
        }
        return DAYBOOK_NOT_FOUND;
    }
    return DAYBOOK_OK;
}

/* How old the page's news are, and what therapists said lately: part of every page, as they say
 * whether it may be believed and whether somebody has seen it. */
static enum daybook_status add_contact(struct request *request, size_t circle, json_t *answer)
{
    struct journal *journal = request_journal(request);
    struct journal_overview contact;
    json_t *news = NULL;
    enum daybook_status status = journal_look_up_contact(journal, circle, request->arena, &contact);
    if (status == DAYBOOK_OK) {
        status = team_line_news(request, circle, &news);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    bool written = answer_set(answer, "news", news) &&
                   contact_line_write(answer, &contact, timestamp_day(journal_now(journal)));
    return written ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

/* Days, plans, and what both say on the last day of the page; of one measure only that. */
static enum daybook_status compute_page(struct request *request, size_t circle, struct page *page,
                                        struct trend_summary **out_summary)
{
    bool is_short =
        page->wants_text && !page->all && !page->text.one_measure && !page->text.one_part;
    struct journal *journal = request_journal(request);
    struct history *history = NULL;
    struct figures_all *figures = NULL;
    struct plan_book plans = {NULL, 0};
    enum daybook_status status = journal_trend_history(journal, circle, request->arena, &history);
    if (status == DAYBOOK_OK) {
        status = journal_plans(journal, circle, request->arena, &plans);
    }
    if (status == DAYBOOK_OK && page->text.one_measure) {
        return trends_summarise_measure(history, page->until, page->text.measure, request->arena,
                                        out_summary);
    }
    if (status == DAYBOOK_OK) {
        status = trends_summarise(history, page->until, request->arena, out_summary);
    }
    if (status == DAYBOOK_OK) {
        const struct figures_question question = {history, &plans, page->until};
        status = figures_all(&question, request->arena, &figures);
    }
    if (status == DAYBOOK_OK && is_short) {
        const struct trend_glance_question question = {history, circle, page->until,
                                                       page->flags_day};
        status = trend_glance(request, &question, &page->text.glance);
    }
    page->figures = figures;
    page->text.figures = figures;
    return status;
}

enum daybook_status trend_page(struct request *request)
{
    struct journal *journal = request_journal(request);
    struct page page = {.for_therapist = journal_role(journal) == ROLE_THERAPIST};
    size_t circle = 0;
    struct trend_summary *summary = NULL;
    enum daybook_status status = read_page(request, &page);
    if (status == DAYBOOK_OK) {
        status = request_circle(request, &circle);
    }
    if (status == DAYBOOK_OK) {
        status = compute_page(request, circle, &page, &summary);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct bytes patient = journal_patient(journal, circle);
    page.text.for_therapist = page.for_therapist;
    page.text.patient = arena_copy_text(request->arena, patient);
    json_t *answer = answer_begin("daybook.trends/1");
    bool written = page.text.patient != NULL &&
                   answer_set(answer, "patient", answer_text(patient)) &&
                   write_page(answer, &page, summary);
    if (written) {
        status = add_contact(request, circle, answer);
    }
    if (status != DAYBOOK_OK) {
        json_decref(answer);
        return status;
    }
    return request_reply(request, answer, written);
}
