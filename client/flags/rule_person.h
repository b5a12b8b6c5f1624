/* Rules on the person and those around: pain, function, medicines, strain, silence. */
#ifndef FLAGS_RULE_PERSON_H
#define FLAGS_RULE_PERSON_H

struct rule_day;

/* Each judges its signs on one day. */
void rule_person_pain(struct rule_day *day);     /* R18 */
void rule_person_strain(struct rule_day *day);   /* R21 */
void rule_person_function(struct rule_day *day); /* R22 */
void rule_person_silence(struct rule_day *day);  /* R25 */

#endif
