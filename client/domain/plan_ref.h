/* How an entry says which version of which plan, and which item of it, it belongs to. */
#ifndef DOMAIN_PLAN_REF_H
#define DOMAIN_PLAN_REF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/* "<plan id in hexadecimal>.<version number>", "~<mark, 8 hexadecimal digits>" when there is one,
 * "#<item>" when it is about one item. */
struct plan_ref {
    struct id128 plan;
    uint32_t number;
    bool has_mark;
    uint32_t mark;
    struct bytes item; /* empty: the whole plan */
};

enum { PLAN_REF_TEXT_SIZE = 121 }; /* with the closing zero */

/* Read a reference; it borrows from the text. False, and the output untouched, for anything else.
 */
bool plan_ref_read(struct bytes text, struct plan_ref *out_ref);

/* Write a reference with a closing zero. False when the item's name is too long for it. */
bool plan_ref_write(const struct plan_ref *ref, char out_text[static PLAN_REF_TEXT_SIZE]);

/* Write a number in decimal digits with a closing zero; returns how many digits. */
enum { PLAN_REF_NUMBER_SIZE = 11 };
size_t plan_ref_number(uint32_t number, char out_text[static PLAN_REF_NUMBER_SIZE]);

#endif
