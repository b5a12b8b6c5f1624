/* Sentences on aids, the home, training, medicines and the caregiver. */
#ifndef REPORT_PART_CARE_H
#define REPORT_PART_CARE_H

struct buffer;
struct part_text;

/* Append what there is to say of them. */
void part_care_put(const struct part_text *text, struct buffer *out);

#endif
