/* Putting the measures together from their files. */
#include "trends/compiler/measures.h"

#include <stdlib.h>
#include <string.h>

#include "domain/catalog.h"
#include "domain/compiler/field_rules.h"
#include "domain/compiler/key_rules.h"
#include "domain/compiler/words.h"
#include "trends/compiler/measure_words.h"
#include "trends/compiler/source_rules.h"

enum {
    NAME_SIZE = 128,
    LABEL_SIZE_MAX = 18 /* the first column of the page */
};

struct measures {
    json_t *list;
};

static const struct key_rule file_keys[] = {
    {"part", KEY_STRING, true},
    {"measures", KEY_LIST, true},
};

static const struct key_rule measure_keys[] = {
    {"name", KEY_STRING, true},       {"label", KEY_STRING, true},
    {"unit", KEY_STRING, false},      {"each", KEY_STRING, false},
    {"sources", KEY_LIST, true},      {"reduce", KEY_STRING, true},
    {"range", KEY_LIST, false},       {"better", KEY_STRING, false},
    {"change", KEY_NUMBER, false},    {"chart_span", KEY_NUMBER, false},
    {"week_days", KEY_NUMBER, false}, {"enough", KEY_LIST, false},
    {"show", KEY_STRING, true},       {"caution", KEY_STRING, false},
    {"evidence", KEY_OBJECT, true},
};

static const struct key_rules file_key_rules = {file_keys, sizeof file_keys / sizeof file_keys[0]};
static const struct key_rules measure_key_rules = {measure_keys,
                                                   sizeof measure_keys / sizeof measure_keys[0]};

struct measures *measures_create(void)
{
    struct measures *measures = calloc(1, sizeof *measures);
    if (measures == NULL) {
        return NULL;
    }
    measures->list = json_array();
    if (measures->list == NULL) {
        free(measures);
        return NULL;
    }
    return measures;
}

void measures_free(struct measures *measures)
{
    if (measures != NULL) {
        json_decref(measures->list);
        free(measures);
    }
}

const json_t *measures_list(const struct measures *measures)
{
    return measures->list;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

/* Words of names joined by dots; a star stands for a choice. */
static bool is_measure_name(const char *text)
{
    size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_.*");
    return size > 0 && text[size] == '\0' && text[0] != '.' && text[size - 1] != '.' &&
           strstr(text, "..") == NULL;
}

static bool check_words(const json_t *measure, const struct place *place, struct fault *out_fault)
{
    static const struct {
        const char *key;
        enum measure_word_list list;
        const char *sentence;
    } words[] = {
        {"reduce", MEASURE_WORDS_REDUCE, "is no way to reduce a day we know"},
        {"show", MEASURE_WORDS_SHOW, "is no way to show a measure we know"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *word = text_of(measure, words[i].key);
        if (measure_words_meaning(words[i].list, word) == NULL) {
            return fault_set_word(out_fault, place, word, words[i].sentence);
        }
    }
    const char *caution = text_of(measure, "caution");
    if (caution[0] != '\0' && measure_words_meaning(MEASURE_WORDS_CAUTION, caution) == NULL) {
        return fault_set_word(out_fault, place, caution, "is no caution: use walking or support");
    }
    const char *better = text_of(measure, "better");
    return better[0] == '\0' || words_meaning(WORDS_BETTER, better) != NULL ||
           fault_set_word(out_fault, place, better, "is no direction: use up, down or none");
}

static bool check_numbers(const json_t *measure, const struct place *place, struct fault *out_fault)
{
    static const char *const pairs[] = {"range", "enough"};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const json_t *pair = json_object_get(measure, pairs[i]);
        if (pair != NULL &&
            (json_array_size(pair) != 2 || !json_is_number(json_array_get(pair, 0)) ||
             !json_is_number(json_array_get(pair, 1)))) {
            return fault_set_word(out_fault, place, pairs[i], "holds two numbers");
        }
    }
    return true;
}

/* A measure of a plan reads no entries; the program knows how it is computed. */
static bool check_sources(const json_t *measure, const struct place *place, struct fault *out_fault)
{
    json_t *sources = json_object_get(measure, "sources");
    bool planned = strcmp(text_of(measure, "reduce"), "planned") == 0;
    if (planned != (json_array_size(sources) == 0)) {
        return fault_set(out_fault, place,
                         planned ? "what a plan says has no sources" : "it must read something");
    }
    if (planned && json_object_get(measure, "range") == NULL) {
        return fault_set(out_fault, place, "what a plan says needs a range");
    }
    for (size_t i = 0; i < json_array_size(sources); i++) {
        if (!source_rules_check(json_array_get(sources, i), place, out_fault)) {
            return false;
        }
    }
    return true;
}

static bool check_measure(json_t *measure, const struct place *place, struct fault *out_fault)
{
    if (!key_rules_check(&measure_key_rules, measure, place, out_fault)) {
        return false;
    }
    const char *name = text_of(measure, "name");
    bool starred = strchr(name, '*') != NULL;
    if (!is_measure_name(name) || starred != (json_object_get(measure, "each") != NULL)) {
        return fault_set(out_fault, place,
                         "a name uses a to z, 0 to 9, _ and dots between them, "
                         "and a * when \"each\" is there");
    }
    if (strcmp(text_of(measure, "show"), "window") == 0 &&
        strlen(text_of(measure, "label")) > LABEL_SIZE_MAX) {
        return fault_set(out_fault, place, "a label in a table has at most 18 letters");
    }
    return check_words(measure, place, out_fault) && check_numbers(measure, place, out_fault) &&
           check_sources(measure, place, out_fault) &&
           field_rules_check_evidence(json_object_get(measure, "evidence"), place, out_fault);
}

/* Range and direction, where the measure leaves them to the catalogue. */
static bool complete(json_t *measure)
{
    json_t *sources = json_object_get(measure, "sources");
    struct source_span all = {0};
    for (size_t i = 0; i < json_array_size(sources); i++) {
        struct source_span span = source_rules_span(json_array_get(sources, i));
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

static bool name_is_new(const json_t *list, const char *name)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (strcmp(text_of(json_array_get(list, i), "name"), name) == 0) {
            return false;
        }
    }
    return true;
}

static bool append(struct measures *measures, json_t *measure, const char *part,
                   const struct place *place, struct fault *out_fault)
{
    if (!name_is_new(measures->list, text_of(measure, "name"))) {
        return fault_set_word(out_fault, place, text_of(measure, "name"),
                              "is the name of another measure already");
    }
    bool appended = complete(measure) &&
                    json_object_set_new(measure, "part", json_string(part)) == 0 &&
                    json_array_append(measures->list, measure) == 0;
    return appended || fault_set(out_fault, place, "memory is short");
}

/* Put the word in the place of the star. */
static bool replace_star(json_t *measure, const char *key, const char *word)
{
    char text[NAME_SIZE];
    const char *before = text_of(measure, key);
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
        if (strcmp(text_of(source, "kind"), kind) != 0) {
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
static bool append_each(struct measures *measures, const json_t *measure, const char *part,
                        const struct place *place, struct fault *out_fault)
{
    char kind_name[NAME_SIZE] = "";
    const char *each = text_of(measure, "each");
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

static bool add_measures(struct measures *measures, json_t *root, const struct place *place,
                         struct fault *out_fault)
{
    const char *part = text_of(root, "part");
    const json_t *list = json_object_get(root, "measures");
    if (measure_words_meaning(MEASURE_WORDS_PART, part) == NULL) {
        return fault_set_word(out_fault, place, part, "is no part we know");
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *measure = json_array_get(list, i);
        struct place here = *place;
        const char *name = text_of(measure, "name");
        here.kind = name[0] != '\0' ? name : NULL;
        if (!check_measure(measure, &here, out_fault)) {
            return false;
        }
        bool added = json_object_get(measure, "each") == NULL
                         ? append(measures, measure, part, &here, out_fault)
                         : append_each(measures, measure, part, &here, out_fault);
        if (!added) {
            return false;
        }
    }
    return true;
}

bool measures_add(struct measures *measures, const char *name, struct bytes text,
                  struct fault *out_fault)
{
    struct place place = {.file = name};
    json_error_t error;
    json_t *root = json_loadb((const char *)text.data, text.size, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        return fault_set(out_fault, &place, error.text);
    }
    bool added = key_rules_check(&file_key_rules, root, &place, out_fault) &&
                 add_measures(measures, root, &place, out_fault);
    json_decref(root);
    return added;
}
