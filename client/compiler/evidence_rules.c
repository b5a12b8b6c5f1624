/* Checking what is said about evidence. */
#include "compiler/evidence_rules.h"

#include <string.h>

#include "compiler/key_rules.h"
#include "compiler/node.h"
#include "compiler/words.h"

static const struct key_rule evidence_keys[] = {
    {"mark", KEY_STRING, true},
    {"source", KEY_STRING, false},
    {0},
};

static const struct word_rule evidence_words[] = {
    {"mark", WORDS_EVIDENCE, "is no evidence mark: use confirmed, unverified or proposal"},
    {0},
};

bool evidence_rules_check(json_t *evidence, const struct place *place, struct fault *out_fault)
{
    if (!key_rules_check(evidence_keys, evidence, place, out_fault) ||
        !words_check(evidence_words, evidence, place, out_fault)) {
        return false;
    }
    bool proposal = strcmp(node_text(evidence, "mark"), "proposal") == 0;
    return proposal || node_text(evidence, "source")[0] != '\0' ||
           fault_set(out_fault, place, "evidence that is no proposal must name its source");
}
