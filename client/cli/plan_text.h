/* A plan as a person reads it. */
#ifndef CLI_PLAN_TEXT_H
#define CLI_PLAN_TEXT_H

#include <jansson.h>

/* Print the heading of a plan line on stdout: what it is, since when, its version, who wrote it,
 * its short id. */
void plan_text_print_heading(const json_t *line);

/* Print what a plan line says, each field on a line under its label, and the note. */
void plan_text_print_fields(const json_t *line);

/* Print the note of a plan line, if it has one. */
void plan_text_print_note(const json_t *line);

/* Print one change of a plan's history; of a new item all it says. */
void plan_text_print_change(const json_t *change);

#endif
