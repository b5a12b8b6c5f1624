/* The tables the rule compiler writes into the build folder; only rule_book.c reads them. */
#ifndef FLAGS_RULE_TABLE_H
#define FLAGS_RULE_TABLE_H

#include "flags/rule_book.h"

extern const struct flag_rule_row rule_table_rules[FLAG_RULE_COUNT];
extern const struct flag_sign_row rule_table_signs[SIGN_COUNT];
extern const struct flag_limit_row rule_table_limits[LIMIT_COUNT];

#endif
