/* One question of a check-in at a terminal, with what it leads to. */
#ifndef CLI_CHECKIN_QUESTION_H
#define CLI_CHECKIN_QUESTION_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "cli/checkin_record.h"

/* The talk so far. */
struct checkin_talk {
    struct checkin_record *record;
    bool stopped;      /* the person has had enough */
    bool as_yesterday; /* the rest is the same as yesterday */
    size_t slots;      /* entries begun, for a name of each */
};

/* Ask one question, and save what comes of it: an answer, or that it was left out. OK also when the
 * person stops; then nothing is saved of it. What went wrong was said. */
enum daybook_status checkin_question_ask(struct checkin_talk *talk, const json_t *asked);

#endif
