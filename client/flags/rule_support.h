/* Rules on support of breathing: oxygen, the mask, the cough. */
#ifndef FLAGS_RULE_SUPPORT_H
#define FLAGS_RULE_SUPPORT_H

struct rule_day;

/* Each judges its signs on one day. */
void rule_support_oxygen_alone(struct rule_day *day); /* R07 */
void rule_support_oxygen_above(struct rule_day *day); /* R08 */
void rule_support_mask_little(struct rule_day *day);  /* R09 */
void rule_support_mask_more(struct rule_day *day);    /* R10 */
void rule_support_cough(struct rule_day *day);        /* R11 */

#endif
