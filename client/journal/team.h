/* What the household and its therapists say to each other: acknowledged flags, questions and their
 * answers. All of it is readable for everybody in the circle. */
#ifndef JOURNAL_TEAM_H
#define JOURNAL_TEAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/timestamp.h"
#include "domain/role.h"
#include "journal/journal.h"

/* What a therapist did about a flag. Several may say something of the same one. */
struct journal_ack {
    struct id128 id;
    struct bytes flag;    /* its reference, such as "R16@2026-08-12" */
    struct bytes by;      /* name of the therapist */
    struct bytes action;  /* a word of the kind flag_ack */
    struct bytes message; /* for the patient, may be empty */
    struct timestamp at;
};

/* All that stand, by time, in the arena. */
enum daybook_status journal_acks(struct journal *journal, size_t circle, struct arena *arena,
                                 struct journal_ack **out_acks, size_t *out_count);

/* Did anybody acknowledge the flag of this reference? */
bool team_has_ack(const struct journal_ack *acks, size_t count, const char *reference);

struct journal_answer {
    struct id128 id;
    struct id128 question; /* zero when it names none */
    struct bytes by;
    struct bytes text;
    struct timestamp at;
};

/* A question is open as long as it has no answer. */
struct journal_question {
    struct id128 id;
    struct bytes text;
    struct bytes by; /* name of who asked */
    enum role by_role;
    struct bytes on_behalf_of; /* name, empty when they asked for themselves */
    struct timestamp at;
    const struct journal_answer *answers; /* by time */
    size_t answer_count;
};

/* All that stand and that this person may see, by time, in the arena. */
enum daybook_status journal_questions(struct journal *journal, size_t circle, struct arena *arena,
                                      struct journal_question **out_questions, size_t *out_count);

/* A question, and the number of its circle. */
struct journal_question_place {
    size_t circle;
    struct journal_question question;
};

/* The question whose id starts with these digits, in any circle. NOT_FOUND, with a complaint, also
 * for what is no question; CONFLICT. */
enum daybook_status journal_find_question(struct journal *journal, struct bytes id_start,
                                          struct arena *arena,
                                          struct journal_question_place *out_place,
                                          struct complaint *out_complaint);

#endif
