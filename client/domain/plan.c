/* Finds the version of a plan that counts on a day or that an entry names. */
#include "domain/plan.h"

#include <stdlib.h>

#include "domain/plan_ref.h"

static const char *const status_names[] = {[PLAN_DRAFT] = "draft",
                                           [PLAN_ACTIVE] = "active",
                                           [PLAN_ON_HOLD] = "on_hold",
                                           [PLAN_COMPLETED] = "completed",
                                           [PLAN_REVOKED] = "revoked"};

static int order_of(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* Which of two versions of one plan is the later one. */
static int compare_age(const struct plan_version *left, const struct plan_version *right)
{
    int order = order_of(left->number, right->number);
    order = order != 0 ? order : order_of(left->written_ms, right->written_ms);
    return order != 0 ? order : order_of(left->mark, right->mark);
}

static int in_book(const void *left_version, const void *right_version)
{
    const struct plan_version *left = left_version;
    const struct plan_version *right = right_version;
    int order = bytes_compare(left->kind, right->kind);
    order = order != 0 ? order : order_of(left->from_day, right->from_day);
    order = order != 0 ? order : id128_compare(left->plan, right->plan);
    return order != 0 ? order : compare_age(left, right);
}

void plan_book_sort(struct plan_version *versions, size_t count)
{
    if (count > 0) {
        qsort(versions, count, sizeof *versions, in_book);
    }
}

/* The version of a plan that decides about a day: the latest of those that have begun. */
static const struct plan_version *deciding(const struct plan_book *book, struct id128 plan,
                                           int32_t day)
{
    const struct plan_version *found = NULL;
    for (size_t i = 0; i < book->count; i++) {
        const struct plan_version *version = &book->versions[i];
        if (version->from_day <= day && id128_equal(version->plan, plan) &&
            (found == NULL || compare_age(version, found) > 0)) {
            found = version;
        }
    }
    return found;
}

static bool is_in_force(const struct plan_book *book, const struct plan_version *version,
                        int32_t day)
{
    return version->from_day <= day && version->status == PLAN_ACTIVE &&
           !(version->has_end_day && version->end_day < day) &&
           deciding(book, version->plan, day) == version;
}

static bool is_kind(const struct plan_version *version, struct bytes kind)
{
    return kind.size == 0 || bytes_equal(version->kind, kind);
}

const struct plan_version *plan_book_in_force(const struct plan_book *book, struct bytes kind,
                                              int32_t day)
{
    for (size_t i = book->count; i > 0; i--) {
        const struct plan_version *version = &book->versions[i - 1];
        if (is_kind(version, kind) && is_in_force(book, version, day)) {
            return version;
        }
    }
    return NULL;
}

const struct plan_version *plan_book_next_in_force(const struct plan_book *book, struct bytes kind,
                                                   int32_t day, const struct plan_version *after)
{
    size_t next = after == NULL ? 0 : (size_t)(after - book->versions) + 1;
    for (size_t i = next; i < book->count; i++) {
        const struct plan_version *version = &book->versions[i];
        if (is_kind(version, kind) && is_in_force(book, version, day)) {
            return version;
        }
    }
    return NULL;
}

const struct plan_version *plan_book_cited(const struct plan_book *book, struct bytes plan_ref)
{
    struct plan_ref ref;
    const struct plan_version *found = NULL;
    if (!plan_ref_read(plan_ref, &ref)) {
        return NULL;
    }
    for (size_t i = 0; i < book->count; i++) {
        const struct plan_version *version = &book->versions[i];
        bool fits = version->number == ref.number && id128_equal(version->plan, ref.plan);
        if (fits && ref.has_mark && version->mark == ref.mark) {
            return version;
        }
        found = fits && (found == NULL || compare_age(version, found) > 0) ? version : found;
    }
    return found;
}

const struct plan_version *plan_book_newest(const struct plan_book *book, struct id128 plan)
{
    return deciding(book, plan, INT32_MAX);
}

bool plan_book_is_beside(const struct plan_book *book, const struct plan_version *version)
{
    for (size_t i = 0; i < book->count; i++) {
        const struct plan_version *other = &book->versions[i];
        if (other != version && other->number == version->number &&
            id128_equal(other->plan, version->plan)) {
            return true;
        }
    }
    return false;
}

struct bytes plan_item_name(const struct value *item, size_t index,
                            char room[static PLAN_PLACE_SIZE])
{
    struct bytes name = value_text(item, "item_id");
    if (name.size > 0) {
        return name;
    }
    (void)plan_ref_number((uint32_t)index + 1, room);
    return bytes_of_text(room);
}

const struct value *plan_items(const struct plan_version *version, const char *field,
                               size_t *out_count)
{
    const struct value *items = value_find(version->fields, field);
    bool list = items != NULL && items->type == VALUE_LIST;
    *out_count = list ? items->as.list.count : 0;
    return list ? items->as.list.items : NULL;
}

const struct value *plan_item(const struct plan_version *version, struct bytes name)
{
    size_t count = 0;
    const struct value *items = plan_items(version, "item", &count);
    for (size_t i = 0; i < count; i++) {
        char room[PLAN_PLACE_SIZE];
        if (bytes_equal(plan_item_name(&items[i], i, room), name)) {
            return &items[i];
        }
    }
    return NULL;
}

const char *plan_status_name(enum plan_status status)
{
    return status_names[status];
}

enum plan_status plan_status_of(const struct value *fields)
{
    struct bytes word = value_text(fields, "status");
    for (size_t i = 0; i < sizeof status_names / sizeof status_names[0]; i++) {
        if (bytes_equal_text(word, status_names[i])) {
            return (enum plan_status)i;
        }
    }
    return PLAN_ACTIVE;
}
