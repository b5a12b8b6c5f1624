/* What a page says in the place of figures a patient keeps back. */
#include "report/sharing_text.h"

#include <assert.h>
#include <stddef.h>

const char *sharing_text_of(enum sharing_level level)
{
    switch (level) {
    case SHARING_DAILY:
        return NULL;
    case SHARING_WEEKLY:
        return "by the week";
    case SHARING_WITHHELD:
        return "not shared";
    }
    assert(false);
    return NULL;
}
