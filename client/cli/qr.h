/* A QR code for a terminal, two dots a character. */
#ifndef CLI_QR_H
#define CLI_QR_H

#include <stdbool.h>

/* Print the code of a text on stdout, black on white whatever the terminal's colours. False when
 * the text does not fit into a code. */
bool qr_print(const char *text);

#endif
