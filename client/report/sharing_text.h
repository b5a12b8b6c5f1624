/* What a page says in the place of figures a patient keeps back. */
#ifndef REPORT_SHARING_TEXT_H
#define REPORT_SHARING_TEXT_H

#include "trends/sharing.h"

/* "by the week" or "not shared"; NULL of what is shared daily. */
const char *sharing_text_of(enum sharing_level level);

#endif
