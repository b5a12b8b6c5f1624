/* King's and MiToS stages of an ALSFRS-R. */
#include "trends/staging.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

#include "trends/alsfrs.h"

/* The score of a question, by its printed number. */
static uint32_t score(const struct alsfrs_assessment *assessment, size_t question)
{
    assert(question >= 1 && question <= ALSFRS_ITEM_COUNT);
    return assessment->scores[question - 1];
}

static bool is_affected(const struct alsfrs_assessment *assessment, size_t question)
{
    return score(assessment, question) < ALSFRS_ITEM_MAX;
}

enum kings_stage staging_kings(const struct alsfrs_assessment *assessment)
{
    static const enum kings_stage by_regions[] = {KINGS_NOT_STAGEABLE, KINGS_1, KINGS_2, KINGS_3};
    assert(assessment != NULL);
    if (score(assessment, 10) == 0 || is_affected(assessment, 12)) {
        return KINGS_4B;
    }
    if (assessment->gastrostomy) {
        return KINGS_4A;
    }
    bool bulbar =
        is_affected(assessment, 1) || is_affected(assessment, 2) || is_affected(assessment, 3);
    bool upper = is_affected(assessment, 4) || is_affected(assessment, 5);
    bool lower = is_affected(assessment, 8);
    return by_regions[(size_t)bulbar + upper + lower];
}

const char *staging_kings_name(enum kings_stage stage)
{
    switch (stage) {
    case KINGS_NOT_STAGEABLE:
        return "0";
    case KINGS_1:
        return "1";
    case KINGS_2:
        return "2";
    case KINGS_3:
        return "3";
    case KINGS_4A:
        return "4A";
    case KINGS_4B:
        return "4B";
    }
    assert(false);
    return "";
}

const char *staging_kings_text(enum kings_stage stage)
{
    return stage == KINGS_NOT_STAGEABLE ? "0 - not stageable from ALSFRS-R"
                                        : staging_kings_name(stage);
}

uint32_t staging_mitos(const struct alsfrs_assessment *assessment)
{
    assert(assessment != NULL);
    bool moving = score(assessment, 8) <= 1 || score(assessment, 6) <= 1;
    bool swallowing = score(assessment, 3) <= 1;
    bool communicating = score(assessment, 1) <= 1 && score(assessment, 4) <= 1;
    bool breathing = score(assessment, 10) <= 1 || score(assessment, 12) <= 2;
    return (uint32_t)moving + swallowing + communicating + breathing;
}
