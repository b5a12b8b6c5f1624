/* Putting the catalogue together from its files. */
#include "compiler/catalogue.h"

#include "compiler/evidence_rules.h"
#include "compiler/field_rules.h"
#include "compiler/key_rules.h"
#include "compiler/node.h"
#include "compiler/words.h"

static const struct key_rule file_keys[] = {
    {"kinds", KEY_LIST, true},
    {"family_fields", KEY_OBJECT, false},
    {0},
};

static const struct key_rule kind_keys[] = {
    {"kind", KEY_STRING, true},
    {"family", KEY_STRING, true},
    {"label", KEY_STRING, true},
    {"question", KEY_STRING, true},
    {"who", KEY_LIST, true},
    {"cadence", KEY_STRING, true},
    {"visibility", KEY_STRING, true},
    {"evidence", KEY_OBJECT, true},
    {"feeds", KEY_STRING, false},
    {"codes", KEY_LIST, false},
    {"fields", KEY_LIST, true},
    {"require_one_of", KEY_LIST, false},
    {0},
};

static const struct word_rule kind_words[] = {
    {"family", WORDS_FAMILY, "is no family: use entry, plan, evaluation or message"},
    {"cadence", WORDS_CADENCE, "is no cadence we know"},
    {"visibility", WORDS_VISIBILITY, "is no visibility we know"},
    {0},
};

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

static bool check_one_of(const json_t *names, const json_t *fields, const struct place *place,
                         struct fault *out_fault)
{
    if (json_array_size(names) < 2) {
        return fault_set(out_fault, place, "\"require_one_of\" holds lists of two or more fields");
    }
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));
        const json_t *field = name != NULL ? node_find(fields, "name", name) : NULL;
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
    const char *name = node_text(kind, "kind");
    here.kind = name[0] != '\0' ? name : NULL;
    if (!key_rules_check(kind_keys, kind, &here, out_fault)) {
        return false;
    }
    if (!key_rules_is_name(name)) {
        return fault_set(out_fault, &here, "a name uses a to z, 0 to 9 and _");
    }
    return words_check(kind_words, kind, &here, out_fault) && check_roles(kind, &here, out_fault) &&
           evidence_rules_check(json_object_get(kind, "evidence"), &here, out_fault) &&
           field_rules_check_codes(json_object_get(kind, "codes"), NULL, &here, out_fault) &&
           field_rules_check_all(json_object_get(kind, "fields"), &here, out_fault) &&
           check_one_ofs(kind, &here, out_fault);
}

static bool add_kinds(json_t *kinds, json_t *added, const struct place *place,
                      struct fault *out_fault)
{
    for (size_t i = 0; i < json_array_size(added); i++) {
        json_t *kind = json_array_get(added, i);
        if (!check_kind(kind, place, out_fault)) {
            return false;
        }
        if (json_object_set_new(kind, "file", json_string(place->file)) != 0 ||
            json_array_append(kinds, kind) != 0) {
            return fault_set(out_fault, place, "memory is short");
        }
    }
    return true;
}

static bool add_family_fields(json_t *family_fields, json_t *added, const struct place *place,
                              struct fault *out_fault)
{
    const char *family = NULL;
    json_t *fields = NULL;
    json_object_foreach(added, family, fields)
    {
        if (words_meaning(WORDS_FAMILY, family) == NULL || !json_is_array(fields)) {
            return fault_set_word(out_fault, place, family, "is no family with a list of fields");
        }
        if (json_object_get(family_fields, family) != NULL) {
            return fault_set_word(out_fault, place, family, "has family fields already");
        }
        struct place here = *place;
        here.kind = family;
        if (!field_rules_check_all(fields, &here, out_fault)) {
            return false;
        }
        if (json_object_set(family_fields, family, fields) != 0) {
            return fault_set(out_fault, place, "memory is short");
        }
    }
    return true;
}

static bool add_file(const struct source_file *file, json_t *kinds, json_t *family_fields,
                     struct fault *out_fault)
{
    struct place place = {.file = file->name};
    return key_rules_check(file_keys, file->root, &place, out_fault) &&
           add_family_fields(family_fields, json_object_get(file->root, "family_fields"), &place,
                             out_fault) &&
           add_kinds(kinds, json_object_get(file->root, "kinds"), &place, out_fault);
}

/* A kind's own field of the same name takes the place of its family's. */
static bool join_family_fields(const json_t *family_fields, json_t *kind)
{
    const json_t *shared = json_object_get(family_fields, node_text(kind, "family"));
    json_t *fields = json_object_get(kind, "fields");
    for (size_t i = 0; i < json_array_size(shared); i++) {
        json_t *field = json_array_get(shared, i);
        bool own = node_find(fields, "name", node_text(field, "name")) != NULL;
        if (!own && json_array_append(fields, field) != 0) {
            return false;
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
            here.field = node_text(field, "name");
            return fault_set(out_fault, &here, "its place in the check-in is taken");
        }
        taken[at] = true;
    }
    return true;
}

static bool check_places_follow(const bool *taken, struct fault *out_fault)
{
    for (size_t i = 2; i <= FIELD_RULES_CHECKIN_PLACES; i++) {
        if (taken[i] && !taken[i - 1]) {
            struct place place = {.file = "check-in"};
            return fault_set(out_fault, &place, "its places leave one out");
        }
    }
    return true;
}

/* Join the family fields to their kinds and check what spans files. */
static bool finish(json_t *kinds, const json_t *family_fields, struct fault *out_fault)
{
    bool taken[FIELD_RULES_CHECKIN_PLACES + 1] = {false};
    for (size_t i = 0; i < json_array_size(kinds); i++) {
        json_t *kind = json_array_get(kinds, i);
        struct place place = {.file = node_text(kind, "file"), .kind = node_text(kind, "kind")};
        if (!join_family_fields(family_fields, kind)) {
            return fault_set(out_fault, &place, "memory is short");
        }
        if (node_is_repeated(kinds, i, "kind")) {
            return fault_set(out_fault, &place, "there is a kind of this name already");
        }
        if (!take_checkin_places(kind, taken, &place, out_fault)) {
            return false;
        }
    }
    return check_places_follow(taken, out_fault);
}

bool catalogue_compile(const struct source_file *files, size_t count, json_t *kinds,
                       struct fault *out_fault)
{
    json_t *family_fields = json_object();
    bool compiled = true;
    for (size_t i = 0; i < count && compiled; i++) {
        compiled = add_file(&files[i], kinds, family_fields, out_fault);
    }
    compiled = compiled && finish(kinds, family_fields, out_fault);
    json_decref(family_fields);
    return compiled;
}
