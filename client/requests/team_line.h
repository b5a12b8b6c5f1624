/* What household and therapists say to each other, as answers show it. */
#ifndef REQUESTS_TEAM_LINE_H
#define REQUESTS_TEAM_LINE_H

#include <jansson.h>

#include <daybook/status.h>

#include "journal/team.h"

struct request;

/* A question with its answers, and an acknowledged flag. The caller owns the object; NULL when
 * memory is short. */
json_t *team_line_question(const struct journal_question *question);
json_t *team_line_ack(const struct journal_ack *ack);

/* What therapists said lately, the latest first: acknowledgements and answers of the last two
 * weeks, each with "by", "at", and "flag", "action" and "message", or "question" and "text". The
 * caller owns *out_list. */
enum daybook_status team_line_news(struct request *request, size_t circle, json_t **out_list);

#endif
