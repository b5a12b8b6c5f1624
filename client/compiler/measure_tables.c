/* Writing C: the names, then for each measure what its sources point to, then the tables. */
#include "compiler/measure_tables.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/node.h"
#include "compiler/table_text.h"
#include "compiler/words.h"

enum { PREFIX_SIZE = 64 };

/* MEASURE_PAIN_WORST of "pain.worst". */
static void write_constant(FILE *out, const char *name)
{
    fputs("MEASURE_", out);
    table_text_constant(out, name);
}

bool measure_tables_write_names(FILE *out, const json_t *measures)
{
    fputs("/* The names of the measures. Compiled from schema/measures; change them there. */\n"
          "#ifndef TRENDS_MEASURE_NAMES_H\n#define TRENDS_MEASURE_NAMES_H\n\n"
          "enum measure {\n",
          out);
    for (size_t i = 0; i < json_array_size(measures); i++) {
        fputs("    ", out);
        write_constant(out, node_text(json_array_get(measures, i), "name"));
        fputs(",\n", out);
    }
    fputs("    MEASURE_COUNT\n};\n\n#endif\n", out);
    return ferror(out) == 0;
}

/* A single text stands for a list of one. */
static void write_texts(FILE *out, const char *prefix, const char *list, const json_t *texts)
{
    size_t count = json_is_array(texts) ? json_array_size(texts) : 1;
    fprintf(out, "static const char *const %s_%s[] = {", prefix, list);
    for (size_t i = 0; i < count; i++) {
        table_text_literal(
            out, json_string_value(json_is_array(texts) ? json_array_get(texts, i) : texts));
        fputs(", ", out);
    }
    fputs("};\n", out);
}

static bool is_choices(const json_t *wanted)
{
    return json_is_string(wanted) || json_is_string(json_array_get(wanted, 0));
}

static void write_condition(FILE *out, const char *prefix, const char *field, const json_t *wanted)
{
    fputs("    {.field = ", out);
    table_text_literal(out, field);
    if (is_choices(wanted)) {
        fprintf(out, ", .choices = %s_%s, .choice_count = %zu", prefix, field,
                json_is_array(wanted) ? json_array_size(wanted) : 1);
    } else if (json_is_array(wanted)) {
        fprintf(out, ", .minimum = %.17g, .maximum = %.17g", node_number(wanted, 0),
                node_number(wanted, 1));
    } else {
        int yes = json_is_true(wanted) ? 1 : 0;
        fprintf(out, ", .minimum = %d, .maximum = %d", yes, yes);
    }
    fputs("},\n", out);
}

static void write_conditions(FILE *out, const char *prefix, const char *list, json_t *conditions)
{
    char part[PREFIX_SIZE];
    const char *field = NULL;
    json_t *wanted = NULL;
    if (json_object_size(conditions) == 0) {
        return;
    }
    (void)snprintf(part, sizeof part, "%s_%s", prefix, list);
    json_object_foreach(conditions, field, wanted)
    {
        if (is_choices(wanted)) {
            write_texts(out, part, field, wanted);
        }
    }
    fprintf(out, "static const struct measure_condition %s[] = {\n", part);
    json_object_foreach(conditions, field, wanted)
    {
        write_condition(out, part, field, wanted);
    }
    fputs("};\n", out);
}

static void write_choice_values(FILE *out, const char *prefix, json_t *numbers)
{
    const char *choice = NULL;
    json_t *number = NULL;
    if (json_object_size(numbers) == 0) {
        return;
    }
    fprintf(out, "static const struct measure_choice_value %s_as[] = {\n", prefix);
    json_object_foreach(numbers, choice, number)
    {
        fputs("    {", out);
        table_text_literal(out, choice);
        fprintf(out, ", %.17g},\n", json_number_value(number));
    }
    fputs("};\n", out);
}

static void write_source_parts(FILE *out, const char *prefix, const json_t *source)
{
    const json_t *field = json_object_get(source, "field");
    const json_t *sum = json_object_get(source, "sum_of");
    if (field != NULL || sum != NULL) {
        write_texts(out, prefix, "fields", field != NULL ? field : sum);
    }
    write_choice_values(out, prefix, json_object_get(source, "as"));
    write_conditions(out, prefix, "where", json_object_get(source, "where"));
    write_conditions(out, prefix, "unless", json_object_get(source, "unless"));
    write_conditions(out, prefix, "counts", json_object_get(source, "counts"));
}

static void write_list(FILE *out, const char *prefix, const char *list, size_t count)
{
    if (count > 0) {
        fprintf(out, ", .%s = %s_%s, .%s_count = %zu", list, prefix, list, list, count);
    }
}

static void write_source(FILE *out, const char *prefix, const json_t *source)
{
    size_t fields = json_object_get(source, "field") != NULL
                        ? 1
                        : json_array_size(json_object_get(source, "sum_of"));
    fputs("    {.kind = ", out);
    table_text_literal(out, node_text(source, "kind"));
    write_list(out, prefix, "fields", fields);
    write_list(out, prefix, "as", json_object_size(json_object_get(source, "as")));
    write_list(out, prefix, "where", json_object_size(json_object_get(source, "where")));
    write_list(out, prefix, "unless", json_object_size(json_object_get(source, "unless")));
    write_list(out, prefix, "counts", json_object_size(json_object_get(source, "counts")));
    fputs("},\n", out);
}

static void write_sources(FILE *out, size_t index, const json_t *sources)
{
    char prefix[PREFIX_SIZE];
    for (size_t i = 0; i < json_array_size(sources); i++) {
        (void)snprintf(prefix, sizeof prefix, "m%zu_s%zu", index, i);
        write_source_parts(out, prefix, json_array_get(sources, i));
    }
    if (json_array_size(sources) == 0) {
        return;
    }
    fprintf(out, "static const struct measure_source m%zu_sources[] = {\n", index);
    for (size_t i = 0; i < json_array_size(sources); i++) {
        (void)snprintf(prefix, sizeof prefix, "m%zu_s%zu", index, i);
        write_source(out, prefix, json_array_get(sources, i));
    }
    fputs("};\n", out);
}

static double number_or_one(const json_t *measure, const char *key)
{
    const json_t *number = json_object_get(measure, key);
    return number != NULL ? json_number_value(number) : 1.0;
}

static void write_rule(FILE *out, size_t index, const json_t *measure)
{
    char prefix[PREFIX_SIZE];
    const json_t *range = json_object_get(measure, "range");
    const json_t *enough = json_object_get(measure, "enough");
    (void)snprintf(prefix, sizeof prefix, "m%zu", index);
    fputs("    {.name = ", out);
    table_text_literal(out, node_text(measure, "name"));
    fputc(',', out);
    table_text_member(out, "label", node_text(measure, "label"));
    table_text_member(out, "unit", node_text(measure, "unit"));
    fprintf(out, " .part = %s, .reduction = %s, .show = %s, .better = %s",
            words_meaning(WORDS_PART, node_text(measure, "part")),
            words_meaning(WORDS_REDUCE, node_text(measure, "reduce")),
            words_meaning(WORDS_SHOW, node_text(measure, "show")),
            words_meaning(WORDS_BETTER, node_text(measure, "better")));
    const char *caution = node_text(measure, "caution");
    fprintf(out, ", .caution = %s",
            words_meaning(WORDS_CAUTION, caution[0] == '\0' ? "none" : caution));
    write_list(out, prefix, "sources", json_array_size(json_object_get(measure, "sources")));
    fprintf(out, ", .value_min = %.17g, .value_max = %.17g", node_number(range, 0),
            node_number(range, 1));
    fprintf(out, ", .change_min = %.17g, .chart_span_min = %.17g", number_or_one(measure, "change"),
            number_or_one(measure, "chart_span"));
    fprintf(out, ", .week_days_min = %.0f, .d7_days_min = %.0f, .d28_days_min = %.0f",
            number_or_one(measure, "week_days"), enough != NULL ? node_number(enough, 0) : 1.0,
            enough != NULL ? node_number(enough, 1) : 1.0);
    fputs(", .evidence = ", out);
    table_text_evidence(out, json_object_get(measure, "evidence"));
    fputs("},\n", out);
}

/* A text and the number of the measure it belongs to. */
struct named {
    const char *name;
    size_t index;
};

static int compare_named(const void *left, const void *right)
{
    const struct named *first = left;
    const struct named *second = right;
    int order = strcmp(first->name, second->name);
    return order != 0 ? order : (first->index > second->index) - (first->index < second->index);
}

static void write_by_name(FILE *out, const json_t *measures, struct named *names)
{
    size_t count = json_array_size(measures);
    for (size_t i = 0; i < count; i++) {
        names[i] = (struct named){node_text(json_array_get(measures, i), "name"), i};
    }
    qsort(names, count, sizeof *names, compare_named);
    fputs("\nconst uint16_t measure_table_by_name[MEASURE_COUNT] = {", out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%zu, ", names[i].index);
    }
    fputs("};\n", out);
}

/* Every kind with the measures that read it, each once. */
static size_t collect_kinds(const json_t *measures, struct named *names)
{
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(measures); i++) {
        const json_t *sources = json_object_get(json_array_get(measures, i), "sources");
        for (size_t s = 0; s < json_array_size(sources); s++) {
            names[count++] = (struct named){node_text(json_array_get(sources, s), "kind"), i};
        }
    }
    qsort(names, count, sizeof *names, compare_named);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || compare_named(&names[kept - 1], &names[i]) != 0) {
            names[kept++] = names[i];
        }
    }
    return kept;
}

static size_t same_kind(const struct named *names, size_t count)
{
    size_t same = 1;
    while (same < count && strcmp(names[same].name, names[0].name) == 0) {
        same++;
    }
    return same;
}

static void write_kinds(FILE *out, const json_t *measures, struct named *names)
{
    size_t count = collect_kinds(measures, names);
    size_t same = 0;
    size_t kinds = 0;
    for (size_t at = 0; at < count; at += same) {
        same = same_kind(names + at, count - at);
        fprintf(out, "static const uint16_t of_%s[] = {", names[at].name);
        for (size_t i = 0; i < same; i++) {
            fprintf(out, "%zu, ", names[at + i].index);
        }
        fputs("};\n", out);
    }
    fputs("\nconst struct measure_kind measure_table_kinds[] = {\n", out);
    for (size_t at = 0; at < count; at += same) {
        same = same_kind(names + at, count - at);
        fprintf(out, "    {\"%s\", of_%s, %zu},\n", names[at].name, names[at].name, same);
        kinds++;
    }
    fprintf(out, "};\n\nconst size_t measure_table_kind_count = %zu;\n", kinds);
}

static size_t source_total(const json_t *measures)
{
    size_t total = 0;
    for (size_t i = 0; i < json_array_size(measures); i++) {
        total += json_array_size(json_object_get(json_array_get(measures, i), "sources"));
    }
    return total;
}

bool measure_tables_write(FILE *out, const json_t *measures)
{
    size_t count = json_array_size(measures);
    struct named *names = calloc(count + source_total(measures), sizeof *names);
    if (names == NULL) {
        return false;
    }
    fputs("/* Compiled from schema/measures; change it there. */\n"
          "#include \"trends/measure_table.h\"\n\n",
          out);
    for (size_t i = 0; i < count; i++) {
        write_sources(out, i, json_object_get(json_array_get(measures, i), "sources"));
    }
    fputs("\nconst struct measure_rule measure_table_rules[MEASURE_COUNT] = {\n", out);
    for (size_t i = 0; i < count; i++) {
        write_rule(out, i, json_array_get(measures, i));
    }
    fputs("};\n", out);
    write_by_name(out, measures, names);
    write_kinds(out, measures, names);
    free(names);
    return ferror(out) == 0;
}
