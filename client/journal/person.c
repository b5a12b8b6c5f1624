/* Finding a member of the circle by what somebody typed. */
#include "journal/person.h"

#include <assert.h>

#include "domain/kind.h"

enum { ID_DIGITS_MIN = 4 };

static uint8_t lower(uint8_t letter)
{
    return letter >= 'A' && letter <= 'Z' ? (uint8_t)(letter - 'A' + 'a') : letter;
}

static bool begins_with(struct bytes text, struct bytes start)
{
    if (start.size > text.size) {
        return false;
    }
    size_t same = 0;
    while (same < start.size && lower(text.data[same]) == lower(start.data[same])) {
        same++;
    }
    return same == start.size;
}

/* How well a member fits; 0 not at all. */
static int fit(const struct journal_member *member, struct bytes text)
{
    char hex[ID128_HEX_SIZE];
    id128_to_hex(member->person, hex);
    bool by_id = text.size >= ID_DIGITS_MIN && begins_with(bytes_of_text(hex), text);
    bool by_name = begins_with(member->name, text);
    if (!by_id && !by_name) {
        return 0;
    }
    int whole = by_name && member->name.size == text.size ? 1 : 0;
    return member->removed ? 1 + whole : 3 + whole;
}

enum daybook_status person_find(const struct person_list *people, struct bytes text,
                                const struct journal_member **out_member,
                                struct complaint *out_complaint)
{
    assert(people != NULL && out_member != NULL && out_complaint != NULL);
    const struct journal_member *best = NULL;
    int best_fit = 0;
    size_t equals = 0;
    for (size_t i = 0; text.size > 0 && i < people->count; i++) {
        int found = fit(&people->members[i], text);
        if (found > best_fit) {
            best = &people->members[i];
            best_fit = found;
            equals = 1;
        } else if (found == best_fit) {
            equals++;
        }
    }
    if (best == NULL) {
        complaint_begin(out_complaint, "Nobody in this circle is called that: see \"daybook circle "
                                       "members\".");
        return DAYBOOK_NOT_FOUND;
    }
    if (equals > 1) {
        complaint_begin(out_complaint, "Several people in this circle fit that name: give more of "
                                       "it, or the id of \"daybook circle members\".");
        return DAYBOOK_CONFLICT;
    }
    *out_member = best;
    return DAYBOOK_OK;
}

const struct journal_member *person_spoken_for(const struct person_list *people, enum role role,
                                               const struct kind *kind)
{
    assert(people != NULL);
    bool for_patient = role == ROLE_CAREGIVER && kind != NULL && kind->family == FAMILY_ENTRY &&
                       kind_may_log(kind, ROLE_PATIENT);
    for (size_t i = 0; for_patient && i < people->count; i++) {
        if (people->members[i].role == ROLE_PATIENT) {
            return &people->members[i];
        }
    }
    return NULL;
}
