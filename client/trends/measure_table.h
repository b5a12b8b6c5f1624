/* The tables the measure compiler writes into the build folder; only measure.c reads them. */
#ifndef TRENDS_MEASURE_TABLE_H
#define TRENDS_MEASURE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "trends/measure.h"

/* A kind of entry and the measures that read it, ascending. */
struct measure_kind {
    const char *kind;
    const uint16_t *measures;
    size_t count;
};

extern const struct measure_rule measure_table_rules[MEASURE_COUNT];
extern const uint16_t measure_table_by_name[MEASURE_COUNT]; /* measures in the order of names */
extern const struct measure_kind measure_table_kinds[];     /* in the order of kinds */
extern const size_t measure_table_kind_count;

#endif
