/* Eating in figures. */
#include "trends/figures_eating.h"

#include "trends/weight.h"

enum { FOUR_WEEKS = 28, MEAL_DAYS_MIN = 4 };

static struct weight weight_at(const struct figures_question *question, int32_t day)
{
    return weight_of(series_last(question->history->answered[MEASURE_WEIGHT], day, WEIGHT_DAYS));
}

static struct figures_weight compute_weight(const struct figures_question *question)
{
    const struct plan_version *plan = figures_plan(question, "nutrition_plan");
    struct figure_value height = figures_plan_number(plan, "height");
    struct weight now = weight_at(question, question->until);
    struct weight before = weight_at(question, question->until - FOUR_WEEKS);
    struct figures_weight figures = {
        .baseline = figures_plan_number(plan, "baseline_weight"),
    };
    if (!now.known) {
        return figures;
    }
    figures.readings = now.readings;
    figures.median = (struct figure_value){true, now.kilograms};
    if (figures.baseline.has && figures.baseline.value > 0.0) {
        double usual = figures.baseline.value;
        figures.percent = (struct figure_value){true, (now.kilograms - usual) / usual * 100.0};
    }
    if (height.has && height.value > 0.0) {
        double metres = height.value / 100.0;
        figures.body_mass_index = (struct figure_value){true, now.kilograms / (metres * metres)};
    }
    if (before.known) {
        figures.change_in_4_weeks = (struct figure_value){true, now.kilograms - before.kilograms};
    }
    return figures;
}

static struct figures_meals count_meals(const struct figures_question *question)
{
    struct series timed = figures_last(question, MEASURE_MEAL_DURATION, 7);
    return (struct figures_meals){
        .days = (uint32_t)timed.count,
        .enough = timed.count >= MEAL_DAYS_MIN,
        .long_meals = figures_sum(question, MEASURE_MEAL_LONG, 7),
        .low_meals = figures_sum(question, MEASURE_MEAL_LOW, 7),
        .ended_early = figures_sum(question, MEASURE_MEAL_ENDED_EARLY, 7),
        .choking = figures_sum(question, MEASURE_SWALLOW_EVENTS, 7),
        .choking_severe = figures_sum(question, MEASURE_SWALLOW_SEVERE, 7),
    };
}

static struct figures_texture find_texture(const struct figures_question *question)
{
    struct series all = series_between(question->history->answered[MEASURE_MEAL_TEXTURE], INT32_MIN,
                                       question->until);
    struct figures_texture texture = {.has = all.count > 0};
    if (!texture.has) {
        return texture;
    }
    texture.level = all.points[all.count - 1].value;
    for (size_t i = all.count - 1; i > 0 && !texture.changed; i--) {
        double before = all.points[i - 1].value;
        if (before < texture.level || before > texture.level) {
            texture.changed = true;
            texture.changed_day = all.points[i].day;
            texture.before = before;
        }
    }
    return texture;
}

struct figures_eating figures_eating(const struct figures_question *question)
{
    return (struct figures_eating){
        .weight = compute_weight(question),
        .meals_d7 = count_meals(question),
        .texture = find_texture(question),
    };
}
