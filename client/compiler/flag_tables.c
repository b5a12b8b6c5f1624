/* Writing C tables of rules, signs and limits, with checks that rule_names.h has exactly these. */
#include "compiler/flag_tables.h"

#include "compiler/node.h"
#include "compiler/table_text.h"
#include "compiler/words.h"

/* The constant of a part of a rule: LIMIT_R16_FALLS. */
static void write_constant(FILE *out, const char *prefix, const json_t *rule, const json_t *part)
{
    fprintf(out, "%s_%s_", prefix, node_text(rule, "rule"));
    table_text_constant(out, node_text(part, "name"));
}

static void write_evidence(FILE *out, const json_t *owner)
{
    fputs(" .evidence = ", out);
    table_text_evidence(out, json_object_get(owner, "evidence"));
    fputc(',', out);
}

static void write_limit(FILE *out, const json_t *threshold)
{
    const json_t *range = json_object_get(threshold, "range");
    table_text_member(out, "label", node_text(threshold, "label"));
    table_text_member(out, "unit", node_text(threshold, "unit"));
    fprintf(out, " .given = %.17g,", json_number_value(json_object_get(threshold, "default")));
    table_text_range(out, range);
    write_evidence(out, threshold);
}

static void write_sign(FILE *out, const json_t *sign)
{
    const json_t *every = json_object_get(sign, "every");
    table_text_member(out, "text", node_text(sign, "text"));
    fprintf(out, " .tier = %s, .window_days = %d, .every_days = %d, .event = %s,",
            words_meaning(WORDS_TIER, node_text(sign, "tier")),
            (int)json_integer_value(json_object_get(sign, "window")),
            every == NULL ? 1 : (int)json_integer_value(every),
            json_is_true(json_object_get(sign, "event")) ? "true" : "false");
}

/* One of the two lists of parts a rule has. */
struct part_list {
    const char *key;
    const char *prefix;
    const char *declaration;
    void (*write)(FILE *out, const json_t *part);
};

static const struct part_list limits = {
    "thresholds", "LIMIT", "const struct flag_limit_row rule_table_limits[LIMIT_COUNT]",
    write_limit};
static const struct part_list signs = {
    "signs", "SIGN", "const struct flag_sign_row rule_table_signs[SIGN_COUNT]", write_sign};

static void write_parts(FILE *out, const struct part_list *list, const json_t *rules)
{
    fprintf(out, "\n%s = {\n", list->declaration);
    for (size_t i = 0; i < json_array_size(rules); i++) {
        const json_t *rule = json_array_get(rules, i);
        const json_t *parts = json_object_get(rule, list->key);
        for (size_t part = 0; part < json_array_size(parts); part++) {
            fputs("    [", out);
            write_constant(out, list->prefix, rule, json_array_get(parts, part));
            fprintf(out, "] = {.rule = FLAG_%s,", node_text(rule, "rule"));
            table_text_member(out, "name", node_text(json_array_get(parts, part), "name"));
            list->write(out, json_array_get(parts, part));
            fputs("},\n", out);
        }
    }
    fputs("};\n", out);
}

/* The names stand in the order of the files, and there is no other one. */
static void write_checks(FILE *out, const struct part_list *list, const json_t *rules)
{
    size_t index = 0;
    for (size_t i = 0; i < json_array_size(rules); i++) {
        const json_t *rule = json_array_get(rules, i);
        const json_t *parts = json_object_get(rule, list->key);
        for (size_t part = 0; part < json_array_size(parts); part++) {
            fputs("_Static_assert(", out);
            write_constant(out, list->prefix, rule, json_array_get(parts, part));
            fprintf(out, " == %zu, \"rule_names.h has another order\");\n", index++);
        }
    }
    fprintf(out, "_Static_assert(%s_COUNT == %zu, \"rule_names.h has another name\");\n",
            list->prefix, index);
}

static void write_first(FILE *out, const struct part_list *list, const json_t *rule,
                        const char *member)
{
    const json_t *parts = json_object_get(rule, list->key);
    fprintf(out, " .first_%s = ", member);
    write_constant(out, list->prefix, rule, json_array_get(parts, 0));
    fprintf(out, ", .%s_count = %zu,", member, json_array_size(parts));
}

bool flag_tables_write(FILE *out, const json_t *rules)
{
    fputs("/* Compiled from schema/flags; change it there. */\n"
          "#include \"flags/rule_table.h\"\n\n",
          out);
    write_checks(out, &limits, rules);
    write_checks(out, &signs, rules);
    fprintf(out, "_Static_assert(FLAG_RULE_COUNT == %zu, \"rule_names.h has another rule\");\n",
            json_array_size(rules));
    write_parts(out, &limits, rules);
    write_parts(out, &signs, rules);
    fputs("\nconst struct flag_rule_row rule_table_rules[FLAG_RULE_COUNT] = {\n", out);
    for (size_t i = 0; i < json_array_size(rules); i++) {
        const json_t *rule = json_array_get(rules, i);
        fprintf(out, "    [FLAG_%s] = {", node_text(rule, "rule"));
        table_text_member(out, "name", node_text(rule, "rule"));
        table_text_member(out, "title", node_text(rule, "title"));
        write_evidence(out, rule);
        write_first(out, &signs, rule, "sign");
        write_first(out, &limits, rule, "limit");
        fputs("},\n", out);
    }
    fputs("};\n", out);
    return ferror(out) == 0;
}
