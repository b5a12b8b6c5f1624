/* Rules on eating: choking, weight, the effort of meals, the time for a tube. */
#ifndef FLAGS_RULE_EATING_H
#define FLAGS_RULE_EATING_H

struct rule_day;

/* Each judges its signs on one day. */
void rule_eating_choking(struct rule_day *day); /* R12 */
void rule_eating_weight(struct rule_day *day);  /* R13 */
void rule_eating_effort(struct rule_day *day);  /* R14 */
void rule_eating_tube(struct rule_day *day);    /* R15 */

#endif
