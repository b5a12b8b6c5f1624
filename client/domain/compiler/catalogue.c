/* Putting the catalogue together from its files. */
#include "domain/compiler/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "domain/compiler/field_rules.h"
#include "domain/compiler/key_rules.h"
#include "domain/compiler/words.h"

struct catalogue {
    json_t *kinds;         /* list, each with the key "file" added */
    json_t *family_fields; /* object: family to list of fields */
};

enum { CHECKIN_PLACES = 8 };

static const struct key_rule file_keys[] = {
    {"kinds", KEY_LIST, true},
    {"family_fields", KEY_OBJECT, false},
};

static const struct key_rule kind_keys[] = {
    {"kind", KEY_STRING, true},       {"family", KEY_STRING, true},
    {"label", KEY_STRING, true},      {"question", KEY_STRING, true},
    {"who", KEY_LIST, true},          {"cadence", KEY_STRING, true},
    {"visibility", KEY_STRING, true}, {"evidence", KEY_OBJECT, true},
    {"feeds", KEY_STRING, false},     {"codes", KEY_LIST, false},
    {"fields", KEY_LIST, true},       {"require_one_of", KEY_LIST, false},
};

static const struct key_rules file_key_rules = {file_keys, sizeof file_keys / sizeof file_keys[0]};
static const struct key_rules kind_key_rules = {kind_keys, sizeof kind_keys / sizeof kind_keys[0]};

struct catalogue *catalogue_create(void)
{
    struct catalogue *catalogue = calloc(1, sizeof *catalogue);
    if (catalogue == NULL) {
        return NULL;
    }
    catalogue->kinds = json_array();
    catalogue->family_fields = json_object();
    if (catalogue->kinds == NULL || catalogue->family_fields == NULL) {
        catalogue_free(catalogue);
        return NULL;
    }
    return catalogue;
}

void catalogue_free(struct catalogue *catalogue)
{
    if (catalogue == NULL) {
        return;
    }
    json_decref(catalogue->kinds);
    json_decref(catalogue->family_fields);
    free(catalogue);
}

json_t *catalogue_kinds(const struct catalogue *catalogue)
{
    return catalogue->kinds;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static bool check_roles(const json_t *kind, const struct place *place, struct fault *out_fault)
{
    const json_t *who = json_object_get(kind, "who");
    if (json_array_size(who) == 0) {
        return fault_set(out_fault, place, "somebody must be allowed to log it");
    }
    for (size_t i = 0; i < json_array_size(who); i++) {
        const char *role = json_string_value(json_array_get(who, i));
        if (role == NULL || words_meaning(WORDS_ROLE, role) == NULL) {
            return fault_set_word(out_fault, place, role != NULL ? role : "who",
                                  "is no role: use patient, caregiver, therapist or device");
        }
    }
    return true;
}

static bool check_words(const json_t *kind, const struct place *place, struct fault *out_fault)
{
    static const struct {
        const char *key;
        enum word_list list;
        const char *sentence;
    } words[] = {
        {"family", WORDS_FAMILY, "is no family: use entry, plan, evaluation or message"},
        {"cadence", WORDS_CADENCE, "is no cadence we know"},
        {"visibility", WORDS_VISIBILITY, "is no visibility we know"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *word = text_of(kind, words[i].key);
        if (words_meaning(words[i].list, word) == NULL) {
            return fault_set_word(out_fault, place, word, words[i].sentence);
        }
    }
    return true;
}

static json_t *find_field(const json_t *fields, const char *name)
{
    for (size_t i = 0; i < json_array_size(fields); i++) {
        json_t *field = json_array_get(fields, i);
        if (strcmp(text_of(field, "name"), name) == 0) {
            return field;
        }
    }
    return NULL;
}

static bool check_one_of(const json_t *names, const json_t *fields, const struct place *place,
                         struct fault *out_fault)
{
    if (json_array_size(names) < 2) {
        return fault_set(out_fault, place, "\"require_one_of\" holds lists of two or more fields");
    }
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));
        const json_t *field = name != NULL ? find_field(fields, name) : NULL;
        if (field == NULL) {
            return fault_set_word(out_fault, place, name != NULL ? name : "require_one_of",
                                  "is no field of this kind");
        }
        if (json_object_get(field, "required") != NULL) {
            return fault_set_word(out_fault, place, name, "is required anyway");
        }
    }
    return true;
}

static bool check_one_ofs(const json_t *kind, const struct place *place, struct fault *out_fault)
{
    const json_t *lists = json_object_get(kind, "require_one_of");
    for (size_t i = 0; i < json_array_size(lists); i++) {
        if (!check_one_of(json_array_get(lists, i), json_object_get(kind, "fields"), place,
                          out_fault)) {
            return false;
        }
    }
    return true;
}

static bool check_kind(json_t *kind, const struct place *place, struct fault *out_fault)
{
    struct place here = *place;
    const char *name = text_of(kind, "kind");
    here.kind = name[0] != '\0' ? name : NULL;
    if (!key_rules_check(&kind_key_rules, kind, &here, out_fault)) {
        return false;
    }
    if (!key_rules_is_name(name)) {
        return fault_set(out_fault, &here, "a name uses a to z, 0 to 9 and _");
    }
    return check_words(kind, &here, out_fault) && check_roles(kind, &here, out_fault) &&
           field_rules_check_evidence(json_object_get(kind, "evidence"), &here, out_fault) &&
           field_rules_check_codes(json_object_get(kind, "codes"), NULL, &here, out_fault) &&
           field_rules_check_all(json_object_get(kind, "fields"), &here, out_fault) &&
           check_one_ofs(kind, &here, out_fault);
}

static bool add_kinds(struct catalogue *catalogue, json_t *kinds, const struct place *place,
                      struct fault *out_fault)
{
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        json_t *kind = json_array_get(kinds, i);
        if (!check_kind(kind, place, out_fault)) {
            return false;
        }
        if (json_object_set_new(kind, "file", json_string(place->file)) != 0 ||
            json_array_append(catalogue->kinds, kind) != 0) {
            return fault_set(out_fault, place, "memory is short");
        }
    }
    return true;
}

static bool add_family_fields(struct catalogue *catalogue, json_t *families,
                              const struct place *place, struct fault *out_fault)
{
    const char *family = NULL;
    json_t *fields = NULL;
    json_object_foreach(families, family, fields)
    {
        if (words_meaning(WORDS_FAMILY, family) == NULL || !json_is_array(fields)) {
            return fault_set_word(out_fault, place, family, "is no family with a list of fields");
        }
        if (json_object_get(catalogue->family_fields, family) != NULL) {
            return fault_set_word(out_fault, place, family, "has family fields already");
        }
        struct place here = *place;
        here.kind = family;
        if (!field_rules_check_all(fields, &here, out_fault)) {
            return false;
        }
        if (json_object_set(catalogue->family_fields, family, fields) != 0) {
            return fault_set(out_fault, place, "memory is short");
        }
    }
    return true;
}

bool catalogue_add(struct catalogue *catalogue, const char *name, struct bytes text,
                   struct fault *out_fault)
{
    struct place place = {.file = name};
    json_error_t error;
    json_t *root = json_loadb((const char *)text.data, text.size, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        return fault_set(out_fault, &place, error.text);
    }
    bool added =
        key_rules_check(&file_key_rules, root, &place, out_fault) &&
        add_family_fields(catalogue, json_object_get(root, "family_fields"), &place, out_fault) &&
        add_kinds(catalogue, json_object_get(root, "kinds"), &place, out_fault);
    json_decref(root);
    return added;
}

/* A kind's own field of the same name takes the place of its family's. */
static bool join_family_fields(const struct catalogue *catalogue, json_t *kind)
{
    const json_t *shared = json_object_get(catalogue->family_fields, text_of(kind, "family"));
    json_t *fields = json_object_get(kind, "fields");
    for (size_t i = 0; i < json_array_size(shared); i++) {
        json_t *field = json_array_get(shared, i);
        bool own = find_field(fields, text_of(field, "name")) != NULL;
        if (!own && json_array_append(fields, field) != 0) {
            return false;
        }
    }
    return true;
}

static bool check_name_is_new(const json_t *kinds, size_t index, const struct place *place,
                              struct fault *out_fault)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(text_of(json_array_get(kinds, i), "kind"), place->kind) == 0) {
            return fault_set(out_fault, place, "there is a kind of this name already");
        }
    }
    return true;
}

/* Note the places this kind takes in the check-in. */
static bool take_checkin_places(const json_t *kind, bool *taken, const struct place *place,
                                struct fault *out_fault)
{
    const json_t *fields = json_object_get(kind, "fields");
    for (size_t i = 0; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        json_int_t at = json_integer_value(json_object_get(field, "checkin"));
        if (at > 0 && taken[at]) {
            struct place here = *place;
            here.field = text_of(field, "name");
            return fault_set(out_fault, &here, "its place in the check-in is taken");
        }
        taken[at] = true;
    }
    return true;
}

static bool check_places_follow(const bool *taken, struct fault *out_fault)
{
    for (size_t i = 2; i <= CHECKIN_PLACES; i++) {
        if (taken[i] && !taken[i - 1]) {
            struct place place = {.file = "check-in"};
            return fault_set(out_fault, &place, "its places leave one out");
        }
    }
    return true;
}

bool catalogue_finish(struct catalogue *catalogue, struct fault *out_fault)
{
    bool taken[CHECKIN_PLACES + 1] = {false};
    for (size_t i = 0; i < json_array_size(catalogue->kinds); i++) {
        json_t *kind = json_array_get(catalogue->kinds, i);
        struct place place = {.file = text_of(kind, "file"), .kind = text_of(kind, "kind")};
        if (!join_family_fields(catalogue, kind)) {
            return fault_set(out_fault, &place, "memory is short");
        }
        if (!check_name_is_new(catalogue->kinds, i, &place, out_fault) ||
            !take_checkin_places(kind, taken, &place, out_fault)) {
            return false;
        }
    }
    return check_places_follow(taken, out_fault);
}
