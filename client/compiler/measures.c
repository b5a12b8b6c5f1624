/* Putting the measures together from their files. */
#include "compiler/measures.h"

#include <string.h>

#include "compiler/evidence_rules.h"
#include "compiler/key_rules.h"
#include "compiler/measure_sources.h"
#include "compiler/node.h"
#include "compiler/words.h"
#include "domain/catalog.h"

enum {
    NAME_SIZE = 128,
    LABEL_SIZE_MAX = 18 /* the first column of the page */
};

static const struct key_rule file_keys[] = {
    {"part", KEY_STRING, true},
    {"measures", KEY_LIST, true},
    {0},
};

static const struct word_rule file_words[] = {
    {"part", WORDS_PART, "is no part we know"},
    {0},
};

static const struct key_rule measure_keys[] = {
    {"name", KEY_STRING, true},       {"label", KEY_STRING, true},
    {"unit", KEY_STRING, false},      {"each", KEY_STRING, false},
    {"sources", KEY_LIST, true},      {"reduce", KEY_STRING, true},
    {"range", KEY_LIST, false},       {"better", KEY_STRING, false},
    {"change", KEY_NUMBER, false},    {"chart_span", KEY_NUMBER, false},
    {"week_days", KEY_NUMBER, false}, {"enough", KEY_LIST, false},
    {"show", KEY_STRING, true},       {"caution", KEY_STRING, false},
    {"evidence", KEY_OBJECT, true},   {0},
};

static const struct word_rule measure_words[] = {
    {"reduce", WORDS_REDUCE, "is no way to reduce a day we know"},
    {"show", WORDS_SHOW, "is no way to show a measure we know"},
    {"caution", WORDS_CAUTION, "is no caution: use walking or support"},
    {"better", WORDS_BETTER, "is no direction: use up, down or none"},
    {0},
};

/* Words of names joined by dots; a star stands for a choice. */
static bool is_measure_name(const char *text)
{
    size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_.*");
    return size > 0 && text[size] == '\0' && text[0] != '.' && text[size - 1] != '.' &&
           strstr(text, "..") == NULL;
}

static bool check_numbers(const json_t *measure, const struct place *place, struct fault *out_fault)
{
    static const char *const pairs[] = {"range", "enough"};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const json_t *pair = json_object_get(measure, pairs[i]);
        if (pair != NULL && !node_is_pair(pair)) {
            return fault_set_word(out_fault, place, pairs[i], "holds two numbers");
        }
    }
    return true;
}

/* A measure of a plan reads no entries; the program knows how it is computed. */
static bool check_sources(const json_t *measure, const struct place *place, struct fault *out_fault)
{
    json_t *sources = json_object_get(measure, "sources");
    bool planned = strcmp(node_text(measure, "reduce"), "planned") == 0;
    if (planned != (json_array_size(sources) == 0)) {
        return fault_set(out_fault, place,
                         planned ? "what a plan says has no sources" : "it must read something");
    }
    if (planned && json_object_get(measure, "range") == NULL) {
        return fault_set(out_fault, place, "what a plan says needs a range");
    }
    for (size_t i = 0; i < json_array_size(sources); i++) {
        if (!measure_sources_check(json_array_get(sources, i), place, out_fault)) {
            return false;
        }
    }
    return true;
}

static bool check_measure(json_t *measure, const struct place *place, struct fault *out_fault)
{
    if (!key_rules_check(measure_keys, measure, place, out_fault)) {
        return false;
    }
    const char *name = node_text(measure, "name");
    bool starred = strchr(name, '*') != NULL;
    if (!is_measure_name(name) || starred != node_has(measure, "each")) {
        return fault_set(out_fault, place,
                         "a name uses a to z, 0 to 9, _ and dots between them, "
                         "and a * when \"each\" is there");
    }
    if (strcmp(node_text(measure, "show"), "window") == 0 &&
        strlen(node_text(measure, "label")) > LABEL_SIZE_MAX) {
        return fault_set(out_fault, place, "a label in a table has at most 18 letters");
    }
    return words_check(measure_words, measure, place, out_fault) &&
           check_numbers(measure, place, out_fault) && check_sources(measure, place, out_fault) &&
           evidence_rules_check(json_object_get(measure, "evidence"), place, out_fault);
}

/* Range and direction, where the measure leaves them to the catalogue. */
static bool complete(json_t *measure)
{
    json_t *sources = json_object_get(measure, "sources");
    struct source_span all = {0};
    for (size_t i = 0; i < json_array_size(sources); i++) {
        struct source_span span = measure_sources_span(json_array_get(sources, i));
        all.lowest = i == 0 || span.lowest < all.lowest ? span.lowest : all.lowest;
        all.highest = i == 0 || span.highest > all.highest ? span.highest : all.highest;
        all.better = i == 0 || span.better == all.better ? span.better : BETTER_NONE;
    }
    bool set = true;
    if (json_object_get(measure, "range") == NULL) {
        set = json_object_set_new(measure, "range", json_pack("[f, f]", all.lowest, all.highest)) ==
              0;
    }
    if (json_object_get(measure, "better") == NULL) {
        set = json_object_set_new(measure, "better", json_string(kind_better_name(all.better))) ==
                  0 &&
              set;
    }
    return set;
}

static bool append(json_t *measures, json_t *measure, const char *part, const struct place *place,
                   struct fault *out_fault)
{
    if (node_find(measures, "name", node_text(measure, "name")) != NULL) {
        return fault_set_word(out_fault, place, node_text(measure, "name"),
                              "is the name of another measure already");
    }
    bool appended = complete(measure) &&
                    json_object_set_new(measure, "part", json_string(part)) == 0 &&
                    json_array_append(measures, measure) == 0;
    return appended || fault_set(out_fault, place, "memory is short");
}

/* Put the word in the place of the star. */
static bool replace_star(json_t *measure, const char *key, const char *word)
{
    char text[NAME_SIZE];
    const char *before = node_text(measure, key);
    const char *star = strchr(before, '*');
    if (star == NULL) {
        return true;
    }
    int written =
        snprintf(text, sizeof text, "%.*s%s%s", (int)(star - before), before, word, star + 1);
    return written > 0 && written < NAME_SIZE &&
           json_object_set_new(measure, key, json_string(text)) == 0;
}

/* Let the sources of this kind read only entries with this choice. */
static bool narrow(json_t *measure, const char *kind, const char *field, const char *choice)
{
    json_t *sources = json_object_get(measure, "sources");
    bool narrowed = true;
    for (size_t i = 0; i < json_array_size(sources) && narrowed; i++) {
        json_t *source = json_array_get(sources, i);
        json_t *where = json_object_get(source, "where");
        if (strcmp(node_text(source, "kind"), kind) != 0) {
            continue;
        }
        if (where == NULL) {
            where = json_object();
            narrowed = json_object_set_new(source, "where", where) == 0;
        }
        narrowed = narrowed && json_object_set_new(where, field, json_string(choice)) == 0;
    }
    return narrowed;
}

/* The same measure for every choice of a field. */
static bool append_each(json_t *measures, const json_t *measure, const char *part,
                        const struct place *place, struct fault *out_fault)
{
    char kind_name[NAME_SIZE] = "";
    const char *each = node_text(measure, "each");
    const char *dot = strchr(each, '.');
    if (dot != NULL && dot - each < NAME_SIZE) {
        memcpy(kind_name, each, (size_t)(dot - each));
    }
    const struct kind *kind = catalog_find(bytes_of_text(kind_name));
    const struct field_rule *field = kind == NULL ? NULL : kind_field(kind, bytes_of_text(dot + 1));
    if (field == NULL || field->choice_count == 0) {
        return fault_set_word(out_fault, place, each, "is no KIND.FIELD with choices");
    }
    bool appended = true;
    for (size_t i = 0; i < field->choice_count && appended; i++) {
        json_t *one = json_deep_copy(measure);
        if (one == NULL || !replace_star(one, "name", field->choices[i].name) ||
            !replace_star(one, "label", field->choices[i].label) ||
            !narrow(one, kind_name, field->name, field->choices[i].name)) {
            appended = fault_set(out_fault, place, "memory is short");
        }
        appended = appended && append(measures, one, part, place, out_fault);
        json_decref(one);
    }
    return appended;
}

static bool add_measure(json_t *measures, json_t *measure, const char *part,
                        const struct place *place, struct fault *out_fault)
{
    struct place here = *place;
    const char *name = node_text(measure, "name");
    here.kind = name[0] != '\0' ? name : NULL;
    if (!check_measure(measure, &here, out_fault)) {
        return false;
    }
    return node_has(measure, "each") ? append_each(measures, measure, part, &here, out_fault)
                                     : append(measures, measure, part, &here, out_fault);
}

static bool add_file(json_t *measures, const struct source_file *file, struct fault *out_fault)
{
    struct place place = {.file = file->name};
    if (!key_rules_check(file_keys, file->root, &place, out_fault) ||
        !words_check(file_words, file->root, &place, out_fault)) {
        return false;
    }
    const json_t *list = json_object_get(file->root, "measures");
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (!add_measure(measures, json_array_get(list, i), node_text(file->root, "part"), &place,
                         out_fault)) {
            return false;
        }
    }
    return true;
}

bool measures_compile(const struct source_file *files, size_t count, json_t *measures,
                      struct fault *out_fault)
{
    for (size_t i = 0; i < count; i++) {
        if (!add_file(measures, &files[i], out_fault)) {
            return false;
        }
    }
    return true;
}
