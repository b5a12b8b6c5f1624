/* The question a check-in has for the team, passed on as a question of its own. */
#include "journal/asking.h"

#include "base/buffer.h"
#include "journal/view.h"
#include "vault/digest.h"
#include "vault/random.h"
#include "wire/body.h"

/* Of the same check-in it is the same on every device. */
static struct id128 question_entity(const struct own_circle *circle, struct id128 entry)
{
    const struct bytes parts[] = {{circle->row.circle.bytes, sizeof circle->row.circle.bytes},
                                  {entry.bytes, sizeof entry.bytes}};
    return digest_128("daybook/1/question", parts, 2);
}

static bool is_checkin(const struct entry *entry)
{
    return bytes_equal_text(entry->kind, "daily_checkin");
}

/* The text for the team; false: there is none, or it is for nobody else. */
static bool find_text(const struct entry *entry, struct value *out_text)
{
    const struct value *text = value_find(&entry->fields, "question_for_team");
    if (!is_checkin(entry) || entry->visibility == VISIBILITY_PRIVATE || text == NULL ||
        text->type != VALUE_TEXT) {
        return false;
    }
    *out_text = *text;
    return true;
}

bool asking_has_question(const struct entry *entry)
{
    struct value text;
    return find_text(entry, &text);
}

/* What there is of the question; no versions: nothing. */
static enum daybook_status read_question(struct own_circle *circle, struct id128 id,
                                         struct arena *arena, struct view_versions *out_versions)
{
    struct view_versions versions = {0};
    enum daybook_status status =
        view_read_versions(circle, STREAM_TREND, question_entity(circle, id), arena, &versions);
    if (status == DAYBOOK_OK) {
        *out_versions = versions;
    }
    return status == DAYBOOK_NOT_FOUND ? DAYBOOK_OK : status;
}

enum daybook_status asking_follows(struct own_circle *circle, struct id128 id,
                                   const struct entry *entry, struct arena *arena,
                                   bool *out_follows)
{
    struct view_versions versions = {0};
    enum daybook_status status = DAYBOOK_OK;
    if (is_checkin(entry)) {
        status = read_question(circle, id, arena, &versions);
    }
    if (status == DAYBOOK_OK) {
        *out_follows = versions.count > 0 || asking_has_question(entry);
    }
    return status;
}

/* Append an operation on the question, which an undo passes over. */
static enum daybook_status append(struct writer *trend, struct id128 id, enum operation_type type,
                                  struct buffer *body, struct arena *arena)
{
    struct key256 supersedes[OPERATION_SUPERSEDES_MAX];
    struct view_versions versions = {0};
    struct operation_row row = {0};
    enum daybook_status status = buffer_status(body);
    if (status == DAYBOOK_OK) {
        status = read_question(trend->circle, id, arena, &versions);
    }
    const struct writer_operation operation = {
        .type = type,
        .entity = question_entity(trend->circle, id),
        .supersedes = supersedes,
        .supersedes_count = versions.count == 0 ? 0 : view_cite(&versions, supersedes),
        .body = buffer_bytes(body),
    };
    if (status == DAYBOOK_OK) {
        status = writer_append(trend, &operation, &row);
    }
    if (status == DAYBOOK_OK) {
        status = view_apply(trend->circle, &row, arena);
    }
    return status == DAYBOOK_OK
               ? operation_rows_mark_undone(trend->circle->journal->database, row.operation_no)
               : status;
}

static enum daybook_status write_question(struct writer *trend, struct id128 id,
                                          const struct entry *entry, const struct value *text,
                                          struct arena *arena)
{
    char hex[ID128_HEX_SIZE];
    struct buffer body = {.limit_size = ENTRY_BODY_MAX};
    id128_to_hex(id, hex);
    const struct value_pair pairs[] = {
        {bytes_of_text("about"), {.type = VALUE_TEXT, .as.text = bytes_of_text(hex)}},
        {bytes_of_text("text"), *text},
    };
    struct entry question = *entry;
    question.kind = bytes_of_text("question");
    question.note = (struct bytes){0};
    question.plan_ref = (struct bytes){0};
    question.fields = (struct value){.type = VALUE_MAP, .as.map = {pairs, 2}};
    body_encode_entry(random_id(), &question, &body);
    enum daybook_status status = append(trend, id, OPERATION_QUESTION, &body, arena);
    buffer_free(&body);
    return status;
}

static enum daybook_status take_back(struct writer *trend, struct id128 id, struct arena *arena)
{
    struct buffer body = {.limit_size = ENTRY_BODY_MAX};
    body_encode_retract(random_id(), bytes_of_text("the check-in does not ask it any more"), &body);
    enum daybook_status status = append(trend, id, OPERATION_RETRACT, &body, arena);
    buffer_free(&body);
    return status;
}

/* Is it what was asked already? */
static bool is_asked(const struct view_versions *versions, const struct value *text,
                     struct arena *arena)
{
    struct entry asked;
    if (versions->count == 0 || versions->winner != versions->content ||
        body_decode_entry(versions->rows[versions->content].body, arena, &asked) != DAYBOOK_OK) {
        return false;
    }
    const struct value *before = value_find(&asked.fields, "text");
    return before != NULL && value_equal(before, text);
}

enum daybook_status asking_pass_on(struct writer *trend, struct id128 id, const struct entry *entry,
                                   struct arena *arena)
{
    struct value text;
    struct view_versions versions = {0};
    bool asks = entry != NULL && find_text(entry, &text);
    enum daybook_status status = read_question(trend->circle, id, arena, &versions);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (asks) {
        return is_asked(&versions, &text, arena) ? DAYBOOK_OK
                                                 : write_question(trend, id, entry, &text, arena);
    }
    bool stands = versions.count > 0 && versions.winner == versions.content;
    return stands ? take_back(trend, id, arena) : DAYBOOK_OK;
}

enum daybook_status asking_erase(struct writer *trend, struct id128 id, struct arena *arena)
{
    const struct value nothing = {.type = VALUE_MAP};
    struct buffer body = {.limit_size = ENTRY_BODY_MAX};
    body_encode_value(random_id(), &nothing, &body);
    enum daybook_status status = append(trend, id, OPERATION_ERASE, &body, arena);
    buffer_free(&body);
    return status;
}
