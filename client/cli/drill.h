/* The drill after a journal was made: words of the sheet are typed back and open the journal. */
#ifndef CLI_DRILL_H
#define CLI_DRILL_H

#include <jansson.h>

#include "cli/door.h"

/* Let the person write the words down, remove them from the screen, ask for three of them and try
 * these with the others on the journal's file. Who skips it, or cannot be asked, is told what was
 * not done. INTERRUPTED: they ended it, which was said too. */
enum daybook_status drill_run(struct door *door, const json_t *words);

/* The words in columns. */
void drill_print_words(const json_t *words);

#endif
