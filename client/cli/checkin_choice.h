/* The choices of a check-in's question: how they are shown, and the short ways to name one. */
#ifndef CLI_CHECKIN_CHOICE_H
#define CLI_CHECKIN_CHOICE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Print each choice ({"name", "label"}) on a line, with its number. */
void checkin_choice_print(const json_t *choices);

/* Write what was typed with the names of choices in full: each part between commas may be a
 * choice's number, its name, or the start of its name or label, in any case. False, with text that
 * is of no use, when a part fits none or several, or the room is short. */
bool checkin_choice_spell(const json_t *choices, const char *typed, char *out_names, size_t size);

#endif
