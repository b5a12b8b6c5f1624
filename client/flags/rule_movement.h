/* Rules on moving: falls, exercise, and the skin under aids. */
#ifndef FLAGS_RULE_MOVEMENT_H
#define FLAGS_RULE_MOVEMENT_H

struct rule_day;

/* Each judges its signs on one day. */
void rule_movement_falls(struct rule_day *day);           /* R16 */
void rule_movement_near_falls(struct rule_day *day);      /* R17 */
void rule_movement_hard_exercise(struct rule_day *day);   /* R19 */
void rule_movement_little_exercise(struct rule_day *day); /* R20 */
void rule_movement_skin(struct rule_day *day);            /* R24 */

#endif
