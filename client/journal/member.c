/* Finding who is meant among the people of a circle. */
#include "journal/member.h"

enum daybook_status member_find(const struct own_circle *own, struct bytes who,
                                const struct circle_person **out_person,
                                struct complaint *out_complaint)
{
    const struct circle_person *found = NULL;
    size_t count = 0;
    for (size_t i = 0; i < own->circle->person_count; i++) {
        const struct circle_person *person = &own->circle->people[i];
        if (!person->removed && who.size > 0 &&
            (journal_name_starts(person->name, who) || journal_id_starts(person->person, who))) {
            found = person;
            count++;
        }
    }
    if (count != 1) {
        complaint_begin(out_complaint,
                        count == 0
                            ? "Nobody of that name is in the circle: see 'daybook circle members'."
                            : "Several people fit: give more of the name, or the id.");
        return count == 0 ? DAYBOOK_NOT_FOUND : DAYBOOK_CONFLICT;
    }
    *out_person = found;
    return DAYBOOK_OK;
}
