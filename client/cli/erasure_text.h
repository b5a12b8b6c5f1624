/* An erased entry as a person reads it: when it went, by whom, and on which devices. */
#ifndef CLI_ERASURE_TEXT_H
#define CLI_ERASURE_TEXT_H

#include <jansson.h>

/* Print one line: the short id, when and by whom, and how many devices confirmed. */
void erasure_text_print_line(const json_t *erased);

/* Print all that is left of it: the whole id, and every device by name. */
void erasure_text_print(const json_t *erased);

#endif
