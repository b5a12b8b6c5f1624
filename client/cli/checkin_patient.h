/* Whose check-in it is, of a caregiver's several patients. */
#ifndef CLI_CHECKIN_PATIENT_H
#define CLI_CHECKIN_PATIENT_H

#include "cli/checkin_record.h"

enum { CHECKIN_PATIENT_SIZE = 512 };

/* Ask at the terminal, where the journal has several patients: a number or the start of a name is
 * enough. *out_patient is NULL when there is nothing to choose, else it is out_room. INTERRUPTED:
 * the input ended. */
enum daybook_status checkin_patient_ask(const struct checkin_record *record,
                                        char out_room[static CHECKIN_PATIENT_SIZE],
                                        const char **out_patient);

#endif
