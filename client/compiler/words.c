/* The lists of words the schema may use. */
#include "compiler/words.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "compiler/node.h"

struct word {
    const char *word;
    const char *meaning;
};

enum { WORDS_MAX = 12 };

/* Each list ends with an empty word. */
static const struct word lists[][WORDS_MAX] = {
    [WORDS_FAMILY] = {{"entry", "FAMILY_ENTRY"},
                      {"plan", "FAMILY_PLAN"},
                      {"evaluation", "FAMILY_EVALUATION"},
                      {"message", "FAMILY_MESSAGE"}},
    [WORDS_CADENCE] = {{"event", "CADENCE_EVENT"},
                       {"daily", "CADENCE_DAILY"},
                       {"twice_a_week", "CADENCE_TWICE_A_WEEK"},
                       {"weekly", "CADENCE_WEEKLY"},
                       {"monthly", "CADENCE_MONTHLY"},
                       {"quarterly", "CADENCE_QUARTERLY"}},
    [WORDS_VISIBILITY] = {{"team", "VISIBILITY_TEAM"},
                          {"therapists", "VISIBILITY_THERAPISTS"},
                          {"author_and_therapist", "VISIBILITY_AUTHOR_AND_THERAPIST"},
                          {"private", "VISIBILITY_PRIVATE"}},
    [WORDS_ROLE] = {{"patient", "ROLE_PATIENT"},
                    {"caregiver", "ROLE_CAREGIVER"},
                    {"therapist", "ROLE_THERAPIST"},
                    {"device", "ROLE_DEVICE"}},
    [WORDS_TYPE] = {{"bool", "FIELD_BOOL"},
                    {"int", "FIELD_INTEGER"},
                    {"dec", "FIELD_DECIMAL"},
                    {"text", "FIELD_TEXT"},
                    {"enum", "FIELD_CHOICE"},
                    {"date", "FIELD_DATE"},
                    {"time", "FIELD_TIME"},
                    {"moment", "FIELD_MOMENT"},
                    {"bytes", "FIELD_BYTES"},
                    {"ref", "FIELD_REFERENCE"},
                    {"group", "FIELD_GROUP"}},
    [WORDS_BETTER] = {{"none", "BETTER_NONE"}, {"up", "BETTER_UP"}, {"down", "BETTER_DOWN"}},
    [WORDS_EVIDENCE] = {{"confirmed", "EVIDENCE_CONFIRMED"},
                        {"unverified", "EVIDENCE_UNVERIFIED"},
                        {"proposal", "EVIDENCE_PROPOSAL"}},
    [WORDS_CODE_MARK] = {{"confirmed", "true"}, {"unverified", "false"}},
    [WORDS_CODE_SYSTEM] = {{"loinc", "http://loinc.org"},
                           {"snomed", "http://snomed.info/sct"},
                           {"atc", "http://www.whocc.no/atc"}},
    [WORDS_REFERS_TO] = {{"entry", "entry"},
                         {"plan_item", "plan_item"},
                         {"flag", "flag"},
                         {"rule", "rule"},
                         {"kind", "kind"},
                         {"measure", "measure"},
                         {"field", "field"},
                         {"person", "person"}},
    [WORDS_PART] = {{"comfort", "PART_COMFORT"},
                    {"breathing", "PART_BREATHING"},
                    {"eating", "PART_EATING"},
                    {"movement", "PART_MOVEMENT"},
                    {"function", "PART_FUNCTION"},
                    {"care", "PART_CARE"}},
    [WORDS_REDUCE] = {{"highest", "REDUCTION_HIGHEST"},
                      {"lowest", "REDUCTION_LOWEST"},
                      {"second_lowest", "REDUCTION_SECOND_LOWEST"},
                      {"median", "REDUCTION_MEDIAN"},
                      {"sum", "REDUCTION_SUM"},
                      {"last", "REDUCTION_LAST"},
                      {"planned", "REDUCTION_PLANNED"}},
    [WORDS_SHOW] = {{"window", "SHOW_WINDOW"},
                    {"last", "SHOW_LAST"},
                    {"events", "SHOW_EVENTS"},
                    {"hidden", "SHOW_HIDDEN"}},
    [WORDS_CAUTION] = {{"none", "CAUTION_NONE"},
                       {"walking", "CAUTION_WALKING"},
                       {"support", "CAUTION_SUPPORT"}},
    [WORDS_TIER] = {{"urgent_contact", "FLAG_TIER_URGENT"},
                    {"review_high", "FLAG_TIER_REVIEW_HIGH"},
                    {"review", "FLAG_TIER_REVIEW"},
                    {"info", "FLAG_TIER_INFO"}},
};

const char *words_meaning(enum word_list list, const char *word)
{
    assert(word != NULL);
    for (size_t i = 0; i < WORDS_MAX && lists[list][i].word != NULL; i++) {
        if (strcmp(lists[list][i].word, word) == 0) {
            return lists[list][i].meaning;
        }
    }
    return NULL;
}

bool words_check(const struct word_rule *rules, const json_t *object, const struct place *place,
                 struct fault *out_fault)
{
    for (const struct word_rule *rule = rules; rule->key != NULL; rule++) {
        const char *word = node_text(object, rule->key);
        if (node_has(object, rule->key) && words_meaning(rule->list, word) == NULL) {
            return fault_set_word(out_fault, place, word, rule->sentence);
        }
    }
    return true;
}
