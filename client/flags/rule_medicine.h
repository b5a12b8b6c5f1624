/* The rule on medicines: doses, cycles, visits, blood tests, warnings of riluzole. */
#ifndef FLAGS_RULE_MEDICINE_H
#define FLAGS_RULE_MEDICINE_H

struct rule_day;

/* Judges its signs on one day. */
void rule_medicine_judge(struct rule_day *day); /* R23 */

#endif
