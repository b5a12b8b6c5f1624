/* What is logged of an invented person's exercise, falls and aids on a day. */
#include "sample/movement.h"

#include <stddef.h>

#include "sample/scene.h"

static int32_t walking(const struct scene *scene)
{
    return scene->course.items[ITEM_WALKING];
}

/* The numbers of a session; what it is planned to cost at most decides how hard it is. */
static void log_session(struct scene *scene, const char *type, int32_t hour, int32_t exertion_max)
{
    static const char *const REASONS[] = {"fatigue", "pain", "no_helper", "ill"};
    const struct course *course = &scene->course;
    struct diary_entry *entry = scene_add(scene, "exercise_session", hour);
    double done = course_level(course->exercise_start, -course->exercise_loss, scene->day);
    if (!scene_happens(scene, done < 0.4 ? 0.4 : done)) {
        diary_say(entry, "\"type\":\"%s\",\"status\":\"not_done\",\"not_done_reason\":\"%s\"", type,
                  REASONS[scene_pick(scene, 0, 3)]);
        return;
    }
    const char *status = scene_happens(scene, 0.12) ? "partial" : "done";
    int32_t minutes = scene_pick(scene, 8, 25);
    int32_t exertion = scene_pick(scene, 2, exertion_max);
    diary_say(entry, "\"type\":\"%s\",\"status\":\"%s\",\"minutes\":%d,\"exertion\":%d", type,
              status, minutes, exertion);
    if (course->decline != DECLINE_SHORT) {
        diary_say(entry, ",\"could_talk\":true,\"passive\":%s",
                  walking(scene) <= 1 ? "true" : "false");
    }
}

void movement_exercise(struct scene *scene)
{
    if (scene_happens(scene, 0.85)) {
        log_session(scene, "stretch", 9, 6);
    }
    if (scene_happens(scene, 0.25)) {
        log_session(scene, "strength", 14, 6);
    }
    if (scene_happens(scene, 0.4)) {
        log_session(scene, "breathing", 15, 6);
    }
}

static void log_fall(struct scene *scene, const char *kind, const char *injury)
{
    static const char *const PLACES[] = {"bathroom", "bedroom", "hall", "kitchen"};
    struct diary_entry *entry = scene_add(scene, "fall_event", 11);
    const char *place = PLACES[scene_pick(scene, 0, 3)];
    const char *could_get_up = scene_happens(scene, 0.5) ? "alone" : "with_help";
    diary_say(entry,
              "\"kind\":\"%s\",\"place\":\"%s\",\"activity\":\"turn\",\"injury\":\"%s\","
              "\"head_strike\":false,\"could_get_up\":\"%s\"",
              kind, place, injury, could_get_up);
}

void movement_falls(struct scene *scene)
{
    const struct course *course = &scene->course;
    if (scene->day == course->fall_days[0]) {
        log_fall(scene, "fall", "none");
    }
    if (scene->day == course->fall_days[1] && course->fall_days[1] != course->fall_days[0]) {
        log_fall(scene, "fall", "minor");
    }
    if (scene->day == course->near_fall_day) {
        log_fall(scene, "near", "none");
    }
}

/* Each prescribed day most of what is prescribed is logged, see sample/plans.c. */
static void follow_plan(struct scene *scene)
{
    static const struct {
        const char *type;
        int32_t hour;
        int32_t exertion_max;
        const char *week; /* Monday to Sunday: x where it is prescribed */
    } ITEMS[] = {
        {"stretch", 9, 3, "xxxxx  "},    {"strength", 14, 5, " x  x  "},
        {"breathing", 15, 3, "x x x x"}, {"balance", 16, 4, "  x  x "},
        {"mobility", 11, 4, "x  x   "},
    };
    for (size_t i = 0; i < sizeof ITEMS / sizeof ITEMS[0]; i++) {
        bool standing = i >= 3;
        if (ITEMS[i].week[scene->weekday] != 'x' || (standing && walking(scene) <= 1)) {
            continue;
        }
        if (scene_happens(scene, 0.92)) {
            log_session(scene, ITEMS[i].type, ITEMS[i].hour, ITEMS[i].exertion_max);
        }
    }
}

/* The morning after strength was on the plan. */
static void log_aftereffect(struct scene *scene)
{
    struct diary_entry *entry = scene_add(scene, "exercise_aftereffect", 8);
    diary_say(entry, "\"session_ref\":\"strength\",\"next_day_fatigue\":%d",
              scene_pick(scene, 2, 3));
    diary_say(entry, ",\"soreness\":%d,\"weakness_worse\":%s", scene_pick(scene, 1, 2),
              scene_happens(scene, 0.03) ? "true" : "false");
}

/* A fall that ends well. The planted one does not. */
static void log_event(struct scene *scene, const char *kind, const char *how_it_ended)
{
    static const char *const PLACES[] = {"bathroom", "bedroom", "hall", "kitchen", "outside"};
    static const char *const ACTIVITIES[] = {"walk", "turn", "transfer", "toilet"};
    struct diary_entry *entry = scene_add(scene, "fall_event", 11);
    const char *place = PLACES[scene_pick(scene, 0, 4)];
    diary_say(entry, "\"kind\":\"%s\",\"place\":\"%s\",\"activity\":\"%s\",%s", kind, place,
              ACTIVITIES[scene_pick(scene, 0, 3)], how_it_ended);
}

/* Falls come with legs that still walk and do not carry; who sits no longer falls. */
static void live_falls(struct scene *scene)
{
    static const double A_MONTH[] = {0.0, 0.04, 0.25, 0.3, 0.05};
    static const char *const WELL =
        "\"injury\":\"none\",\"head_strike\":false,\"could_get_up\":\"alone\"";
    double today = A_MONTH[walking(scene)] / 30.0;
    if (scene_is_planted(scene, LIFE_FALL_INJURY, 1)) {
        log_event(scene, "fall",
                  "\"injury\":\"needs_care\",\"head_strike\":true,\"could_get_up\":\"with_help\"");
        scene->fell = true;
    } else if (scene->course.decline != DECLINE_NONE && scene_happens(scene, today)) {
        log_event(scene, "fall", WELL);
        scene->fell = true;
    } else if (scene_happens(scene, 1.5 * today)) {
        log_event(scene, "near", WELL);
    }
}

static void log_activity(struct scene *scene)
{
    static const int32_t STEPS[] = {0, 0, 1100, 2600, 4400};
    struct diary_entry *entry = scene_add_by(scene, "activity_day", 23, REPORTER_PATIENT);
    int32_t steps = (int32_t)scene_around(scene, STEPS[walking(scene)], 300.0);
    if (walking(scene) <= 1) {
        diary_say(entry, "\"wheelchair_pushes\":%d", scene_pick(scene, 80, 240));
    } else {
        diary_say(entry, "\"steps\":%d", steps);
    }
    diary_say(entry, ",\"active_min\":%d", scene_pick(scene, 15, 60));
}

static void log_tests(struct scene *scene)
{
    static const double SECONDS[] = {40.0, 30.0, 17.0, 12.5, 9.0};
    if (walking(scene) <= 1) {
        return;
    }
    struct diary_entry *up_and_go = scene_add(scene, "balance_test", 15);
    diary_say_tenths(
        up_and_go, "\"test\":\"tug\",\"value\":", scene_around(scene, SECONDS[walking(scene)], 0.8),
        ",\"unit\":\"s\",\"supervised_by\":\"therapist\"");
    struct diary_entry *chair = scene_add(scene, "balance_test", 15);
    diary_say(chair, "\"test\":\"sit_stand_30s\",\"value\":%d,\"supervised_by\":\"therapist\"",
              2 * walking(scene) + scene_pick(scene, 2, 4));
    struct diary_entry *gait = scene_add(scene, "balance_test", 15);
    diary_say_tenths(gait, "\"test\":\"gait10m\",\"value\":",
                     scene_around(scene, SECONDS[walking(scene)] / 1.2, 0.5), ",\"unit\":\"s\"");
}

static void log_aid(struct scene *scene, const char *aid, double hours)
{
    struct diary_entry *entry = scene_add(scene, "aid_use", 20);
    diary_say(entry, "\"aid\":\"%s\",\"status\":\"in_use\"", aid);
    diary_say_tenths(entry, ",\"hours_per_day\":", scene_around(scene, hours, 0.4), "");
    diary_say(entry, ",\"problem\":\"none\"");
}

static void log_brace(struct scene *scene)
{
    struct diary_entry *entry = scene_add(scene, "aid_use", 20);
    diary_say(entry, "\"aid\":\"afo\",\"status\":\"in_use\",\"skin_redness_min\":%d",
              scene_pick(scene, 3, 15));
    diary_say_tenths(entry, ",\"hours_per_day\":", scene_around(scene, 7.0, 0.8), "");
}

static void log_aids(struct scene *scene)
{
    const int32_t *items = scene->course.items;
    if (scene->day >= 30 && walking(scene) > 1) {
        log_aid(scene, "rollator", 3.0);
    }
    if (scene->day >= 45) {
        log_brace(scene);
    }
    if (walking(scene) <= 1) {
        log_aid(scene, "power_wheelchair", 9.0);
    }
    if (items[ITEM_DRESSING] <= 2) {
        log_aid(scene, "shower_chair", 0.5);
    }
    if (items[ITEM_SPEECH] <= 1) {
        log_aid(scene, "communication_aid", 4.0);
    }
}

void movement_day(struct scene *scene)
{
    live_falls(scene);
    follow_plan(scene);
    if (scene->weekday == 2) {
        log_aftereffect(scene);
    }
    if (scene_happens(scene, 0.85)) {
        log_activity(scene);
    }
    if (scene_is_monthly(scene, 9)) {
        log_tests(scene);
    }
    if (scene->weekday == 6) {
        log_aids(scene);
    }
}
