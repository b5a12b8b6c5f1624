/* Counts the letters two names differ in. */
#include "cli/nearest.h"

#include <stdint.h>
#include <string.h>

enum { NEAREST_SIZE_MAX = 40, NEAREST_WRONG_MIN = 2, NEAREST_WRONG_SHARE = 3 };

static size_t least(size_t left, size_t right)
{
    return left < right ? left : right;
}

/* What is known of the distances between the beginnings of two names. */
struct distances {
    const char *left;
    const char *right;
    size_t of[NEAREST_SIZE_MAX + 1][NEAREST_SIZE_MAX + 1];
};

/* The distance of the first i letters from the first j, from those of shorter beginnings. */
static size_t step(const struct distances *known, size_t i, size_t j)
{
    const char *left = known->left;
    const char *right = known->right;
    size_t replaced = known->of[i - 1][j - 1] + (left[i - 1] != right[j - 1]);
    size_t fewest = least(replaced, least(known->of[i - 1][j], known->of[i][j - 1]) + 1);
    if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        fewest = least(fewest, known->of[i - 2][j - 2] + 1);
    }
    return fewest;
}

/* How many letters must be inserted, removed, replaced or swapped with their neighbour. */
static size_t distance(const char *left, size_t left_size, const char *right, size_t right_size)
{
    struct distances known = {.left = left, .right = right};
    for (size_t i = 0; i <= left_size; i++) {
        known.of[i][0] = i;
    }
    for (size_t j = 0; j <= right_size; j++) {
        known.of[0][j] = j;
    }
    for (size_t i = 1; i <= left_size; i++) {
        for (size_t j = 1; j <= right_size; j++) {
            known.of[i][j] = step(&known, i, j);
        }
    }
    return known.of[left_size][right_size];
}

struct nearest nearest_to(const char *typed)
{
    return (struct nearest){typed, NULL, SIZE_MAX};
}

void nearest_try(struct nearest *nearest, const char *known)
{
    size_t typed_size = strlen(nearest->typed);
    size_t known_size = strlen(known);
    if (typed_size == 0 || typed_size > NEAREST_SIZE_MAX || known_size > NEAREST_SIZE_MAX) {
        return;
    }
    size_t wrong = distance(nearest->typed, typed_size, known, known_size);
    size_t allowed = known_size / NEAREST_WRONG_SHARE;
    if (allowed < NEAREST_WRONG_MIN) {
        allowed = NEAREST_WRONG_MIN;
    }
    if (wrong <= allowed && wrong < known_size && wrong < nearest->distance) {
        nearest->name = known;
        nearest->distance = wrong;
    }
}
