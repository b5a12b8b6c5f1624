/* Writing C tables: first the lists a field points to, then the fields, then the kinds. */
#include "compiler/catalogue_tables.h"

#include "compiler/node.h"
#include "compiler/table_text.h"
#include "compiler/words.h"

enum { PREFIX_SIZE = 64 };

static const char *meaning_of(const json_t *object, const char *key, enum word_list list)
{
    return words_meaning(list, node_text(object, key));
}

static void write_optional_text(FILE *out, const char *member, const json_t *text)
{
    if (json_is_string(text)) {
        table_text_member(out, member, json_string_value(text));
    }
}

static void write_flag(FILE *out, const char *member, const json_t *flag)
{
    if (json_is_true(flag)) {
        fprintf(out, " .%s = true,", member);
    }
}

/* Point at the list written before under PREFIX_LIST, when there is one. */
static void write_list(FILE *out, const char *prefix, const char *list, const char *count_member,
                       size_t count)
{
    if (count > 0) {
        fprintf(out, " .%s = %s_%s, .%s = %zu,", list, prefix, list, count_member, count);
    }
}

static void write_evidence(FILE *out, const json_t *evidence)
{
    fputs(" .evidence = ", out);
    table_text_evidence(out, evidence);
    fputc(',', out);
}

static void write_choices(FILE *out, const char *prefix, json_t *choices)
{
    if (json_object_size(choices) == 0) {
        return;
    }
    fprintf(out, "static const struct choice %s_choices[] = {\n", prefix);
    const char *name = NULL;
    json_t *label = NULL;
    json_object_foreach(choices, name, label)
    {
        fputs("    {", out);
        table_text_member(out, "name", name);
        table_text_member(out, "label", json_string_value(label));
        fputs("},\n", out);
    }
    fputs("};\n", out);
}

static void write_codes(FILE *out, const char *prefix, json_t *codes)
{
    if (json_array_size(codes) == 0) {
        return;
    }
    fprintf(out, "static const struct code %s_codes[] = {\n", prefix);
    size_t index = 0;
    json_t *code = NULL;
    json_array_foreach(codes, index, code)
    {
        fputs("    {", out);
        table_text_member(out, "system", meaning_of(code, "system", WORDS_CODE_SYSTEM));
        table_text_member(out, "code", node_text(code, "code"));
        table_text_member(out, "display", node_text(code, "display"));
        write_optional_text(out, "choice", json_object_get(code, "choice"));
        fprintf(out, " .confirmed = %s},\n", meaning_of(code, "mark", WORDS_CODE_MARK));
    }
    fputs("};\n", out);
}

static void write_numbers(FILE *out, const json_t *field)
{
    const json_t *range = json_object_get(field, "range");
    if (range != NULL) {
        fputs(" .has_range = true,", out);
        table_text_range(out, range);
    }
    const json_t *given = json_object_get(field, "default");
    if (given != NULL) {
        fprintf(out, " .has_default = true, .default_number = %.17g,", json_number_value(given));
    }
    const char *better = meaning_of(field, "better", WORDS_BETTER);
    fprintf(out, " .better = %s,", better != NULL ? better : "BETTER_NONE");
    fprintf(out, " .checkin = %d,", (int)json_integer_value(json_object_get(field, "checkin")));
}

/* One field; a field without evidence of its own has its kind's. */
static void write_rule(FILE *out, const char *prefix, const json_t *field, const json_t *kind)
{
    fputs("    {", out);
    table_text_member(out, "name", node_text(field, "name"));
    table_text_member(out, "label", node_text(field, "label"));
    table_text_member(out, "question", node_text(field, "question"));
    write_optional_text(out, "unit", json_object_get(field, "unit"));
    write_optional_text(out, "refers_to", json_object_get(field, "refers_to"));
    fprintf(out, " .type = %s,", meaning_of(field, "type", WORDS_TYPE));
    write_flag(out, "required", json_object_get(field, "required"));
    write_flag(out, "repeating", json_object_get(field, "repeating"));
    write_numbers(out, field);
    const json_t *evidence = json_object_get(field, "evidence");
    write_evidence(out, evidence != NULL ? evidence : json_object_get(kind, "evidence"));
    write_list(out, prefix, "choices", "choice_count",
               json_object_size(json_object_get(field, "choices")));
    write_list(out, prefix, "codes", "code_count",
               json_array_size(json_object_get(field, "codes")));
    write_list(out, prefix, "items", "item_count",
               json_array_size(json_object_get(field, "items")));
    fputs("},\n", out);
}

static void name_part(char out_name[static PREFIX_SIZE], const char *prefix, const char *part,
                      size_t index)
{
    if (snprintf(out_name, PREFIX_SIZE, "%s_%s%zu", prefix, part, index) >= PREFIX_SIZE) {
        out_name[PREFIX_SIZE - 1] = '\0'; /* kinds and fields are counted in hundreds at most */
    }
}

/* The rules of a list under PREFIX_LIST; what they point to is written already. */
static void write_rules(FILE *out, const char *prefix, const char *list, const json_t *fields,
                        const json_t *kind)
{
    char part[PREFIX_SIZE];
    if (json_array_size(fields) == 0) {
        return;
    }
    fprintf(out, "static const struct field_rule %s_%s[] = {\n", prefix, list);
    for (size_t i = 0; i < json_array_size(fields); i++) {
        name_part(part, prefix, list[0] == 'i' ? "i" : "f", i);
        write_rule(out, part, json_array_get(fields, i), kind);
    }
    fputs("};\n", out);
}

static void write_field_parts(FILE *out, const char *prefix, const json_t *field,
                              const json_t *kind)
{
    char part[PREFIX_SIZE];
    write_choices(out, prefix, json_object_get(field, "choices"));
    write_codes(out, prefix, json_object_get(field, "codes"));
    const json_t *items = json_object_get(field, "items");
    for (size_t i = 0; i < json_array_size(items); i++) {
        const json_t *item = json_array_get(items, i);
        name_part(part, prefix, "i", i);
        write_choices(out, part, json_object_get(item, "choices"));
        write_codes(out, part, json_object_get(item, "codes"));
    }
    write_rules(out, prefix, "items", items, kind);
}

static void write_one_ofs(FILE *out, const char *prefix, const json_t *lists)
{
    char part[PREFIX_SIZE];
    for (size_t i = 0; i < json_array_size(lists); i++) {
        const json_t *names = json_array_get(lists, i);
        name_part(part, prefix, "one_of", i);
        fprintf(out, "static const char *const %s[] = {\n", part);
        for (size_t n = 0; n < json_array_size(names); n++) {
            fputs("    ", out);
            table_text_literal(out, json_string_value(json_array_get(names, n)));
            fputs(",\n", out);
        }
        fputs("};\n", out);
    }
    if (json_array_size(lists) == 0) {
        return;
    }
    fprintf(out, "static const struct one_of %s_one_ofs[] = {\n", prefix);
    for (size_t i = 0; i < json_array_size(lists); i++) {
        name_part(part, prefix, "one_of", i);
        fprintf(out, "    {%s, %zu},\n", part, json_array_size(json_array_get(lists, i)));
    }
    fputs("};\n", out);
}

static void write_kind_parts(FILE *out, const char *prefix, json_t *kind)
{
    char part[PREFIX_SIZE];
    const json_t *fields = json_object_get(kind, "fields");
    fprintf(out, "\n/* %s */\n", node_text(kind, "kind"));
    for (size_t i = 0; i < json_array_size(fields); i++) {
        name_part(part, prefix, "f", i);
        write_field_parts(out, part, json_array_get(fields, i), kind);
    }
    write_rules(out, prefix, "fields", fields, kind);
    write_codes(out, prefix, json_object_get(kind, "codes"));
    write_one_ofs(out, prefix, json_object_get(kind, "require_one_of"));
}

static void write_roles(FILE *out, const json_t *who)
{
    fputs(" .roles = 0", out);
    for (size_t i = 0; i < json_array_size(who); i++) {
        fprintf(out, " | (1U << %s)",
                words_meaning(WORDS_ROLE, json_string_value(json_array_get(who, i))));
    }
    fputs("},\n", out);
}

static void write_kind(FILE *out, const char *prefix, const json_t *kind)
{
    fputs("    {", out);
    table_text_member(out, "name", node_text(kind, "kind"));
    table_text_member(out, "label", node_text(kind, "label"));
    table_text_member(out, "question", node_text(kind, "question"));
    table_text_member(out, "feeds", node_text(kind, "feeds"));
    write_list(out, prefix, "fields", "field_count",
               json_array_size(json_object_get(kind, "fields")));
    write_list(out, prefix, "codes", "code_count", json_array_size(json_object_get(kind, "codes")));
    write_list(out, prefix, "one_ofs", "one_of_count",
               json_array_size(json_object_get(kind, "require_one_of")));
    write_evidence(out, json_object_get(kind, "evidence"));
    fprintf(out, " .family = %s,", meaning_of(kind, "family", WORDS_FAMILY));
    fprintf(out, " .cadence = %s,", meaning_of(kind, "cadence", WORDS_CADENCE));
    fprintf(out, " .visibility = %s,", meaning_of(kind, "visibility", WORDS_VISIBILITY));
    write_roles(out, json_object_get(kind, "who"));
}

bool catalogue_tables_write(FILE *out, const json_t *kinds)
{
    char prefix[PREFIX_SIZE];
    fputs("/* Compiled from schema/catalog; change it there. */\n"
          "#include \"domain/catalog_table.h\"\n",
          out);
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        name_part(prefix, "kind", "", i);
        write_kind_parts(out, prefix, json_array_get(kinds, i));
    }
    fputs("\nconst struct kind catalog_table_kinds[] = {\n", out);
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        name_part(prefix, "kind", "", i);
        write_kind(out, prefix, json_array_get(kinds, i));
    }
    fprintf(out, "};\n\nconst size_t catalog_table_count = %zu;\n", json_array_size(kinds));
    return ferror(out) == 0;
}
