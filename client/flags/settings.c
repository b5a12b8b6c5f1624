/* Reading a monitoring plan's rules. */
#include "flags/settings.h"

#include <assert.h>
#include <stddef.h>

#include "domain/plan.h"
#include "domain/value.h"

static void set_given(struct settings *settings)
{
    *settings = (struct settings){0};
    for (unsigned limit = 0; limit < LIMIT_COUNT; limit++) {
        settings->limits[limit] = rule_book_limit((enum flag_limit)limit)->given;
    }
    for (unsigned sign = 0; sign < SIGN_COUNT; sign++) {
        settings->tiers[sign] = rule_book_sign((enum flag_sign)sign)->tier;
    }
}

static bool is_in_range(enum flag_limit limit, double number)
{
    const struct flag_limit_row *row = rule_book_limit(limit);
    return number >= row->minimum && number <= row->maximum;
}

/* The signs an address means: those of a whole rule, or one, or none. */
static void set_signs(struct settings *settings, const struct rule_address *address,
                      const struct value *item)
{
    const struct flag_rule_row *rule = rule_book_rule(address->rule);
    const struct value *enabled = value_find(item, "enabled");
    enum flag_sign first = address->whole ? rule->first_sign : address->sign;
    uint32_t count = address->whole ? rule->sign_count : address->has_sign;
    enum flag_tier tier = FLAG_TIER_NONE;
    bool has_tier = rule_book_tier_find(value_text(item, "tier"), &tier);
    for (uint32_t i = 0; i < count; i++) {
        if (has_tier) {
            settings->tiers[first + i] = tier;
        }
        if (enabled != NULL && enabled->type == VALUE_BOOL) {
            settings->off[first + i] = !enabled->as.boolean;
        }
    }
}

static void read_item(struct settings *settings, const struct value *item)
{
    struct rule_address address = {0};
    double limit = 0;
    if (!rule_book_address(value_text(item, "rule_id"), &address)) {
        return;
    }
    settings->edited[address.rule] = true;
    set_signs(settings, &address, item);
    const struct value *threshold = value_find(item, "threshold");
    if (address.has_limit && threshold != NULL && value_number(threshold, &limit) &&
        is_in_range(address.limit, limit)) {
        settings->limits[address.limit] = limit;
    }
}

void settings_read(const struct plan_version *plan, struct settings *out_settings)
{
    assert(out_settings != NULL);
    set_given(out_settings);
    out_settings->plan = plan;
    size_t count = 0;
    const struct value *items = plan == NULL ? NULL : plan_items(plan, "rule", &count);
    for (size_t i = 0; i < count; i++) {
        read_item(out_settings, &items[i]);
    }
}

enum settings_fault settings_check(struct bytes rule_id, bool has_limit, double limit)
{
    struct rule_address address = {0};
    if (!rule_book_address(rule_id, &address)) {
        return SETTINGS_NO_RULE;
    }
    if (!has_limit) {
        return SETTINGS_FINE;
    }
    if (!address.has_limit) {
        return SETTINGS_NO_LIMIT;
    }
    return is_in_range(address.limit, limit) ? SETTINGS_FINE : SETTINGS_OUT_OF_RANGE;
}
