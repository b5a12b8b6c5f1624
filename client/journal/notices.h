/* Notices: what the people of this journal must be told loudly, until somebody has seen it. */
#ifndef JOURNAL_NOTICES_H
#define JOURNAL_NOTICES_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "domain/notice.h"

struct journal;

/* Keep a notice, inside the open transaction if there is one and by itself otherwise. Adding it
 * again changes nothing, unless its kind recurs and it happened later. */
enum daybook_status notices_add(struct journal *journal, const struct notice *notice);

/* One notice as it is told. Texts are in the arena or static. */
struct notices_line {
    struct notice notice;
    struct bytes patient; /* whose circle; empty when it is about the whole journal */
    struct bytes text;    /* what happened and what to do, in whole sentences */
};

/* The reference of the flag it is about, empty when it is about none. Borrowed from the notice. */
struct bytes notices_flag(const struct notice *notice);

/* All of them, the latest first. */
enum daybook_status notices_list(const struct journal *journal, struct arena *arena,
                                 struct notices_line **out_lines, size_t *out_count);

/* How many nobody has seen, without the reminder of a check-in. */
enum daybook_status notices_unseen(const struct journal *journal, uint64_t *out_count);

/* Is somebody to be reminded of a check-in? */
enum daybook_status notices_remind(const struct journal *journal, bool *out_reminds);

/* A person has seen them all. */
enum daybook_status notices_mark_seen(struct journal *journal);

#endif
