/* King's and MiToS stages, derived from the answers of an ALSFRS-R; for therapists only. */
#ifndef TRENDS_STAGING_H
#define TRENDS_STAGING_H

#include <stdint.h>

struct alsfrs_assessment;

/* King's stages by the conversion of Balendra 2014. Death, stage 5, is no answer. */
enum kings_stage {
    KINGS_NOT_STAGEABLE, /* only answers changed that no region is counted by */
    KINGS_1,             /* so many regions are involved … */
    KINGS_2,
    KINGS_3,
    KINGS_4A, /* … or there is a feeding tube, */
    KINGS_4B, /* … or breathing is supported */
};

enum kings_stage staging_kings(const struct alsfrs_assessment *assessment);

/* "0", "1", "2", "3", "4A" or "4B"; never NULL. */
const char *staging_kings_name(enum kings_stage stage);

/* As it is printed: the name, and of 0 that it is "0 - not stageable from ALSFRS-R"; never NULL. */
const char *staging_kings_text(enum kings_stage stage);

/* The MiToS stage (Chiò 2015, table 1): how many of the four functions moving, swallowing,
 * communicating and breathing are lost, 0 to 4. Communicating is lost when speech AND writing are.
 */
uint32_t staging_mitos(const struct alsfrs_assessment *assessment);

#endif
