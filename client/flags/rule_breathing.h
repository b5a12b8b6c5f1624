/* Rules on breathing: oxygen at rest, symptoms, lung function, nights, carbon dioxide. */
#ifndef FLAGS_RULE_BREATHING_H
#define FLAGS_RULE_BREATHING_H

#include "flags/rule_names.h"

struct rule_day;
struct series_point;

/* Each judges its signs on one day. */
void rule_breathing_oxygen_at_rest(struct rule_day *day); /* R01 */
void rule_breathing_symptoms(struct rule_day *day);       /* R02 */
void rule_breathing_vital_capacity(struct rule_day *day); /* R03 */
void rule_breathing_muscles(struct rule_day *day);        /* R04 */
void rule_breathing_night(struct rule_day *day);          /* R05 */
void rule_breathing_carbon_dioxide(struct rule_day *day); /* R06 */

/* The upright vital capacity measured on this day, forced rather than slow; NULL when there is
 * none. The sign lacks it when none of either is recent enough. */
const struct series_point *rule_breathing_capacity(struct rule_day *day, enum flag_sign sign);

/* The latest one that still speaks for the present; NULL when there is none. */
const struct series_point *rule_breathing_latest_capacity(const struct rule_day *day);

#endif
