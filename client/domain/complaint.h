/* One sentence that tells a person what is wrong, where, and what to do. */
#ifndef DOMAIN_COMPLAINT_H
#define DOMAIN_COMPLAINT_H

#include "base/bytes.h"

enum { COMPLAINT_TEXT_SIZE = 240 };

/* Holds names and numbers of ours and of the catalogue, never a patient's text. Start with
 * (struct complaint){0}. Always zero-terminated; what does not fit is left off and ends in "...".
 */
struct complaint {
    char text[COMPLAINT_TEXT_SIZE];
};

/* Begin anew with a text of our own. */
void complaint_begin(struct complaint *complaint, const char *text);

/* Append a text of our own: a phrase, a field's name, a choice. */
void complaint_add(struct complaint *complaint, const char *text);

/* Append a number in the shortest plain form, with up to 6 decimals: "11", "-0.5". */
void complaint_add_number(struct complaint *complaint, double number);

/* Append in quotes a name somebody typed, when it looks like a name (a-z, A-Z, 0-9, _ and -, at
 * most 40 of them); append "that name" otherwise, because then it may be a patient's words. */
void complaint_add_name(struct complaint *complaint, struct bytes name);

#endif
