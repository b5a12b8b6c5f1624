/* A desk over a journal in memory and a clock that stands still, and asking it things. */
#ifndef TESTS_REQUESTS_ASKED_H
#define TESTS_REQUESTS_ASKED_H

#include <jansson.h>

#include <daybook/status.h>

#include "domain/role.h"
#include "requests/desk.h"

/* 2026-08-29T18:00:00+02:00 */
#define ASKED_NOW_MS INT64_C(1788019200000)

/* A desk whose journal is in memory, of a person called Ana. desk_free() ends it. */
struct desk *asked_desk(enum role role);

/* A desk whose journal is closed. */
struct desk *asked_closed_desk(void);

/* Ask, and expect this status. The caller owns the answer. */
json_t *asked(struct desk *desk, const char *request, const char *json,
              enum daybook_status expected);

/* Ask, and expect this status and a sentence that holds this text. */
void asked_refused(struct desk *desk, const char *request, const char *json,
                   enum daybook_status expected, const char *text);

/* A text of an answer; "" when it has none. */
const char *asked_text(const json_t *answer, const char *name);

/* Log one entry and give its id, which the caller frees. */
char *asked_log(struct desk *desk, const char *json);

/* True when the answer has exactly these members and nothing else. */
void asked_expect_members(const json_t *answer, const char *const *names);

#endif
