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

void course_draw(struct course *course, int32_t days, struct randomness *randomness)
{
    *course = (struct course){0};
    memcpy(course->items, ITEMS_START, sizeof course->items);
    for (int i = 0; i < COURSE_ITEMS; i++) {
        course->alsfrs_r_start += ITEMS_START[i];
    }
    course->alsfrs_r_loss = between(randomness, 0.9, 1.4);
    course->weight_start = between(randomness, 58.0, 86.0);
    course->weight_loss = between(randomness, 0.4, 0.9);
    course->spo2_start = between(randomness, 95.6, 97.2);
    course->pain_start = between(randomness, 1.5, 3.5);
    course->fatigue_start = between(randomness, 3.5, 5.0);
    course->stiffness_start = between(randomness, 2.5, 4.0);
    course->breathlessness_start = between(randomness, 0.6, 1.6);
    course->takeover_day = day_at(randomness, days, 0.5, 0.65);
    course->niv_day = day_at(randomness, days, 0.55, 0.7);
    course->gap_begin = day_at(randomness, days, 0.25, 0.4);
    course->gap_end = course->gap_begin + (days >= 30 ? randomness_between(randomness, 3, 5) : 0);
    course->fall_days[0] = day_at(randomness, days, 0.42, 0.5);
    course->fall_days[1] = day_at(randomness, days, 0.75, 0.95);
    course->near_fall_day = day_at(randomness, days, 0.55, 0.7);
}

/* Nine tenths of yesterday and a little of something new. */
void course_pass_day(struct course *course, struct randomness *randomness)
{
    course->wobble = 0.9 * course->wobble + 0.3 * randomness_normal(randomness);
}

bool course_is_away(const struct course *course, int32_t day)
{
    return day >= course->gap_begin && day < course->gap_end;
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
