/* What is logged of an invented person's breathing on a day. */
#include "sample/breathing.h"

#include "sample/scene.h"

enum { VISIT_DAYS = 84, VISIT_FIRST = 10 };

static int32_t within(double value, int32_t low, int32_t high)
{
    if (value < low) {
        return low;
    }
    return value > high ? high : (int32_t)(value + 0.5);
}

static void log_reading(struct scene *scene, int32_t hour, double level)
{
    struct diary_entry *entry = scene_add(scene, "spo2_spot", hour);
    int32_t spo2 = within(level + 0.8 * randomness_normal(&scene->randomness), 86, 99);
    diary_say(entry, "\"spo2\":%d,\"pulse\":%d,\"state\":\"rest\",\"supply\":\"room_air\"", spo2,
              scene_pick(scene, 66, 88));
}

static double spo2_level(const struct scene *scene)
{
    return course_level(scene->course.spo2_start, -scene->course.spo2_loss, scene->day);
}

/* Getting used to the mask takes weeks. */
static void log_mask_night(struct scene *scene, double hours, const char *problem)
{
    struct diary_entry *entry = scene_add(scene, "niv_use", 6);
    hours += 0.7 * randomness_normal(&scene->randomness);
    diary_say_tenths(entry, "\"hours\":", hours < 0.5 ? 0.5 : hours,
                     ",\"part\":\"night\",\"source\":\"device\"");
    if (problem != NULL) {
        diary_say(entry, ",\"mask_problem\":\"%s\"", problem);
    }
}

void breathing_measurements(struct scene *scene)
{
    log_reading(scene, 7, spo2_level(scene));
    if (scene_happens(scene, 0.4)) {
        log_reading(scene, 20, spo2_level(scene));
    }
    if (scene->day >= scene->course.niv_day) {
        double hours = course_level(2.5, 2.5, scene->day - scene->course.niv_day);
        log_mask_night(scene, hours > 7.0 ? 7.0 : hours, NULL);
    }
}

/* Now and then a cold finger shows less than there is; who sees it tries again. */
static void log_clip(struct scene *scene, int32_t hour)
{
    bool cold = scene_happens(scene, 0.02);
    log_reading(scene, hour, spo2_level(scene) - (cold ? 5.0 : 0.0));
    if (cold && scene_happens(scene, 0.7)) {
        log_reading(scene, hour + 1, spo2_level(scene));
    }
}

static void log_readings(struct scene *scene)
{
    if (scene_is_planted(scene, LIFE_SPO2_DROP, 3)) {
        log_reading(scene, 7, 90.0);
        log_reading(scene, 20, 90.0);
        return;
    }
    if (scene_happens(scene, 0.65)) {
        log_clip(scene, 7);
    }
    if (scene_happens(scene, 0.15)) {
        log_clip(scene, 20);
    }
}

static void log_mask(struct scene *scene)
{
    if (scene_is_planted(scene, LIFE_NIV_REFUSAL, 10)) {
        log_mask_night(scene, 0.6, "claustrophobia");
        return;
    }
    int32_t nights = scene->day - scene->course.niv_day;
    if (nights < 0 || scene_happens(scene, 0.06)) {
        return;
    }
    double hours = course_level(4.0, 2.5, nights);
    const char *problem = scene_happens(scene, 0.08) ? "leak" : NULL;
    log_mask_night(scene, hours > 7.0 ? 7.0 : hours, problem);
}

static void log_oxygen(struct scene *scene)
{
    struct diary_entry *entry = scene_add(scene, "oxygen_use", 22);
    diary_say_tenths(entry, "\"hours\":", scene_around(scene, 1.5, 0.2),
                     ",\"flow\":1.0,\"interface\":\"via_niv\",\"reason\":\"prescribed\"");
}

/* A recorder on the finger, lent for a night. */
static void log_recording(struct scene *scene)
{
    bool disturbed = course_disturbs_nights(&scene->course, scene->day);
    struct diary_entry *entry = scene_add(scene, "oximetry_night", 7);
    int32_t valid_s = scene_pick(scene, 21000, 27000);
    int32_t nadir = scene_pick(scene, disturbed ? 82 : 87, disturbed ? 86 : 90);
    int32_t longest_s = scene_pick(scene, disturbed ? 60 : 0, disturbed ? 200 : 30);
    bool masked = scene->day >= scene->course.niv_day;
    diary_say(entry, "\"valid_s\":%d,\"nadir\":%d,\"t88_s\":%d,\"longest88_s\":%d", valid_s, nadir,
              3 * longest_s, longest_s);
    diary_say_tenths(entry, ",\"mean\":", scene_around(scene, disturbed ? 92.8 : 94.8, 0.3), "");
    diary_say_tenths(entry, ",\"t90_pct\":", scene_around(scene, disturbed ? 6.0 : 1.0, 0.4), "");
    diary_say_tenths(entry, ",\"artefact_pct\":", scene_around(scene, 3.0, 1.0), "");
    diary_say(entry, ",\"supply\":\"%s\"", masked ? "niv" : "room_air");
}

static void log_lung_function(struct scene *scene)
{
    const struct course *course = &scene->course;
    double capacity =
        course_level(course->vital_capacity_start, -course->vital_capacity_loss, scene->day);
    double sniff = course_level(course->sniff_start, -course->sniff_loss, scene->day);
    double measured = scene_around(scene, capacity, 1.5);
    struct diary_entry *upright = scene_add(scene, "lung_function", 15);
    diary_say_tenths(upright, "\"posture\":\"upright\",\"fvc_pct\":", measured, "");
    diary_say_tenths(upright, ",\"svc_pct\":", measured + 1.5, "");
    diary_say(upright, ",\"snip\":%d", within(scene_around(scene, sniff, 1.5), 10, 150));
    diary_say(upright, ",\"mip\":%d", within(scene_around(scene, sniff + 6.0, 1.5), 10, 200));
    diary_say(upright, ",\"mep\":%d", within(scene_around(scene, sniff + 12.0, 2.0), 10, 200));
    diary_say_tenths(upright, ",\"paco2\":", scene_around(scene, 5.3, 0.1), "");
    struct diary_entry *supine = scene_add(scene, "lung_function", 16);
    diary_say_tenths(supine, "\"posture\":\"supine\",\"fvc_pct\":", measured - 6.0, "");
    diary_say_tenths(supine, ",\"svc_pct\":", measured - 5.0, "");
}

static void log_cough(struct scene *scene)
{
    double level = course_level(scene->course.cough_start, -scene->course.cough_loss, scene->day);
    struct diary_entry *entry = scene_add(scene, "cough_flow", 15);
    diary_say(entry, "\"best\":%d,\"tries\":3,\"assisted\":\"no\"",
              within(scene_around(scene, level, 8.0), 60, 800));
}

static void log_secretions(struct scene *scene)
{
    int32_t salivation = scene->course.items[ITEM_SALIVATION];
    struct diary_entry *entry = scene_add(scene, "secretions", 13);
    diary_say(entry, "\"amount\":%d,\"thickness\":\"thin\",\"drooling\":\"%s\",\"can_clear\":true",
              (4 - salivation) * 2 + scene_pick(scene, 0, 2), salivation < 4 ? "night" : "none");
}

static void log_clearance(struct scene *scene)
{
    struct diary_entry *entry = scene_add(scene, "airway_clearance", 18);
    diary_say(entry, "\"method\":\"breath_stack\",\"sessions\":%d,\"effective\":\"yes\"",
              scene_pick(scene, 1, 2));
}

static void log_temperature(struct scene *scene)
{
    struct diary_entry *entry = scene_add(scene, "vital_signs", 8);
    diary_say_tenths(entry, "\"temp\":", scene_around(scene, 36.5, 0.2), "");
    diary_say(entry, ",\"resp_rate\":%d", scene_pick(scene, 13, 18));
}

void breathing_day(struct scene *scene)
{
    log_readings(scene);
    log_mask(scene);
    if (scene->day >= scene->course.oxygen_day && scene_happens(scene, 0.7)) {
        log_oxygen(scene);
    }
    if (scene_happens(scene, 0.2)) {
        log_secretions(scene);
    }
    if (scene->day >= 40 && scene_happens(scene, 0.25)) {
        log_clearance(scene);
    }
    if (scene->day % VISIT_DAYS == VISIT_FIRST) {
        log_lung_function(scene);
    }
    if (scene_is_monthly(scene, 8)) {
        log_cough(scene);
    }
    if (scene_is_monthly(scene, 12)) {
        log_recording(scene);
    }
    if (scene->day % 14 == 6) {
        log_temperature(scene);
    }
}
