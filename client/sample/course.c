/* How the illness of an invented person goes. */
#include "sample/course.h"

#include <string.h>

static const double MONTH_DAYS = 30.4375;

/* Limb onset: arms and legs are affected first, breathing and speech hardly. */
static const int32_t ITEMS_START[COURSE_ITEMS] = {4, 4, 4, 3, 3, 3, 3, 3, 2, 4, 4, 4};

/* How often a point is lost here rather than there. */
static const int32_t ITEM_WEIGHTS[COURSE_ITEMS] = {1, 1, 1, 3, 3, 3, 2, 3, 3, 2, 1, 1};

static double between(struct randomness *randomness, double low, double high)
{
    return low + randomness_unit(randomness) * (high - low);
}

static int32_t day_at(struct randomness *randomness, int32_t days, double low, double high)
{
    return (int32_t)(between(randomness, low, high) * days);
}

/* The course of the quick start's ninety days; so steep that every trend shows. */
static void draw_short(struct course *course, int32_t days, struct randomness *randomness)
{
    course->alsfrs_r_loss = between(randomness, 0.9, 1.4);
    course->weight_start = between(randomness, 58.0, 86.0);
    course->weight_loss = between(randomness, 0.4, 0.9);
    course->spo2_start = between(randomness, 95.6, 97.2);
    course->spo2_loss = 0.3;
    course->pain_start = between(randomness, 1.5, 3.5);
    course->pain_change = 0.35;
    course->fatigue_start = between(randomness, 3.5, 5.0);
    course->fatigue_change = 0.4;
    course->stiffness_start = between(randomness, 2.5, 4.0);
    course->stiffness_change = 0.3;
    course->breathlessness_start = between(randomness, 0.6, 1.6);
    course->breathlessness_change = 0.3;
    course->exercise_start = 0.85;
    course->exercise_loss = 0.05;
    course->doses_taken = 0.95;
    course->days_skipped = 0.06;
    course->takeover_day = day_at(randomness, days, 0.5, 0.65);
    course->niv_day = day_at(randomness, days, 0.55, 0.7);
    course->gap_begin = day_at(randomness, days, 0.25, 0.4);
    course->gap_end = course->gap_begin + (days >= 30 ? randomness_between(randomness, 3, 5) : 0);
    course->fall_days[0] = day_at(randomness, days, 0.42, 0.5);
    course->fall_days[1] = day_at(randomness, days, 0.75, 0.95);
    course->near_fall_day = day_at(randomness, days, 0.55, 0.7);
}

/* Lowest and highest of what is drawn: losses a month, and the day of the first mask night in a
 * life of a year. Usual is around what PRO-ACT found in thousands (Atassi 2014, Neurology 83:1719):
 * 1.02 points of ALSFRS-R and 2.24 % of predicted vital capacity a month. */
struct pace {
    double alsfrs_r[2];
    double vital_capacity[2];
    double weight[2];
    double sniff[2];
    double cough[2];
    double score[2];
    double spo2[2];
    double exercise[2];
    double niv_day[2];
};

static const struct pace PACES[] = {
    [DECLINE_NONE] = {.niv_day = {20.0, 40.0}},
    [DECLINE_USUAL] = {.alsfrs_r = {0.75, 1.3},
                       .vital_capacity = {1.7, 2.8},
                       .weight = {0.15, 0.45},
                       .sniff = {1.0, 2.0},
                       .cough = {4.0, 9.0},
                       .score = {0.02, 0.1},
                       .spo2 = {0.02, 0.06},
                       .exercise = {0.005, 0.015},
                       .niv_day = {230.0, 300.0}},
    [DECLINE_FAST] = {.alsfrs_r = {1.8, 2.4},
                      .vital_capacity = {4.0, 5.5},
                      .weight = {0.6, 1.1},
                      .sniff = {2.5, 3.2},
                      .cough = {12.0, 20.0},
                      .score = {0.15, 0.3},
                      .spo2 = {0.05, 0.12},
                      .exercise = {0.02, 0.04},
                      .niv_day = {90.0, 150.0}},
};

/* A loss a month of which a whole life takes no more than there is to lose: who is observed for ten
 * years has a slow illness. */
static double draw_loss(struct randomness *randomness, const double range[2], double most,
                        int32_t days)
{
    double loss = between(randomness, range[0], range[1]);
    return loss * days / MONTH_DAYS > most ? most * MONTH_DAYS / days : loss;
}

static void draw_losses(struct course *course, const struct pace *pace, int32_t days,
                        struct randomness *randomness)
{
    course->alsfrs_r_loss = draw_loss(randomness, pace->alsfrs_r, 33.0, days);
    course->vital_capacity_loss = draw_loss(randomness, pace->vital_capacity, 60.0, days);
    course->weight_loss = draw_loss(randomness, pace->weight, 12.0, days);
    course->sniff_loss = draw_loss(randomness, pace->sniff, 45.0, days);
    course->cough_loss = draw_loss(randomness, pace->cough, 220.0, days);
    course->spo2_loss = draw_loss(randomness, pace->spo2, 1.2, days);
    course->exercise_loss = draw_loss(randomness, pace->exercise, 0.4, days);
    course->pain_change = draw_loss(randomness, pace->score, 3.0, days);
    course->fatigue_change = draw_loss(randomness, pace->score, 3.0, days);
    course->stiffness_change = draw_loss(randomness, pace->score, 3.0, days);
    course->breathlessness_change = draw_loss(randomness, pace->score, 3.0, days);
    course->strain_change = draw_loss(randomness, pace->score, 1.5, days);
}

/* People differ in how tidy they are, too. */
static void draw_starts(struct course *course, struct randomness *randomness)
{
    course->weight_start = between(randomness, 58.0, 86.0);
    course->vital_capacity_start = between(randomness, 86.0, 98.0);
    course->sniff_start = between(randomness, 70.0, 95.0);
    course->cough_start = between(randomness, 390.0, 460.0);
    course->spo2_start = between(randomness, 96.4, 97.4);
    course->pain_start = between(randomness, 0.6, 1.8);
    course->fatigue_start = between(randomness, 2.0, 3.5);
    course->stiffness_start = between(randomness, 1.5, 3.0);
    course->breathlessness_start = between(randomness, 0.2, 0.8);
    course->strain_start = between(randomness, 1.5, 4.0);
    course->exercise_start = between(randomness, 0.6, 0.95);
    course->doses_taken = between(randomness, 0.88, 0.99);
    course->days_skipped = between(randomness, 0.02, 0.15);
}

/* A life as slow as lives are. The nights are disturbed for some weeks before there is a mask and
 * some days after, until it helps. */
static void draw_long(struct course *course, int32_t days, struct randomness *randomness)
{
    const struct pace *pace = &PACES[course->decline];
    draw_starts(course, randomness);
    draw_losses(course, pace, days, randomness);
    double stretch = days > 365 ? days / 365.0 : 1.0;
    course->niv_day = (int32_t)(stretch * between(randomness, pace->niv_day[0], pace->niv_day[1]));
    course->nights_begin = course->niv_day - randomness_between(randomness, 14, 24);
    course->nights_end = course->niv_day + randomness_between(randomness, 6, 12);
    if (course->decline == DECLINE_NONE) {
        course->nights_end = course->nights_begin;
    }
    course->takeover_day = day_at(randomness, days, 0.5, 0.65);
    course->gap_begin = randomness_between(randomness, 80, 180);
    course->gap_end = course->gap_begin + randomness_between(randomness, 3, 5);
    course->gap_every = 365;
    course->fall_days[0] = COURSE_NEVER;
    course->fall_days[1] = COURSE_NEVER;
    course->near_fall_day = COURSE_NEVER;
    bool oxygen = randomness_chance(randomness, course->decline == DECLINE_FAST ? 1.0 : 0.2);
    bool cycles = randomness_chance(randomness, 0.4);
    course->oxygen_day = oxygen ? course->niv_day + 30 : COURSE_NEVER;
    course->tube_day = course->decline == DECLINE_FAST ? course->niv_day + 60 : COURSE_NEVER;
    course->cycle_day = cycles ? 30 : COURSE_NEVER;
}

void course_draw(struct course *course, enum decline decline, int32_t days,
                 struct randomness *randomness)
{
    *course = (struct course){.decline = decline};
    memcpy(course->items, ITEMS_START, sizeof course->items);
    for (int i = 0; i < COURSE_ITEMS; i++) {
        course->alsfrs_r_start += ITEMS_START[i];
    }
    if (decline != DECLINE_SHORT) {
        draw_long(course, days, randomness);
        return;
    }
    draw_short(course, days, randomness);
    course->nights_begin = COURSE_NEVER;
    course->nights_end = COURSE_NEVER;
    course->oxygen_day = COURSE_NEVER;
    course->tube_day = COURSE_NEVER;
    course->cycle_day = COURSE_NEVER;
}

/* Nine tenths of yesterday and a little of something new. */
void course_pass_day(struct course *course, struct randomness *randomness)
{
    course->wobble = 0.9 * course->wobble + 0.3 * randomness_normal(randomness);
}

bool course_is_away(const struct course *course, int32_t day)
{
    int32_t at = course->gap_every > 0 ? day % course->gap_every : day;
    return at >= course->gap_begin && at < course->gap_end;
}

bool course_disturbs_nights(const struct course *course, int32_t day)
{
    return day >= course->nights_begin && day < course->nights_end;
}

double course_level(double start, double change, int32_t day)
{
    return start + change * day / MONTH_DAYS;
}

int32_t course_score(const struct course *course, double start, double change, int32_t day,
                     struct randomness *randomness)
{
    double felt = course_level(start, change, day) + course->wobble +
                  0.8 * randomness_normal(randomness) + 0.5;
    if (felt < 0.0) {
        return 0;
    }
    return felt < 10.0 ? (int32_t)felt : 10;
}

static int32_t draw_item(struct randomness *randomness)
{
    int32_t sum = 0;
    for (int i = 0; i < COURSE_ITEMS; i++) {
        sum += ITEM_WEIGHTS[i];
    }
    int32_t at = randomness_between(randomness, 0, sum - 1);
    int32_t item = 0;
    while (at >= ITEM_WEIGHTS[item]) {
        at -= ITEM_WEIGHTS[item];
        item++;
    }
    return item;
}

void course_lose_points(struct course *course, int32_t day, struct randomness *randomness)
{
    double target = course_level(course->alsfrs_r_start, -course->alsfrs_r_loss, day);
    int32_t total = 0;
    for (int i = 0; i < COURSE_ITEMS; i++) {
        total += course->items[i];
    }
    while (total > 0 && total > target + 0.5) {
        int32_t item = draw_item(randomness);
        if (course->items[item] > 0) {
            course->items[item]--;
            total--;
        }
    }
}
