/* A plan as a person reads it. */
#ifndef CLI_PLAN_TEXT_H
#define CLI_PLAN_TEXT_H

#include <jansson.h>

/* Print the heading of a plan line on stdout: what it is, since when, its version, who wrote it,
 * its short id. */
void plan_text_print_heading(const json_t *line);

/* Print what a plan line says: its fields, items one a line, and the note. */
void plan_text_print_fields(const json_t *line);

/* Print one change of a plan's history, on a line of its own. */
void plan_text_print_change(const json_t *change);

#endif
