/* What the household and its therapists say to each other. */
#include "journal/team.h"

#include <assert.h>
#include <stdlib.h>

#include "domain/catalog.h"
#include "journal/entries.h"
#include "journal/item.h"
#include "store/entry_rows.h"

/* One decoded row while a list is read; its texts are in the arena of the list. */
struct spoken {
    struct journal_item item;
    const struct value *fields;
};

/* A list while it is read: read() fills the next row. */
struct listening {
    const struct own_circle *circle;
    struct arena *arena;
    unsigned char *rows;
    size_t row_size;
    size_t count;
    size_t capacity;
    void (*read)(const struct spoken *spoken, void *row);
};

static enum daybook_status make_room(struct listening *listening)
{
    if (listening->count < listening->capacity) {
        return DAYBOOK_OK;
    }
    size_t capacity = listening->capacity == 0 ? 8 : listening->capacity * 2;
    unsigned char *rows = arena_take_array(listening->arena, capacity, listening->row_size);
    if (rows == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < listening->count * listening->row_size; i++) {
        rows[i] = listening->rows[i];
    }
    listening->rows = rows;
    listening->capacity = capacity;
    return DAYBOOK_OK;
}

static enum daybook_status listen(void *context, const struct entry_listing *listing)
{
    struct listening *listening = context;
    struct entry_listing kept = *listing;
    struct spoken spoken;
    if (listing->body.data == NULL) {
        return DAYBOOK_OK; /* erased */
    }
    if (!arena_copy(listening->arena, listing->body, &kept.body)) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status =
        item_read(listening->circle, &kept, listening->arena, &spoken.item);
    if (status != DAYBOOK_OK ||
        !item_is_visible(listening->circle, spoken.item.entry.visibility, kept.first_device)) {
        return status;
    }
    status = make_room(listening);
    if (status == DAYBOOK_OK) {
        spoken.fields = &spoken.item.entry.fields;
        listening->read(&spoken, listening->rows + listening->count * listening->row_size);
        listening->count++;
    }
    return status;
}

/* A kind counts in its own stream only: what the household wrote is no word of a therapist. */
static enum daybook_status listen_to(struct listening *listening, const char *name)
{
    const struct kind *kind = catalog_find(bytes_of_text(name));
    assert(kind != NULL);
    const struct entry_shelf shelf = {listening->circle->row.circle_no, kind_stream(kind),
                                      bytes_of_text(name)};
    return entry_rows_on_shelf(listening->circle->journal->database, &shelf, listen, listening);
}

static void read_ack(const struct spoken *spoken, void *row)
{
    *(struct journal_ack *)row = (struct journal_ack){
        .id = spoken->item.id,
        .flag = value_text(spoken->fields, "flag_ref"),
        .by = spoken->item.author,
        .action = value_text(spoken->fields, "action"),
        .message = value_text(spoken->fields, "message_to_patient"),
        .at = spoken->item.entry.at,
    };
}

static void read_answer(const struct spoken *spoken, void *row)
{
    struct journal_answer answer = {
        .id = spoken->item.id,
        .by = spoken->item.author,
        .text = value_text(spoken->fields, "text"),
        .at = spoken->item.entry.at,
    };
    (void)id128_from_hex(value_text(spoken->fields, "question_ref"),
                         &answer.question); /* one that names none answers none */
    *(struct journal_answer *)row = answer;
}

static void read_question(const struct spoken *spoken, void *row)
{
    *(struct journal_question *)row = (struct journal_question){
        .id = spoken->item.id,
        .text = value_text(spoken->fields, "text"),
        .by = spoken->item.author,
        .by_role = spoken->item.author_role,
        .on_behalf_of = spoken->item.on_behalf_of,
        .at = spoken->item.entry.at,
    };
}

enum daybook_status journal_acks(struct journal *journal, size_t circle, struct arena *arena,
                                 struct journal_ack **out_acks, size_t *out_count)
{
    struct listening acks = {.circle = journal_circle(journal, circle),
                             .arena = arena,
                             .row_size = sizeof(struct journal_ack),
                             .read = read_ack};
    assert(acks.circle != NULL);
    enum daybook_status status = listen_to(&acks, "flag_ack");
    if (status == DAYBOOK_OK) {
        *out_acks = (struct journal_ack *)(void *)acks.rows;
        *out_count = acks.count;
    }
    return status;
}

bool team_has_ack(const struct journal_ack *acks, size_t count, const char *reference)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal_text(acks[i].flag, reference)) {
            return true;
        }
    }
    return false;
}

static int by_question(const void *left, const void *right)
{
    const struct journal_answer *one = left;
    const struct journal_answer *other = right;
    int order = id128_compare(one->question, other->question);
    if (order != 0) {
        return order;
    }
    if (one->at.utc_ms != other->at.utc_ms) {
        return one->at.utc_ms < other->at.utc_ms ? -1 : 1;
    }
    return id128_compare(one->id, other->id);
}

/* The answers of a question in a list sorted by question. */
static void give_answers(struct journal_question *question, const struct journal_answer *answers,
                         size_t count)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        bool before = id128_compare(answers[middle].question, question->id) < 0;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    question->answers = answers + low;
    while (low + question->answer_count < count &&
           id128_equal(answers[low + question->answer_count].question, question->id)) {
        question->answer_count++;
    }
}

enum daybook_status journal_questions(struct journal *journal, size_t circle, struct arena *arena,
                                      struct journal_question **out_questions, size_t *out_count)
{
    struct listening questions = {.circle = journal_circle(journal, circle),
                                  .arena = arena,
                                  .row_size = sizeof(struct journal_question),
                                  .read = read_question};
    struct listening answers = {.circle = questions.circle,
                                .arena = arena,
                                .row_size = sizeof(struct journal_answer),
                                .read = read_answer};
    assert(questions.circle != NULL);
    enum daybook_status status = listen_to(&questions, "question");
    if (status == DAYBOOK_OK && questions.count > 0) {
        status = listen_to(&answers, "answer");
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct journal_question *rows = (struct journal_question *)(void *)questions.rows;
    struct journal_answer *said = (struct journal_answer *)(void *)answers.rows;
    if (answers.count > 0) {
        qsort(said, answers.count, sizeof *said, by_question);
    }
    for (size_t i = 0; i < questions.count && answers.count > 0; i++) {
        give_answers(&rows[i], said, answers.count);
    }
    *out_questions = rows;
    *out_count = questions.count;
    return DAYBOOK_OK;
}

/* The question of an id among those of a circle. NOT_FOUND. */
static enum daybook_status find_in(struct journal *journal, size_t circle, struct id128 id,
                                   struct arena *arena, struct journal_question_place *out_place)
{
    struct journal_question *questions = NULL;
    size_t count = 0;
    enum daybook_status status = journal_questions(journal, circle, arena, &questions, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        if (id128_equal(questions[i].id, id)) {
            *out_place = (struct journal_question_place){circle, questions[i]};
            return DAYBOOK_OK;
        }
    }
    return status == DAYBOOK_OK ? DAYBOOK_NOT_FOUND : status;
}

enum daybook_status journal_find_question(struct journal *journal, struct bytes id_start,
                                          struct arena *arena,
                                          struct journal_question_place *out_place,
                                          struct complaint *out_complaint)
{
    struct id128 id;
    struct entry_row row;
    enum daybook_status status = journal_find_entry(journal, id_start, &id, out_complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = entry_rows_get(journal->database, id, arena, &row);
    if (status == DAYBOOK_OK) {
        status = DAYBOOK_NOT_FOUND; /* unless one of the circles below has it */
        for (size_t i = 0; i < journal_circle_count(journal); i++) {
            bool there = journal_circle(journal, i)->row.circle_no == row.circle_no;
            status = there ? find_in(journal, i, id, arena, out_place) : status;
        }
    }
    if (status == DAYBOOK_NOT_FOUND) {
        complaint_begin(out_complaint, "That is no question: 'daybook questions' shows them.");
    }
    return status;
}
