/* What a flag says: observations filled into the sentences of schema/flags, who reported them, and
 * whose limits they are held against. Never a diagnosis. */
#ifndef FLAGS_FLAG_TEXT_H
#define FLAGS_FLAG_TEXT_H

#include "flags/episode.h"

struct buffer;

/* Append what a raised or cleared flag says. */
void flag_text_write(const struct flag_record *record, struct buffer *out);

/* Append what is missing to judge a rule by. */
void flag_text_write_lack(const struct lack *lack, struct buffer *out);

/* Append a number of at most one decimal, rounded half away from zero: "93", "-6.1". */
void flag_text_write_number(double number, struct buffer *out);

#endif
