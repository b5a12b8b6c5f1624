/* Finds the plan a person means. */
#include "requests/plan_pick.h"

#include <string.h>

#include "domain/catalog.h"

enum { SHORT_ID_MIN = 4, WORD_MAX = 40, KEYS_MAX = 2 };

/* What a therapist types instead of the whole name. */
static const struct {
    const char *word;
    const char *kind;
} words[] = {
    {"exercise", "exercise_plan"},     {"respiratory", "respiratory_plan"},
    {"breathing", "respiratory_plan"}, {"medication", "medication_plan"},
    {"medicine", "medication_plan"},   {"nutrition", "nutrition_plan"},
    {"therapy", "therapy_plan"},       {"education", "education_plan"},
    {"monitoring", "monitoring_plan"}, {"aid", "aid_recommendation"},
    {"home_task", "home_mod_task"},    {"home_mod", "home_mod_task"},
    {"brace", "brace_evaluation"},     {"home", "home_evaluation"},
};

/* What tells several plans of a kind apart; of a kind without a row there is one. */
static const struct plan_key {
    const char *kind;
    bool each_its_own; /* a new one is never another's next version */
    const char *fields[KEYS_MAX];
} keys[] = {
    {"therapy_plan", false, {"discipline"}},
    {"aid_recommendation", false, {"aid"}},
    {"education_plan", false, {"topic", "assigned_to"}},
    {"home_mod_task", true, {NULL}},
    {"brace_evaluation", true, {NULL}},
    {"home_evaluation", true, {NULL}},
};

static const struct plan_key *find_key(const char *kind)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strcmp(keys[i].kind, kind) == 0) {
            return &keys[i];
        }
    }
    return NULL;
}

bool plan_pick_has_key(const struct kind *kind)
{
    return find_key(kind->name) != NULL;
}

static bool is_planned(const struct kind *kind)
{
    return kind != NULL &&
           (kind->family == FAMILY_PLAN || strcmp(kind->name, "brace_evaluation") == 0 ||
            strcmp(kind->name, "home_evaluation") == 0);
}

const struct kind *plan_pick_kind(struct bytes what)
{
    char word[WORD_MAX + 1];
    if (what.size > WORD_MAX) {
        return NULL;
    }
    for (size_t i = 0; i < what.size; i++) {
        word[i] = (char)(what.data[i] == '-' ? '_' : what.data[i]);
    }
    word[what.size] = '\0';
    const char *name = word;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        name = strcmp(word, words[i].word) == 0 ? words[i].kind : name;
    }
    const struct kind *kind = catalog_find(bytes_of_text(name));
    return is_planned(kind) ? kind : NULL;
}

static bool starts_with(struct id128 id, struct bytes start)
{
    char hex[ID128_HEX_SIZE];
    id128_to_hex(id, hex);
    return start.size >= SHORT_ID_MIN && start.size < sizeof hex &&
           memcmp(hex, start.data, start.size) == 0;
}

static enum daybook_status find_plan(const struct plan_book *book, struct bytes what,
                                     const struct plan_version **out_newest,
                                     struct complaint *out_complaint)
{
    const struct plan_version *found = NULL;
    for (size_t i = 0; i < book->count; i++) {
        const struct plan_version *version = &book->versions[i];
        if (!starts_with(version->plan, what)) {
            continue;
        }
        if (found != NULL && !id128_equal(found->plan, version->plan)) {
            complaint_begin(out_complaint,
                            "Several plans have an id that starts so: give more digits.");
            return DAYBOOK_CONFLICT;
        }
        found = version;
    }
    if (found == NULL) {
        return DAYBOOK_NOT_FOUND;
    }
    *out_newest = plan_book_newest(book, found->plan);
    return DAYBOOK_OK;
}

enum daybook_status plan_pick_read(const struct plan_book *book, struct bytes what,
                                   struct plan_pick *out_pick, struct complaint *out_complaint)
{
    struct plan_pick pick = {.kind = plan_pick_kind(what)};
    enum daybook_status status = DAYBOOK_OK;
    if (pick.kind == NULL) {
        status = find_plan(book, what, &pick.newest, out_complaint);
    }
    if (status == DAYBOOK_OK && pick.kind == NULL) {
        pick.kind = catalog_find(pick.newest->kind);
    }
    if (status == DAYBOOK_NOT_FOUND) {
        complaint_begin(out_complaint,
                        "There is no such kind of plan, and no plan with that id. The kinds are "
                        "exercise, respiratory, medication, nutrition, therapy, education, "
                        "monitoring, aid, brace, home and home-task.");
    }
    if (status == DAYBOOK_OK) {
        *out_pick = pick;
    }
    return status;
}

static bool goes_on(const struct plan_version *version)
{
    return version->status != PLAN_COMPLETED && version->status != PLAN_REVOKED;
}

/* Does the change say nothing else than the plan about what it is for? */
static bool is_for_the_same(const struct plan_version *version, const struct plan_key *key,
                            const struct value *changes)
{
    for (size_t i = 0; key != NULL && i < KEYS_MAX && key->fields[i] != NULL; i++) {
        const struct value *wanted = value_find(changes, key->fields[i]);
        const struct value *held = value_find(version->fields, key->fields[i]);
        if (wanted != NULL && (held == NULL || !value_equal(wanted, held))) {
            return false;
        }
    }
    return true;
}

enum daybook_status plan_pick_going_on(const struct plan_book *book, const struct kind *kind,
                                       const struct value *changes,
                                       const struct plan_version **out_newest,
                                       struct complaint *out_complaint)
{
    const struct plan_key *key = find_key(kind->name);
    const struct plan_version *found = NULL;
    for (size_t i = 0; i < book->count && !(key != NULL && key->each_its_own); i++) {
        const struct plan_version *version = &book->versions[i];
        bool fits = bytes_equal_text(version->kind, kind->name) &&
                    plan_book_newest(book, version->plan) == version && goes_on(version) &&
                    is_for_the_same(version, key, changes);
        if (fits && found != NULL) {
            complaint_begin(out_complaint, "There are several such plans: say which by the id "
                                           "that \"daybook plan show\" lists, or give --new.");
            return DAYBOOK_CONFLICT;
        }
        found = fits ? version : found;
    }
    *out_newest = found;
    return DAYBOOK_OK;
}
