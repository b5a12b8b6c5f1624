/* Writing the sentence that refuses a schema. */
#include "compiler/fault.h"

#include <stdio.h>

static const char *dot_before(const char *name)
{
    return name != NULL ? "." : "";
}

static const char *or_nothing(const char *name)
{
    return name != NULL ? name : "";
}

/* A sentence longer than the space is cut; the place comes first and stays readable. */
static void write_sentence(struct fault *fault, const struct place *place, const char *quoted,
                           const char *sentence)
{
    int written =
        snprintf(fault->text, sizeof fault->text, "%s: %s%s%s%s%s%s%s%s", place->file,
                 or_nothing(place->kind), dot_before(place->field), or_nothing(place->field),
                 dot_before(place->item), or_nothing(place->item), place->kind != NULL ? ": " : "",
                 quoted, sentence);
    if (written < 0) {
        fault->text[0] = '\0';
    }
}

bool fault_set(struct fault *out_fault, const struct place *place, const char *sentence)
{
    write_sentence(out_fault, place, "", sentence);
    return false;
}

bool fault_set_word(struct fault *out_fault, const struct place *place, const char *word,
                    const char *sentence)
{
    char quoted[80];
    if (snprintf(quoted, sizeof quoted, "\"%s\" ", word) < 0) {
        quoted[0] = '\0';
    }
    write_sentence(out_fault, place, quoted, sentence);
    return false;
}
