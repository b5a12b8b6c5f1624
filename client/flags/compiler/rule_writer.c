/* Writing C tables of rules, signs and limits, with checks that rule_names.h has exactly these. */
#include "flags/compiler/rule_writer.h"

#include "domain/compiler/words.h"
#include "flags/compiler/rules.h"

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

/* Octal escapes keep the source ASCII and cannot swallow the digit after them. */
static void write_literal(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        if (*at < ' ' || *at > '~' || *at == '"' || *at == '\\' || *at == '?') {
            fprintf(out, "\\%03o", (unsigned)*at);
        } else {
            fputc(*at, out);
        }
    }
    fputc('"', out);
}

static void write_text(FILE *out, const char *member, const char *text)
{
    fprintf(out, " .%s = ", member);
    write_literal(out, text);
    fputc(',', out);
}

static void write_evidence(FILE *out, const json_t *evidence)
{
    fprintf(out, " .evidence = {%s, ", words_meaning(WORDS_EVIDENCE, text_of(evidence, "mark")));
    write_literal(out, text_of(evidence, "source"));
    fputs("},", out);
}

/* The constant of a part of a rule: LIMIT_R16_FALLS. */
static void write_constant(FILE *out, const char *prefix, const json_t *rule, const json_t *part)
{
    fprintf(out, "%s_%s_", prefix, text_of(rule, "rule"));
    for (const char *at = text_of(part, "name"); *at != '\0'; at++) {
        fputc(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at, out);
    }
}

static void write_limit(FILE *out, const json_t *threshold)
{
    const json_t *range = json_object_get(threshold, "range");
    write_text(out, "label", text_of(threshold, "label"));
    write_text(out, "unit", text_of(threshold, "unit"));
    fprintf(out, " .given = %.17g, .minimum = %.17g, .maximum = %.17g,",
            json_number_value(json_object_get(threshold, "default")),
            json_number_value(json_array_get(range, 0)),
            json_number_value(json_array_get(range, 1)));
    write_evidence(out, json_object_get(threshold, "evidence"));
}

static void write_sign(FILE *out, const json_t *sign)
{
    const json_t *every = json_object_get(sign, "every");
    write_text(out, "text", text_of(sign, "text"));
    fprintf(out, " .tier = %s, .window_days = %d, .every_days = %d, .event = %s,",
            rules_tier(text_of(sign, "tier")),
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

static void write_parts(FILE *out, const struct part_list *list, json_t *rules)
{
    fprintf(out, "\n%s = {\n", list->declaration);
    for (size_t i = 0; i < json_array_size(rules); i++) {
        const json_t *rule = json_array_get(rules, i);
        const json_t *parts = json_object_get(rule, list->key);
        for (size_t part = 0; part < json_array_size(parts); part++) {
            fputs("    [", out);
            write_constant(out, list->prefix, rule, json_array_get(parts, part));
            fprintf(out, "] = {.rule = FLAG_%s,", text_of(rule, "rule"));
            write_text(out, "name", text_of(json_array_get(parts, part), "name"));
            list->write(out, json_array_get(parts, part));
            fputs("},\n", out);
        }
    }
    fputs("};\n", out);
}

/* The names stand in the order of the files, and there is no other one. */
static void write_checks(FILE *out, const struct part_list *list, json_t *rules)
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

void rule_writer_write(FILE *out, json_t *rules)
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
        fprintf(out, "    [FLAG_%s] = {", text_of(rule, "rule"));
        write_text(out, "name", text_of(rule, "rule"));
        write_text(out, "title", text_of(rule, "title"));
        write_evidence(out, json_object_get(rule, "evidence"));
        write_first(out, &signs, rule, "sign");
        write_first(out, &limits, rule, "limit");
        fputs("},\n", out);
    }
    fputs("};\n", out);
}
