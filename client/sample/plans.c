/* What the therapist of an invented person plans, and when. */
#include "sample/plans.h"

#include <stddef.h>

#include "base/timestamp.h"
#include "sample/scene.h"

static struct diary_entry *plan(struct scene *scene, const char *kind)
{
    return scene_add_by(scene, kind, 4, REPORTER_THERAPIST);
}

/* The days a week that sample/movement.c keeps to. */
static void plan_exercise(struct scene *scene, const char *goal, size_t item_count)
{
    static const struct {
        const char *type;
        int32_t days_per_week;
        int32_t max_exertion;
    } ITEMS[] = {
        {"stretch", 5, 4}, {"strength", 2, 5}, {"breathing", 4, 4},
        {"balance", 2, 4}, {"mobility", 2, 4},
    };
    struct diary_entry *entry = plan(scene, "exercise_plan");
    diary_say(entry, "\"goal\":\"%s\",\"item\":[", goal);
    for (size_t i = 0; i < item_count; i++) {
        diary_say(entry,
                  "%s{\"item_id\":\"%s\",\"type\":\"%s\",\"name\":\"%s\",\"days_per_week\":%d,"
                  "\"max_exertion\":%d,\"instructions\":\"As shown.\",\"stop_rule\":\"Stop when "
                  "talking gets hard.\"}",
                  i == 0 ? "" : ",", ITEMS[i].type, ITEMS[i].type, ITEMS[i].type,
                  ITEMS[i].days_per_week, ITEMS[i].max_exertion);
    }
    diary_say(entry, "]");
}

static void plan_breathing(struct scene *scene, const char *niv, bool oxygen)
{
    struct diary_entry *entry = plan(scene, "respiratory_plan");
    diary_say(entry, "\"niv\":\"%s\",\"known_lung_disease\":false,\"oxygen_prescribed\":%s", niv,
              oxygen ? "true,\"flow\":1.0,\"hours\":2" : "false");
    diary_say(entry, ",\"target_hours\":%d", scene->day >= scene->course.niv_day ? 8 : 0);
}

static void plan_medicines(struct scene *scene)
{
    struct diary_entry *entry = plan(scene, "medication_plan");
    diary_say(entry, "\"item\":["
                     "{\"item_id\":\"riluzole\",\"drug\":\"riluzole\",\"dose\":50,\"unit\":\"mg\","
                     "\"route\":\"oral\",\"schedule\":\"times\",\"times\":[\"08:00\",\"20:00\"]},"
                     "{\"item_id\":\"baclofen\",\"drug\":\"baclofen\",\"dose\":10,\"unit\":\"mg\","
                     "\"route\":\"oral\",\"schedule\":\"times\",\"times\":[\"12:00\"]},"
                     "{\"item_id\":\"glycopyrronium\",\"drug\":\"glycopyrronium\","
                     "\"route\":\"oral\",\"schedule\":\"prn\"}");
    if (scene->course.cycle_day != COURSE_NEVER) {
        char started[DAY_TEXT_SIZE];
        day_to_text(scene->diary.day + scene->course.cycle_day - scene->day, started);
        diary_say(entry,
                  ",{\"item_id\":\"edaravone\",\"drug\":\"edaravone\",\"dose\":105,\"unit\":\"mg\","
                  "\"route\":\"suspension\",\"schedule\":\"cycle\",\"cycle_first_on_days\":14,"
                  "\"cycle_on_days\":10,\"cycle_off_days\":18,\"started\":\"%s\"}",
                  started);
    }
    diary_say(entry, "]");
}

static void plan_food(struct scene *scene, const char *tube)
{
    struct diary_entry *entry = plan(scene, "nutrition_plan");
    diary_say_tenths(entry, "\"baseline_weight\":", scene->course.weight_start, "");
    diary_say(entry, ",\"height\":172,\"kcal_target\":2100,\"texture\":7,\"tube\":\"%s\"", tube);
}

static void plan_at_home(struct scene *scene)
{
    diary_say(plan(scene, "home_evaluation"),
              "\"area\":\"bathroom\",\"hazard\":\"No rail beside the bath.\",\"severity\":2,"
              "\"recommendation\":\"A rail on each side.\"");
    diary_say(plan(scene, "home_mod_task"),
              "\"eval_ref\":\"bathroom\",\"task\":\"Put up two rails.\",\"owner\":\"contractor\","
              "\"status\":\"active\"");
    diary_say(plan(scene, "brace_evaluation"),
              "\"site\":\"ankle_foot\",\"side\":\"l\",\"findings\":\"The foot drops.\","
              "\"antigravity\":true,\"recommended\":true");
    diary_say(plan(scene, "aid_recommendation"),
              "\"aid\":\"afo\",\"reason\":\"The foot drops.\",\"urgency\":\"soon\"");
    diary_say(plan(scene, "aid_recommendation"),
              "\"aid\":\"rollator\",\"reason\":\"Two near falls.\",\"urgency\":\"routine\"");
    diary_say(plan(scene, "education_plan"),
              "\"topic\":\"transfers\",\"assigned_to\":\"caregiver\"");
}

static void plan_therapy(struct scene *scene)
{
    diary_say(plan(scene, "therapy_plan"),
              "\"discipline\":\"ot\",\"goal\":[\"Dress without help.\"],\"frequency\":\"monthly\"");
    diary_say(plan(scene, "therapy_plan"),
              "\"discipline\":\"slp\",\"goal\":[\"Be understood by telephone.\"]");
    diary_say(plan(scene, "monitoring_plan"),
              "\"watch\":[{\"kind\":\"body_weight\",\"cadence\":\"2x_week\"}],"
              "\"who_is_told\":[\"therapist\"]");
}

void plans_day(struct scene *scene)
{
    const struct course *course = &scene->course;
    if (scene->day == 0) {
        plan_exercise(scene, "Keep what there is.", 5);
        plan_breathing(scene, "none", false);
        plan_medicines(scene);
        plan_food(scene, "none");
        plan_at_home(scene);
        plan_therapy(scene);
    }
    if (scene->day == course->niv_day && scene->day > 0) {
        plan_breathing(scene, "night", false);
    }
    if (scene->day == course->oxygen_day) {
        plan_breathing(scene, "night", true);
    }
    if (scene->day == course->tube_day) {
        plan_food(scene, "placed");
    }
}
