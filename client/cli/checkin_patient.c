/* Asks whose check-in it is. */
#include "cli/checkin_patient.h"

#include <stdio.h>
#include <string.h>

#include "cli/checkin_choice.h"
#include "cli/reply.h"
#include "cli/terminal.h"

/* The patients as choices. The caller owns the list; NULL when memory is short. */
static json_t *list_patients(const struct checkin_record *record)
{
    const json_t *circles = reply_list(record->self, "circles");
    json_t *choices = json_array();
    for (size_t i = 0; i < json_array_size(circles); i++) {
        const char *name = reply_text(json_array_get(circles, i), "patient");
        if (json_array_append_new(choices, json_pack("{s:s, s:s}", "name", name, "label", name)) !=
            0) {
            json_decref(choices);
            return NULL;
        }
    }
    return choices;
}

static enum daybook_status ask(const json_t *choices, char out_room[static CHECKIN_PATIENT_SIZE])
{
    char typed[CHECKIN_PATIENT_SIZE];
    for (;;) {
        puts("Whose check-in?");
        checkin_choice_print(choices);
        fflush(stdout);
        if (!terminal_read_line(typed, sizeof typed)) {
            return DAYBOOK_INTERRUPTED;
        }
        if (strchr(typed, ',') == NULL &&
            checkin_choice_spell(choices, typed, out_room, CHECKIN_PATIENT_SIZE)) {
            return DAYBOOK_OK;
        }
        puts("  Type the number, or how the name begins.");
    }
}

enum daybook_status checkin_patient_ask(const struct checkin_record *record,
                                        char out_room[static CHECKIN_PATIENT_SIZE],
                                        const char **out_patient)
{
    enum daybook_status status = DAYBOOK_OK;
    bool reads_only = strcmp(reply_text(record->self, "role"), "therapist") == 0;
    json_t *choices = list_patients(record);
    if (choices == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    *out_patient = NULL;
    if (json_array_size(choices) > 1 && !reads_only) {
        status = ask(choices, out_room);
        *out_patient = out_room;
    }
    json_decref(choices);
    return status;
}
