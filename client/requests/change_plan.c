/* Says what became of plans. */
#include "requests/change_plan.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/timestamp.h"
#include "domain/catalog.h"
#include "requests/answer.h"
#include "requests/plan_changes.h"

enum { CHANGES_SHOWN = 5, TEXT_SHOWN = 60, MORE_TEXT_SIZE = 32 };

/* A plan as it was when it was last looked at, NULL when there was none, and as it is now. */
struct plan_news {
    const struct plan_version *before;
    const struct plan_version *now;
    const struct kind *kind;
    bool is_beside;
    bool has_ended;
    json_t *changes; /* owned */
};

static bool is_over(const struct plan_version *version)
{
    return version->status == PLAN_COMPLETED || version->status == PLAN_REVOKED;
}

/* The newest version written before a moment. */
static const struct plan_version *version_before(const struct plan_book *book, struct id128 plan,
                                                 int64_t since_ms)
{
    const struct plan_version *found = NULL;
    for (size_t i = 0; i < book->count; i++) {
        const struct plan_version *version = &book->versions[i];
        bool newer = found == NULL || version->number > found->number ||
                     (version->number == found->number && version->written_ms > found->written_ms);
        if (id128_equal(version->plan, plan) && version->written_ms < since_ms && newer) {
            found = version;
        }
    }
    return found;
}

/* The start of a text is enough to know it by; it is cut between letters. */
static void put_text(struct buffer *out, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    size_t size = text == NULL ? 0 : strlen(text);
    size_t shown = size > TEXT_SHOWN ? TEXT_SHOWN : size;
    while (shown < size && shown > 0 && ((unsigned char)text[shown] & 0xc0) == 0x80) {
        shown--;
    }
    buffer_append(out, (struct bytes){(const uint8_t *)text, shown});
    buffer_append_text(out, shown < size ? "..." : "");
}

/* "Exercise calf, Days a week 5 -> 3", "Goal gone". */
static void put_change(struct buffer *out, const json_t *change)
{
    bool had = json_object_get(change, "before") != NULL;
    bool has = json_object_get(change, "after") != NULL;
    bool in_item = json_object_get(change, "item") != NULL;
    bool whole = json_object_get(change, "said") != NULL;
    put_text(out, change, in_item ? "group" : "label");
    if (in_item) {
        buffer_append_text(out, " ");
        put_text(out, change, "item");
        buffer_append_text(out, whole ? "" : ", ");
    }
    if (in_item && !whole) {
        put_text(out, change, "label");
    }
    if (!has || whole) {
        buffer_append_text(out, has ? " new" : " gone");
        return;
    }
    buffer_append_text(out, " ");
    put_text(out, change, "before_text");
    buffer_append_text(out, had ? " -> " : "");
    put_text(out, change, "after_text");
}

/* The first day of a version is in the line already, and so is how a plan ended. */
static bool is_told(const struct plan_news *news, const json_t *change)
{
    const char *field = json_string_value(json_object_get(change, "field"));
    return strcmp(field, "from") != 0 && !(news->has_ended && strcmp(field, "status") == 0);
}

static void put_changes(struct buffer *out, const struct plan_news *news)
{
    char more[MORE_TEXT_SIZE];
    size_t told = 0;
    for (size_t i = 0; i < json_array_size(news->changes); i++) {
        const json_t *change = json_array_get(news->changes, i);
        if (!is_told(news, change)) {
            continue;
        }
        if (told < CHANGES_SHOWN) {
            buffer_append_text(out, told == 0 ? ": " : "; ");
            put_change(out, change);
        }
        told++;
    }
    if (told > CHANGES_SHOWN) {
        (void)snprintf(more, sizeof more, "; and %zu more", told - CHANGES_SHOWN);
        buffer_append_text(out, more);
    }
}

static json_t *text_of(const struct plan_news *news)
{
    char day[DAY_TEXT_SIZE];
    struct buffer text = {0};
    bool is_plan = news->kind != NULL && news->kind->family == FAMILY_PLAN;
    day_to_text(news->now->from_day, day);
    buffer_append_text(&text, news->kind == NULL ? "Plan" : news->kind->label);
    buffer_append_text(&text, ", ");
    buffer_append_text(&text, news->has_ended        ? plan_status_name(news->now->status)
                              : news->before == NULL ? "new"
                                                     : "changed");
    buffer_append_text(&text, is_plan ? " from " : " on ");
    buffer_append_text(&text, day);
    buffer_append_text(&text, is_plan ? " on by " : " by ");
    buffer_append(&text, news->now->author);
    put_changes(&text, news);
    buffer_append_text(&text, news->is_beside
                                  ? "; another version was written at the same time, not settled"
                                  : "");
    json_t *said = text.failed ? NULL : answer_text(buffer_bytes(&text));
    buffer_free(&text);
    return said;
}

static bool add_line(json_t *lines, const struct plan_news *news)
{
    json_t *line = json_object();
    bool written = answer_set(line, "what", json_string("plan")) &&
                   answer_set(line, "text", text_of(news)) &&
                   answer_set(line, "plan", answer_id(news->now->plan)) &&
                   answer_set(line, "kind", answer_text(news->now->kind)) &&
                   answer_set(line, "version", json_integer(news->now->number)) &&
                   (news->before == NULL ||
                    answer_set(line, "version_before", json_integer(news->before->number))) &&
                   answer_set(line, "changes", json_incref(news->changes)) &&
                   json_array_append(lines, line) == 0;
    json_decref(line);
    return written;
}

/* Was any version of the plan written since then? One may have come beside an older one. */
static bool has_news(const struct plan_book *book, struct id128 plan, int64_t since_ms)
{
    size_t at = 0;
    while (at < book->count && (book->versions[at].written_ms < since_ms ||
                                !id128_equal(book->versions[at].plan, plan))) {
        at++;
    }
    return at < book->count;
}

bool change_plan_lines(json_t *lines, const struct plan_book *book, int64_t since_ms,
                       struct arena *arena)
{
    bool written = true;
    for (size_t i = 0; written && i < book->count; i++) {
        const struct plan_version *now = &book->versions[i];
        if (plan_book_newest(book, now->plan) != now || !has_news(book, now->plan, since_ms)) {
            continue;
        }
        struct plan_news news = {.before = version_before(book, now->plan, since_ms),
                                 .now = now,
                                 .kind = catalog_find(now->kind),
                                 .is_beside = plan_book_is_beside(book, now)};
        news.has_ended = is_over(now) && (news.before == NULL || !is_over(news.before));
        news.changes = plan_changes_make(news.before, now, arena);
        written = news.changes != NULL && add_line(lines, &news);
        json_decref(news.changes);
    }
    return written;
}
