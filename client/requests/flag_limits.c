/* Showing limits, and checking those that somebody wants to set. */
#include "requests/flag_limits.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "flags/rule_book.h"
#include "flags/settings.h"
#include "requests/answer.h"
#include "requests/handler.h"

static void complain_of_range(struct bytes rule_id, struct complaint *out_complaint)
{
    struct rule_address address = {0};
    bool found = rule_book_address(rule_id, &address);
    assert(found && address.has_limit);
    const struct flag_limit_row *row = rule_book_limit(address.limit);
    complaint_begin(out_complaint, "The threshold of ");
    complaint_add(out_complaint, rule_book_rule(row->rule)->name);
    complaint_add(out_complaint, ".");
    complaint_add(out_complaint, row->name);
    complaint_add(out_complaint, " is from ");
    complaint_add_number(out_complaint, row->minimum);
    complaint_add(out_complaint, " to ");
    complaint_add_number(out_complaint, row->maximum);
    complaint_add(out_complaint, row->unit[0] == '\0' ? "" : " ");
    complaint_add(out_complaint, row->unit);
    complaint_add(out_complaint, ".");
}

static bool check_item(const struct value *item, struct complaint *out_complaint)
{
    struct bytes rule_id = value_text(item, "rule_id");
    const struct value *threshold = value_find(item, "threshold");
    double limit = 0;
    bool has_limit = threshold != NULL && value_number(threshold, &limit);
    switch (settings_check(rule_id, has_limit, limit)) {
    case SETTINGS_FINE:
        return true;
    case SETTINGS_NO_RULE:
        complaint_begin(out_complaint, "There is no rule of that name, nor a limit or sign of a "
                                       "rule: \"daybook flags --rules\" lists them.");
        return false;
    case SETTINGS_NO_LIMIT:
        complaint_begin(out_complaint, "That sign of a rule has a tier and no threshold: \"daybook "
                                       "flags --rules\" lists the limits.");
        return false;
    case SETTINGS_OUT_OF_RANGE:
        complain_of_range(rule_id, out_complaint);
        return false;
    }
    assert(false);
    return false;
}

bool flag_limits_check(const struct kind *kind, const struct value *changes,
                       struct complaint *out_complaint)
{
    const struct value *rules = value_find(changes, "rule");
    if (strcmp(kind->name, "monitoring_plan") != 0 || rules == NULL || rules->type == VALUE_NULL) {
        return true;
    }
    const struct value *items = rules->type == VALUE_LIST ? rules->as.list.items : rules;
    size_t count = rules->type == VALUE_LIST ? rules->as.list.count : 1;
    for (size_t i = 0; i < count; i++) {
        if (!check_item(&items[i], out_complaint)) {
            return false;
        }
    }
    return true;
}

static bool write_evidence(json_t *line, const struct evidence *evidence)
{
    return answer_set(line, "mark", json_string(kind_evidence_name(evidence->mark))) &&
           answer_set(line, "source", json_string(evidence->source));
}

static json_t *limit_line(const struct flag_limit_row *row)
{
    json_t *line = json_object();
    bool written = answer_set(line, "name", json_string(row->name)) &&
                   answer_set(line, "label", json_string(row->label)) &&
                   answer_set(line, "default", json_real(row->given)) &&
                   answer_set(line, "unit", json_string(row->unit)) &&
                   answer_set(line, "min", json_real(row->minimum)) &&
                   answer_set(line, "max", json_real(row->maximum)) &&
                   write_evidence(line, &row->evidence);
    if (!written) {
        json_decref(line);
        return NULL;
    }
    return line;
}

static json_t *sign_line(const struct flag_sign_row *row)
{
    return json_pack("{s:s, s:s, s:b, s:i, s:s}", "name", row->name, "tier",
                     rule_book_tier_name(row->tier), "first",
                     (int)(row->tier == FLAG_TIER_REVIEW_HIGH), "window_days",
                     (int)row->window_days, "text", row->text);
}

static json_t *rule_line(const struct flag_rule_row *row)
{
    json_t *line = answer_begin("daybook.rule/1");
    json_t *limits = json_array();
    json_t *signs = json_array();
    bool written = answer_set(line, "thresholds", limits);
    written = answer_set(line, "signs", signs) && written;
    written = written && answer_set(line, "rule", json_string(row->name)) &&
              answer_set(line, "title", json_string(row->title)) &&
              write_evidence(line, &row->evidence);
    for (uint32_t i = 0; written && i < row->limit_count; i++) {
        enum flag_limit limit = (enum flag_limit)(row->first_limit + i);
        written = json_array_append_new(limits, limit_line(rule_book_limit(limit))) == 0;
    }
    for (uint32_t i = 0; written && i < row->sign_count; i++) {
        enum flag_sign sign = (enum flag_sign)(row->first_sign + i);
        written = json_array_append_new(signs, sign_line(rule_book_sign(sign))) == 0;
    }
    if (!written) {
        json_decref(line);
        return NULL;
    }
    return line;
}

enum daybook_status flag_limits_rules(struct request *request)
{
    json_t *answer = answer_begin("daybook.rules/1");
    json_t *list = json_array();
    bool written = answer_set(answer, "rules", list);
    for (unsigned rule = 0; written && rule < FLAG_RULE_COUNT; rule++) {
        written = json_array_append_new(list, rule_line(rule_book_rule((enum flag_rule)rule))) == 0;
    }
    return request_reply(request, answer, written);
}
