/* Plans in their versions: which one was in force on a day, and which one an entry cites. */
#ifndef DOMAIN_PLAN_H
#define DOMAIN_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/value.h"

/* The order is that of the catalogue's choices. */
enum plan_status {
    PLAN_DRAFT,
    PLAN_ACTIVE, /* also of a plan that does not say */
    PLAN_ON_HOLD,
    PLAN_COMPLETED,
    PLAN_REVOKED,
};

/* One version of a plan. Versions are counted along what their author had seen: one that was
 * written knowing number 2 is number 3, whatever else arrives later. Two written at once have the
 * same number and stand beside each other; their marks tell them apart. Borrows everything. */
struct plan_version {
    struct id128 plan;
    uint32_t number;    /* 1 first */
    uint32_t mark;      /* the start of its operation's hash; 0: none is known */
    int64_t written_ms; /* by the writer's clock */
    struct bytes kind;  /* such as "exercise_plan" */
    int32_t from_day;   /* the first day it is in force */
    bool has_end_day;
    int32_t end_day; /* the last day, when has_end_day */
    enum plan_status status;
    const struct value *fields; /* VALUE_MAP */
    struct bytes author;        /* name */
    struct bytes note;          /* what the author adds, such as why it ended; may be empty */
};

/* All versions of all plans of a circle, ascending by kind, first day, plan, number, writing time
 * and mark: see plan_book_sort(). */
struct plan_book {
    const struct plan_version *versions;
    size_t count;
};

/* Put versions into the order a book has. */
void plan_book_sort(struct plan_version *versions, size_t count);

/* The version of the kind that is in force on a day, NULL when there is none. Of one plan it is the
 * highest number that has begun by then, and none at all when that one is not active or over; where
 * several plans of the kind are in force, it is the one that began last. */
const struct plan_version *plan_book_in_force(const struct plan_book *book, struct bytes kind,
                                              int32_t day);

/* The same one after the other, of every plan of the kind; of every kind when kind is empty: the
 * one after `after`, the first when that is NULL; NULL at the end. */
const struct plan_version *plan_book_next_in_force(const struct plan_book *book, struct bytes kind,
                                                   int32_t day, const struct plan_version *after);

/* The version a plan_ref cites, NULL when the book has none of that plan and number. Of two with
 * the number it is the one with the reference's mark, or else the one that was written last. */
const struct plan_version *plan_book_cited(const struct plan_book *book, struct bytes plan_ref);

/* The newest version of a plan whenever it begins, NULL when the book has none. Of two with the
 * same number, the one that was written last. */
const struct plan_version *plan_book_newest(const struct plan_book *book, struct id128 plan);

/* True when another version of the plan has the same number: nobody has settled which one holds. */
bool plan_book_is_beside(const struct plan_book *book, const struct plan_version *version);

/* How an item of a plan is called by entries: its item_id or, without one, its place in the list
 * from 1 on, written into the room given. */
enum { PLAN_PLACE_SIZE = 11 };
struct bytes plan_item_name(const struct value *item, size_t index,
                            char room[static PLAN_PLACE_SIZE]);

/* The items of a plan: exercises, medicines, what is watched. NULL and 0 when it has none. */
const struct value *plan_items(const struct plan_version *version, const char *field,
                               size_t *out_count);

/* The item of that name among the field "item", NULL when there is none. */
const struct value *plan_item(const struct plan_version *version, struct bytes name);

/* The catalogue's words for a status; never NULL. */
const char *plan_status_name(enum plan_status status);

/* What the fields of a plan say its status is. */
enum plan_status plan_status_of(const struct value *fields);

#endif
