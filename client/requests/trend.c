/* The request for the trend summary: its figures, and the page for a terminal when asked. */
#include "trends/trend.h"

#include <string.h>

#include "journal/summaries.h"
#include "report/summary_text.h"
#include "requests/answer.h"
#include "requests/contact_line.h"
#include "requests/entry_input.h"
#include "requests/handler.h"
#include "requests/team_line.h"
#include "trends/summary.h"

static json_t *real_or_null(bool has, double number)
{
    return has ? json_real(number) : json_null();
}

static json_t *count_of(uint32_t count)
{
    return json_integer(count);
}

/* One number for each role, by its name. */
static bool write_by_role(json_t *object, const uint32_t counts[static ROLE_COUNT])
{
    json_t *reported = json_object();
    bool written = answer_set(object, "reported", reported);
    for (unsigned role = 0; written && role < ROLE_COUNT; role++) {
        written = answer_set(reported, role_name((enum role)role), count_of(counts[role]));
    }
    return written;
}

static json_t *window_json(const struct trend_window *window)
{
    bool has = window->n > 0;
    json_t *object = json_object();
    bool written = answer_set(object, "n", count_of(window->n)) &&
                   answer_set(object, "expected", count_of(window->expected)) &&
                   answer_set(object, "enough", json_boolean(window->enough)) &&
                   answer_set(object, "median", real_or_null(has, window->median)) &&
                   answer_set(object, "min", real_or_null(has, window->min)) &&
                   answer_set(object, "max", real_or_null(has, window->max)) &&
                   answer_set(object, "q1", real_or_null(has, window->q1)) &&
                   answer_set(object, "q3", real_or_null(has, window->q3)) &&
                   write_by_role(object, window->days_by_role);
    if (!written) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *trend_json(const struct trend *trend)
{
    json_t *object = json_object();
    bool written =
        answer_set(object, "weeks", count_of(trend->weeks)) &&
        answer_set(object, "slope_per_month", real_or_null(trend->has, trend->slope_per_month)) &&
        answer_set(object, "mk_s", trend->has ? json_integer(trend->mk_s) : json_null()) &&
        answer_set(object, "mk_z", real_or_null(trend->has, trend->mk_z)) &&
        answer_set(object, "mk_p", real_or_null(trend->has, trend->mk_p)) &&
        answer_set(object, "word", json_string(trend_word_name(trend->word))) &&
        answer_set(object, "sense", json_string(trend_sense_name(trend->sense)));
    if (!written) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static bool write_week(json_t *line, const struct trend_week *week)
{
    json_t *reported = json_array();
    bool written = answer_set(line, "week", answer_day(week->monday)) &&
                   answer_set(line, "n", count_of(week->n)) &&
                   answer_set(line, "median", json_real(week->median));
    for (unsigned role = 0; written && role < ROLE_COUNT; role++) {
        written = (week->roles & (1U << role)) == 0 ||
                  json_array_append_new(reported, json_string(role_name((enum role)role))) == 0;
    }
    return answer_set(line, "reported", reported) && written;
}

static bool write_weeks(json_t *object, const struct measure_summary *measure)
{
    json_t *weekly = json_array();
    bool written = answer_set(object, "weekly", weekly);
    for (size_t i = 0; written && i < measure->week_count; i++) {
        json_t *line = json_object();
        written = write_week(line, &measure->weeks[i]) && json_array_append(weekly, line) == 0;
        json_decref(line);
    }
    return written;
}

static json_t *last_json(const struct measure_summary *measure)
{
    if (!measure->has_last) {
        return json_null();
    }
    json_t *last = json_object();
    if (!answer_set(last, "day", answer_day(measure->last_day)) ||
        !answer_set(last, "value", json_real(measure->last_value))) {
        json_decref(last);
        return NULL;
    }
    return last;
}

static bool write_measure(json_t *object, const struct measure_rule *rule,
                          const struct measure_summary *measure)
{
    const struct trend *recent = &measure->d84;
    return answer_set(object, "label", json_string(rule->label)) &&
           answer_set(object, "unit", json_string(rule->unit)) &&
           answer_set(object, "part", json_string(measure_part_name(rule->part))) &&
           answer_set(object, "better", json_string(kind_better_name(rule->better))) &&
           answer_set(object, "shared", json_string(sharing_level_name(measure->sharing))) &&
           answer_set(object, "word", json_string(trend_word_name(recent->word))) &&
           answer_set(object, "sense", json_string(trend_sense_name(recent->sense))) &&
           answer_set(object, "last", last_json(measure)) &&
           answer_set(object, "d7", window_json(&measure->d7)) &&
           answer_set(object, "d28", window_json(&measure->d28)) &&
           answer_set(object, "trend_d84", trend_json(&measure->d84)) &&
           answer_set(object, "trend_all", trend_json(&measure->all));
}

/* What was asked for. */
struct page {
    int32_t until;
    bool wants_text;
    struct summary_text_options text;
};

static bool write_measures(json_t *answer, const struct page *page,
                           const struct trend_summary *summary)
{
    json_t *measures = json_object();
    bool written = answer_set(answer, "measures", measures);
    for (unsigned i = 0; written && i < MEASURE_COUNT; i++) {
        const struct measure_rule *rule = measure_rule((enum measure)i);
        if (!page->text.one_measure || page->text.measure == (enum measure)i) {
            json_t *object = json_object();
            written = write_measure(object, rule, &summary->measures[i]) &&
                      (!page->text.one_measure || write_weeks(object, &summary->measures[i])) &&
                      answer_set(measures, rule->name, json_incref(object));
            json_decref(object);
        }
    }
    return written;
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
                   write_by_role(object, reporter->entries_by_role);
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
           write_measures(answer, page, summary) && write_exercise(answer, summary) &&
           write_falls(answer, &summary->falls) && write_reporters(answer, summary) &&
           write_text(answer, page, summary);
}

static bool read_text_options(const struct input *input, struct page *page)
{
    static const char *const members[] = {"columns", "unicode", "color", NULL};
    struct input text = {NULL, input->complaint};
    int64_t columns = SUMMARY_TEXT_COLUMNS_MIN;
    if (!input_object(input, "text", &text.object)) {
        return false;
    }
    if (text.object == NULL) {
        return true;
    }
    page->wants_text = true;
    bool read = input_only(&text, members) &&
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
    struct bytes until = bytes_of_text("yesterday"); /* the last day that is over */
    if (!input_text(input, "measure", &measure) || !input_text(input, "until", &until) ||
        !read_text_options(input, page) ||
        when_parse_day(until, &here, &page->until, &request->complaint) != DAYBOOK_OK) {
        return DAYBOOK_INVALID;
    }
    page->text.one_measure = measure.size > 0;
    if (page->text.one_measure && !measure_find(measure, &page->text.measure)) {
        complaint_begin(&request->complaint, "There is no measure of that name; there are");
        for (unsigned i = 0; i < MEASURE_COUNT; i++) {
            complaint_add(&request->complaint, i == 0 ? " " : ", ");
            complaint_add(&request->complaint, measure_rule((enum measure)i)->name);
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

enum daybook_status trend_page(struct request *request)
{
    struct journal *journal = request_journal(request);
    struct page page = {0};
    size_t circle = 0;
    struct trend_summary *summary = NULL;
    enum daybook_status status = read_page(request, &page);
    if (status == DAYBOOK_OK) {
        status = request_circle(request, &circle);
    }
    if (status == DAYBOOK_OK) {
        status = journal_summarise(journal, circle, page.until, request->arena, &summary);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct bytes patient = journal_patient(journal, circle);
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
