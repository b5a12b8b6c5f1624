/* What is logged of an invented person's eating and weight on a day. */
#include "sample/eating.h"

#include "sample/scene.h"

static void log_weight(struct scene *scene, double weight)
{
    struct diary_entry *entry = scene_add(scene, "body_weight", 7);
    weight += 0.25 * randomness_normal(&scene->randomness);
    diary_say_tenths(entry, "\"weight\":", weight < 35.0 ? 35.0 : weight, ",\"scale\":\"home\"");
}

void eating_weight(struct scene *scene)
{
    const struct course *course = &scene->course;
    log_weight(scene, course_level(course->weight_start, -course->weight_loss, scene->day));
}

static void log_scale(struct scene *scene)
{
    if (scene_is_planted(scene, LIFE_WEIGHT_LOSS, 4)) {
        log_weight(scene, 0.94 * scene->course.weight_start);
    } else if (scene->weekday == 0 || scene->weekday == 4) {
        eating_weight(scene);
    }
}

/* Swallowing costs time, and so do hands that tire. */
static void log_meal(struct scene *scene)
{
    static const char *const FED_BY[] = {"fully", "partly", "partly", "set_up", "self"};
    const int32_t *items = scene->course.items;
    int32_t swallowing = items[ITEM_SWALLOWING];
    struct diary_entry *entry = scene_add(scene, "meal_intake", 19);
    int32_t minutes = (int32_t)scene_around(
        scene, 22.0 + 4.0 * (4 - swallowing) + 2.0 * (4 - items[ITEM_CUTTING]), 3.0);
    diary_say(entry, "\"meal\":\"dinner\",\"portion_pct\":%d", scene_pick(scene, 80, 100));
    diary_say(entry, ",\"duration_min\":%d,\"texture\":%d,\"fed_by\":\"%s\"",
              minutes < 5 ? 5 : minutes, swallowing + 3, FED_BY[items[ITEM_CUTTING]]);
    diary_say(entry, ",\"ended_early_fatigue\":%s,\"fluids_ml\":%d",
              scene_happens(scene, 0.03) ? "true" : "false", 50 * scene_pick(scene, 4, 8));
}

static void log_swallow(struct scene *scene, const char *severity)
{
    struct diary_entry *entry = scene_add(scene, "swallow_event", 19);
    diary_say(entry, "\"consistency\":\"thin\",\"severity\":\"%s\",\"with_meal\":true", severity);
    scene->choked = true;
}

/* How often a week something goes down the wrong way, by what is left of swallowing. */
static void live_swallowing(struct scene *scene)
{
    static const double A_WEEK[] = {0.2, 0.7, 0.6, 0.3, 0.1};
    if (scene_is_planted(scene, LIFE_CHOKING, 1)) {
        log_swallow(scene, "choke_needed_help");
    } else if (scene_happens(scene, A_WEEK[scene->course.items[ITEM_SWALLOWING]] / 7.0)) {
        log_swallow(scene, scene_happens(scene, 0.25) ? "choke_self_cleared" : "cough");
    }
}

static void log_tube(struct scene *scene, int32_t hour)
{
    struct diary_entry *entry = scene_add(scene, "tube_feed", hour);
    int32_t volume = 50 * scene_pick(scene, 6, 9);
    diary_say(entry, "\"volume\":%d,\"kcal\":%d,\"flush_ml\":50,\"problem\":\"none\"", volume,
              volume * 3 / 2);
}

static void log_bowel(struct scene *scene)
{
    struct diary_entry *entry = scene_add(scene, "bowel", 9);
    diary_say(entry, "\"stools\":%d,\"strain\":%d", scene_pick(scene, 0, 2),
              scene->day >= scene->course.takeover_day ? 3 : 2);
}

void eating_day(struct scene *scene)
{
    log_scale(scene);
    live_swallowing(scene);
    if (scene_happens(scene, 0.65)) {
        log_meal(scene);
    }
    if (scene->day >= scene->course.tube_day) {
        log_tube(scene, 10);
        log_tube(scene, 16);
    }
    if (scene_happens(scene, 0.3)) {
        log_bowel(scene);
    }
}
