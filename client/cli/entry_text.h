/* An entry as a person reads it: its answers, its note, and what happened to it since. */
#ifndef CLI_ENTRY_TEXT_H
#define CLI_ENTRY_TEXT_H

#include <jansson.h>
#include <stdbool.h>

/* Print the answers of an entry, "worst 3, site leg+back", on stdout; many that were left out for
 * one reason are only counted. */
void entry_text_print_fields(json_t *fields);

/* Print the value of one field. */
void entry_text_print_value(const json_t *value);

/* Was the entry added while the journal was locked, by whoever was there? */
bool entry_text_was_locked(const json_t *entry);

/* Print what sets an entry line apart, each mark after " \302\267 " (" - " without unicode):
 * amended, retracted, other versions, added while locked, and who wrote it on behalf of whom. */
void entry_text_print_marks(const json_t *entry, bool unicode);

#endif
