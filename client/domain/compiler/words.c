/* The lists of words a catalogue may use. */
#include "domain/compiler/words.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

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
