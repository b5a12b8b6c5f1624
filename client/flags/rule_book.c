/* Looking things up in the compiled rules. */
#include "flags/rule_book.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "flags/rule_table.h"

const struct flag_rule_row *rule_book_rule(enum flag_rule rule)
{
    assert(rule < FLAG_RULE_COUNT);
    return &rule_table_rules[rule];
}

const struct flag_sign_row *rule_book_sign(enum flag_sign sign)
{
    assert(sign < SIGN_COUNT);
    return &rule_table_signs[sign];
}

const struct flag_limit_row *rule_book_limit(enum flag_limit limit)
{
    assert(limit < LIMIT_COUNT);
    return &rule_table_limits[limit];
}

bool rule_book_find(struct bytes name, enum flag_rule *out_rule)
{
    for (unsigned rule = 0; rule < FLAG_RULE_COUNT; rule++) {
        if (bytes_equal_text(name, rule_table_rules[rule].name)) {
            *out_rule = (enum flag_rule)rule;
            return true;
        }
    }
    return false;
}

static void find_parts(const struct flag_rule_row *row, struct bytes name,
                       struct rule_address *address)
{
    for (uint32_t i = 0; i < row->limit_count; i++) {
        if (bytes_equal_text(name, rule_table_limits[row->first_limit + i].name)) {
            address->has_limit = true;
            address->limit = (enum flag_limit)(row->first_limit + i);
        }
    }
    for (uint32_t i = 0; i < row->sign_count; i++) {
        if (bytes_equal_text(name, rule_table_signs[row->first_sign + i].name)) {
            address->has_sign = true;
            address->sign = (enum flag_sign)(row->first_sign + i);
        }
    }
}

bool rule_book_address(struct bytes rule_id, struct rule_address *out_address)
{
    const uint8_t *dot = rule_id.size == 0 ? NULL : memchr(rule_id.data, '.', rule_id.size);
    struct bytes rule = rule_id;
    struct rule_address address = {0};
    if (dot != NULL) {
        rule.size = (size_t)(dot - rule_id.data);
    }
    if (!rule_book_find(rule, &address.rule)) {
        return false;
    }
    const struct flag_rule_row *row = &rule_table_rules[address.rule];
    if (dot == NULL) {
        address.whole = true;
        address.has_limit = true;
        address.limit = row->first_limit;
    } else {
        find_parts(row, (struct bytes){dot + 1, rule_id.size - rule.size - 1}, &address);
    }
    if (!address.has_limit && !address.has_sign) {
        return false;
    }
    *out_address = address;
    return true;
}

uint32_t rule_book_clears_after(enum flag_sign sign)
{
    const struct flag_sign_row *row = rule_book_sign(sign);
    return row->window_days == 0 ? 2 : (uint32_t)(row->window_days / row->every_days) + 1;
}

const char *rule_book_tier_name(enum flag_tier tier)
{
    switch (tier) {
    case FLAG_TIER_NONE:
        return "none";
    case FLAG_TIER_INFO:
        return "info";
    case FLAG_TIER_REVIEW:
    case FLAG_TIER_REVIEW_HIGH:
        return "review";
    case FLAG_TIER_URGENT:
        return "urgent_contact";
    }
    return "";
}

bool rule_book_tier_find(struct bytes name, enum flag_tier *out_tier)
{
    static const enum flag_tier tiers[] = {FLAG_TIER_INFO, FLAG_TIER_REVIEW, FLAG_TIER_URGENT};
    for (size_t i = 0; i < sizeof tiers / sizeof tiers[0]; i++) {
        if (bytes_equal_text(name, rule_book_tier_name(tiers[i]))) {
            *out_tier = tiers[i];
            return true;
        }
    }
    return false;
}
