/* What household and therapists say to each other, as answers show it. */
#include "requests/team_line.h"

#include <stdlib.h>

#include "requests/answer.h"
#include "requests/handler.h"

static const int64_t NEWS_MS = INT64_C(14) * 24 * 3600 * 1000;

/* The object, or NULL when it was not written to its end. */
static json_t *finished(json_t *object, bool written)
{
    if (!written) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *answer_line(const struct journal_answer *answer)
{
    json_t *line = json_object();
    return finished(line, answer_set(line, "id", answer_id(answer->id)) &&
                              answer_set(line, "by", answer_text(answer->by)) &&
                              answer_set(line, "at", answer_moment(answer->at)) &&
                              answer_set(line, "text", answer_text(answer->text)));
}

json_t *team_line_question(const struct journal_question *question)
{
    json_t *line = json_object();
    json_t *answers = json_array();
    bool written = answer_set(line, "answers", answers) &&
                   answer_set(line, "id", answer_id(question->id)) &&
                   answer_set(line, "at", answer_moment(question->at)) &&
                   answer_set(line, "text", answer_text(question->text)) &&
                   answer_set(line, "by", answer_text(question->by)) &&
                   answer_set(line, "by_role", json_string(role_name(question->by_role))) &&
                   (question->on_behalf_of.size == 0 ||
                    answer_set(line, "on_behalf_of", answer_text(question->on_behalf_of))) &&
                   answer_set(line, "open", json_boolean(question->answer_count == 0));
    for (size_t i = 0; written && i < question->answer_count; i++) {
        written = json_array_append_new(answers, answer_line(&question->answers[i])) == 0;
    }
    return finished(line, written);
}

json_t *team_line_ack(const struct journal_ack *ack)
{
    json_t *line = json_object();
    return finished(line, answer_set(line, "id", answer_id(ack->id)) &&
                              answer_set(line, "flag", answer_text(ack->flag)) &&
                              answer_set(line, "by", answer_text(ack->by)) &&
                              answer_set(line, "at", answer_moment(ack->at)) &&
                              answer_set(line, "action", answer_text(ack->action)) &&
                              (ack->message.size == 0 ||
                               answer_set(line, "message", answer_text(ack->message))));
}

/* Something said lately: an acknowledgement, or an answer to a question. */
struct news {
    struct timestamp at;
    const struct journal_ack *ack; /* NULL: an answer */
    const struct journal_question *question;
    const struct journal_answer *answer;
};

static int latest_first(const void *left, const void *right)
{
    const struct news *one = left;
    const struct news *other = right;
    return (one->at.utc_ms < other->at.utc_ms) - (one->at.utc_ms > other->at.utc_ms);
}

static json_t *news_line(const struct news *news)
{
    if (news->ack != NULL) {
        return team_line_ack(news->ack);
    }
    json_t *line = answer_line(news->answer);
    return finished(line, answer_set(line, "question", answer_text(news->question->text)) &&
                              answer_set(line, "asked_by", answer_text(news->question->by)));
}

/* What was said of a circle, old and new. */
struct said {
    struct journal_ack *acks;
    size_t ack_count;
    struct journal_question *questions;
    size_t question_count;
};

/* Put in the answers of one question; returns how many. */
static size_t gather_answers(const struct journal_question *question, int64_t since_ms,
                             struct news *out_news)
{
    size_t count = 0;
    for (size_t i = 0; i < question->answer_count; i++) {
        const struct journal_answer *answer = &question->answers[i];
        if (answer->at.utc_ms >= since_ms) {
            out_news[count++] = (struct news){answer->at, NULL, question, answer};
        }
    }
    return count;
}

static size_t gather(const struct said *said, int64_t since_ms, struct news *out_news)
{
    size_t count = 0;
    for (size_t i = 0; i < said->ack_count; i++) {
        if (said->acks[i].at.utc_ms >= since_ms) {
            out_news[count++] = (struct news){.at = said->acks[i].at, .ack = &said->acks[i]};
        }
    }
    for (size_t i = 0; i < said->question_count; i++) {
        count += gather_answers(&said->questions[i], since_ms, out_news + count);
    }
    return count;
}

enum daybook_status team_line_news(struct request *request, size_t circle, json_t **out_list)
{
    struct said said = {0};
    struct journal *journal = request_journal(request);
    enum daybook_status status =
        journal_acks(journal, circle, request->arena, &said.acks, &said.ack_count);
    if (status == DAYBOOK_OK) {
        status = journal_questions(journal, circle, request->arena, &said.questions,
                                   &said.question_count);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    size_t room = said.ack_count;
    for (size_t i = 0; i < said.question_count; i++) {
        room += said.questions[i].answer_count;
    }
    struct news *news = arena_take_array(request->arena, room, sizeof *news);
    json_t *list = json_array();
    size_t count = 0;
    if (news != NULL && room > 0) {
        count = gather(&said, journal_now(journal).utc_ms - NEWS_MS, news);
        qsort(news, count, sizeof *news, latest_first);
    }
    bool written = news != NULL && list != NULL;
    for (size_t i = 0; written && i < count; i++) {
        written = json_array_append_new(list, news_line(&news[i])) == 0;
    }
    if (!written) {
        json_decref(list);
        return DAYBOOK_NO_MEMORY;
    }
    *out_list = list;
    return DAYBOOK_OK;
}
