/* What household and therapists say to each other, as lines of text. */
#ifndef CLI_TEAM_TEXT_H
#define CLI_TEAM_TEXT_H

#include <jansson.h>

/* Print what therapists said lately, of one circle of a status, each line after the indentation;
 * nothing when nobody said anything. */
void team_text_print_news(const json_t *circle, const char *indentation);

/* Print one acknowledgement: "seen by Dr. X on 2026-08-12: called. TEXT". */
void team_text_print_ack(const json_t *ack);

#endif
