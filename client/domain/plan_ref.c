/* Reads and writes the text by which an entry names a version of a plan. */
#include "domain/plan_ref.h"

#include <string.h>

enum { ID_SIZE = ID128_HEX_SIZE - 1, MARK_SIZE = 8 };

static struct bytes rest(struct bytes text, size_t from)
{
    return (struct bytes){text.data + from, text.size - from};
}

/* A whole number from 1 on, without a leading zero; returns how many digits it has, 0: none. */
static size_t read_number(struct bytes text, uint32_t *out_number)
{
    uint64_t number = 0;
    size_t digits = 0;
    while (digits < text.size && text.data[digits] >= '0' && text.data[digits] <= '9' &&
           number <= UINT32_MAX) {
        number = number * 10 + (uint64_t)(text.data[digits] - '0');
        digits++;
    }
    if (digits == 0 || text.data[0] == '0' || number > UINT32_MAX) {
        return 0;
    }
    *out_number = (uint32_t)number;
    return digits;
}

/* Eight lower-case hexadecimal digits. */
static bool read_mark(struct bytes text, uint32_t *out_mark)
{
    uint32_t mark = 0;
    for (size_t i = 0; i < MARK_SIZE; i++) {
        uint8_t digit = i < text.size ? text.data[i] : 0;
        bool letter = digit >= 'a' && digit <= 'f';
        if (!letter && (digit < '0' || digit > '9')) {
            return false;
        }
        mark = mark << 4 | (uint32_t)(letter ? digit - 'a' + 10 : digit - '0');
    }
    *out_mark = mark;
    return true;
}

/* One or more printable letters without blanks, as a reference is in an entry. */
static bool is_name(struct bytes text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] <= ' ' || text.data[i] > '~') {
            return false;
        }
    }
    return text.size > 0;
}

bool plan_ref_read(struct bytes text, struct plan_ref *out_ref)
{
    struct plan_ref ref = {.number = 0};
    if (text.size <= ID_SIZE + 1 || text.data[ID_SIZE] != '.' ||
        !id128_from_hex((struct bytes){text.data, ID_SIZE}, &ref.plan)) {
        return false;
    }
    struct bytes left = rest(text, ID_SIZE + 1);
    size_t digits = read_number(left, &ref.number);
    if (digits == 0) {
        return false;
    }
    left = rest(left, digits);
    if (left.size > 0 && left.data[0] == '~') {
        ref.has_mark = read_mark(rest(left, 1), &ref.mark);
        if (!ref.has_mark) {
            return false;
        }
        left = rest(left, 1 + MARK_SIZE);
    }
    if (left.size > 0 && left.data[0] == '#' && is_name(rest(left, 1))) {
        ref.item = rest(left, 1);
        left = rest(left, left.size);
    }
    if (left.size > 0) {
        return false;
    }
    *out_ref = ref;
    return true;
}

size_t plan_ref_number(uint32_t number, char out_text[static PLAN_REF_NUMBER_SIZE])
{
    char digits[PLAN_REF_NUMBER_SIZE];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    for (size_t i = 0; i < count; i++) {
        out_text[i] = digits[count - 1 - i];
    }
    out_text[count] = '\0';
    return count;
}

/* "~" and the mark, or nothing. */
static size_t write_mark(const struct plan_ref *ref, char *out_text)
{
    if (!ref->has_mark) {
        return 0;
    }
    out_text[0] = '~';
    for (size_t i = 0; i < MARK_SIZE; i++) {
        out_text[1 + i] = "0123456789abcdef"[ref->mark >> 4 * (MARK_SIZE - 1 - i) & 15];
    }
    return 1 + MARK_SIZE;
}

bool plan_ref_write(const struct plan_ref *ref, char out_text[static PLAN_REF_TEXT_SIZE])
{
    enum { FRONT_MAX = ID_SIZE + 1 + PLAN_REF_NUMBER_SIZE + 1 + MARK_SIZE };
    char text[FRONT_MAX];
    id128_to_hex(ref->plan, text);
    size_t size = ID_SIZE;
    text[size++] = '.';
    size += plan_ref_number(ref->number, text + size);
    size += write_mark(ref, text + size);
    size_t item_size = ref->item.size > 0 ? 1 + ref->item.size : 0;
    if (size + item_size >= PLAN_REF_TEXT_SIZE) {
        return false;
    }
    memcpy(out_text, text, size);
    if (item_size > 0) {
        out_text[size] = '#';
        memcpy(out_text + size + 1, ref->item.data, ref->item.size);
    }
    out_text[size + item_size] = '\0';
    return true;
}
