/* Optimal string alignment distance over short names, in three rows of a fixed size. */
#include "domain/spelling.h"

#include <assert.h>
#include <string.h>

enum { NAME_MAX_SIZE = 40 };

static uint8_t small_letter(uint8_t letter)
{
    return letter >= 'A' && letter <= 'Z' ? (uint8_t)(letter - 'A' + 'a') : letter;
}

static size_t least(size_t left, size_t right)
{
    return left < right ? left : right;
}

struct rows {
    size_t before_last[NAME_MAX_SIZE + 1];
    size_t last[NAME_MAX_SIZE + 1];
    size_t current[NAME_MAX_SIZE + 1];
};

/* Fill the row of typed letter i (counted from 1) against every known letter. */
static void fill_row(struct rows *rows, struct bytes typed, struct bytes known, size_t i)
{
    rows->current[0] = i;
    uint8_t letter = small_letter(typed.data[i - 1]);
    for (size_t j = 1; j <= known.size; j++) {
        size_t replaced = rows->last[j - 1] + (letter == known.data[j - 1] ? 0 : 1);
        size_t shifted = least(rows->last[j], rows->current[j - 1]) + 1;
        rows->current[j] = least(replaced, shifted);
        if (i > 1 && j > 1 && letter == known.data[j - 2] &&
            small_letter(typed.data[i - 2]) == known.data[j - 1]) {
            rows->current[j] = least(rows->current[j], rows->before_last[j - 2] + 1);
        }
    }
}

size_t spelling_distance(struct bytes typed, const char *known)
{
    assert(known != NULL);
    struct bytes name = bytes_of_text(known);
    if (typed.size > NAME_MAX_SIZE || name.size > NAME_MAX_SIZE || typed.size == 0) {
        return SPELLING_FAR;
    }
    struct rows rows = {0};
    for (size_t j = 0; j <= name.size; j++) {
        rows.last[j] = j;
    }
    for (size_t i = 1; i <= typed.size; i++) {
        fill_row(&rows, typed, name, i);
        memcpy(rows.before_last, rows.last, sizeof rows.last);
        memcpy(rows.last, rows.current, sizeof rows.current);
    }
    size_t allowed = name.size / 3 < 2 ? 2 : name.size / 3;
    return rows.last[name.size] <= allowed ? rows.last[name.size] : SPELLING_FAR;
}
