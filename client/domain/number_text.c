/* Reading numbers without the C library, whose answer depends on the locale. */
#include "domain/number_text.h"

#include <assert.h>
#include <stddef.h>

enum { DIGITS_MAX = 15 }; /* what a double always holds exactly */

/* A number being read: its digits as one whole number, and how many of them follow the point. */
struct digits {
    int64_t whole;
    size_t count;
    size_t decimals;
    bool has_point;
};

static bool take(struct digits *digits, uint8_t letter)
{
    if ((letter == '.' || letter == ',') && !digits->has_point && digits->count > 0) {
        digits->has_point = true;
        return true;
    }
    if (letter < '0' || letter > '9' || digits->count == DIGITS_MAX) {
        return false;
    }
    digits->whole = digits->whole * 10 + (letter - '0');
    digits->count++;
    digits->decimals += digits->has_point ? 1 : 0;
    return true;
}

bool number_text_read(struct bytes text, struct value *out_number)
{
    assert(out_number != NULL);
    struct digits digits = {0};
    bool negative = text.size > 0 && text.data[0] == '-';
    bool has_sign = negative || (text.size > 0 && text.data[0] == '+');
    for (size_t i = has_sign ? 1 : 0; i < text.size; i++) {
        if (!take(&digits, text.data[i])) {
            return false;
        }
    }
    if (digits.count == 0 || (digits.has_point && digits.decimals == 0)) {
        return false;
    }
    int64_t whole = negative ? -digits.whole : digits.whole;
    if (!digits.has_point) {
        *out_number = (struct value){.type = VALUE_INTEGER, .as.integer = whole};
        return true;
    }
    /* Both are exact, so the one division rounds once and correctly. */
    double scale = 1;
    for (size_t i = 0; i < digits.decimals; i++) {
        scale *= 10;
    }
    *out_number = (struct value){.type = VALUE_DECIMAL, .as.decimal = (double)whole / scale};
    return true;
}
