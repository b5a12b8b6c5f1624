/* Eating in figures. */
#include "trends/figures_eating.h"

enum { FOUR_WEEKS = 28, MEAL_DAYS_MIN = 4 };

/* The median of the last readings up to a day; none when too few of them are recent. */
static enum daybook_status weight_at(const struct figures_question *question, int32_t day,
                                     struct arena *arena, uint32_t *out_readings,
                                     struct figure_value *out_median)
{
    struct series all = series_between(question->history->answered[MEASURE_WEIGHT], INT32_MIN, day);
    struct series recent = series_last(all, day, FIGURES_WEIGHT_DAYS);
    size_t kept = all.count < FIGURES_WEIGHT_READINGS ? all.count : FIGURES_WEIGHT_READINGS;
    *out_readings = 0;
    *out_median = (struct figure_value){.has = false};
    if (recent.count < FIGURES_WEIGHT_READINGS_MIN) {
        return DAYBOOK_OK;
    }
    *out_readings = (uint32_t)kept;
    const struct series last = {all.points + all.count - kept, kept};
    return figures_median(last, arena, out_median);
}

static enum daybook_status fill_weight(const struct figures_question *question, struct arena *arena,
                                       struct figures_weight *weight)
{
    const struct plan_version *plan = figures_plan(question, "nutrition_plan");
    struct figure_value height = figures_plan_number(plan, "height");
    struct figure_value before;
    uint32_t readings = 0;
    enum daybook_status status =
        weight_at(question, question->until, arena, &weight->readings, &weight->median);
    if (status == DAYBOOK_OK) {
        status = weight_at(question, question->until - FOUR_WEEKS, arena, &readings, &before);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    double kilograms = weight->median.value;
    weight->baseline = figures_plan_number(plan, "baseline_weight");
    if (weight->median.has && weight->baseline.has && weight->baseline.value > 0.0) {
        double usual = weight->baseline.value;
        weight->percent =
            (struct figure_value){.has = true, .value = (kilograms - usual) / usual * 100.0};
    }
    if (weight->median.has && height.has && height.value > 0.0) {
        double metres = height.value / 100.0;
        weight->body_mass_index =
            (struct figure_value){.has = true, .value = kilograms / (metres * metres)};
    }
    if (weight->median.has && before.has) {
        weight->change_in_4_weeks =
            (struct figure_value){.has = true, .value = kilograms - before.value};
    }
    return DAYBOOK_OK;
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

enum daybook_status figures_eating(const struct figures_question *question, struct arena *arena,
                                   struct figures_eating *out_figures)
{
    struct figures_eating figures = {
        .meals_d7 = count_meals(question),
        .texture = find_texture(question),
    };
    enum daybook_status status = fill_weight(question, arena, &figures.weight);
    if (status == DAYBOOK_OK) {
        *out_figures = figures;
    }
    return status;
}
