/* What is logged of medicines, visits, training and those who care for an invented person. */
#include "sample/care.h"

#include <stddef.h>

#include "base/timestamp.h"
#include "sample/scene.h"

enum { CYCLE_DAYS = 28, CYCLE_FIRST_ON_DAYS = 14, CYCLE_ON_DAYS = 10 };

static void log_dose(struct scene *scene, const char *drug, int32_t hour)
{
    static const char *const REASONS[] = {"forgot", "swallowing", "side_effect"};
    struct diary_entry *entry = scene_add(scene, "medication_dose", hour);
    if (scene_happens(scene, scene->course.doses_taken)) {
        diary_say(entry, "\"drug\":\"%s\",\"status\":\"taken\"", drug);
        return;
    }
    diary_say(entry, "\"drug\":\"%s\",\"status\":\"skipped\",\"reason\":\"%s\"", drug,
              REASONS[scene_pick(scene, 0, 2)]);
}

void care_doses(struct scene *scene)
{
    log_dose(scene, "riluzole", 8);
    log_dose(scene, "baclofen", 12);
    log_dose(scene, "riluzole", 20);
}

/* Fourteen days at first, then ten of the first fourteen, see sample/plans.c. */
static bool is_cycle_day(const struct scene *scene)
{
    int32_t day = scene->day - scene->course.cycle_day;
    if (day < 0) {
        return false;
    }
    return day % CYCLE_DAYS < (day < CYCLE_DAYS ? CYCLE_FIRST_ON_DAYS : CYCLE_ON_DAYS);
}

static void log_dose_when_needed(struct scene *scene)
{
    struct diary_entry *entry = scene_add(scene, "medication_dose", 14);
    diary_say(entry, "\"drug\":\"glycopyrronium\",\"status\":\"taken\",\"prn_for\":\"saliva\"");
}

static void log_medicines(struct scene *scene)
{
    care_doses(scene);
    if (is_cycle_day(scene)) {
        struct diary_entry *entry = scene_add(scene, "medication_dose", 7);
        diary_say(entry, "\"drug\":\"edaravone\",\"status\":\"taken\"");
    }
    if (scene_happens(scene, 0.08 * (4 - scene->course.items[ITEM_SALIVATION]))) {
        log_dose_when_needed(scene);
    }
    if (scene_happens(scene, 0.015)) {
        struct diary_entry *entry = scene_add(scene, "side_effect", 12);
        diary_say(entry,
                  "\"symptom\":\"nausea\",\"severity\":%d,\"jaundice_or_dark_urine\":false,"
                  "\"fever\":false",
                  scene_pick(scene, 1, 3));
    }
}

static void log_visit(struct scene *scene, const char *discipline, const char *mode)
{
    struct diary_entry *entry = scene_add(scene, "therapy_session", 14);
    const char *attended = scene_happens(scene, 0.93) ? "yes" : "cancelled";
    diary_say(entry, "\"discipline\":\"%s\",\"mode\":\"%s\",\"minutes\":%d,\"attended\":\"%s\"",
              discipline, mode, 5 * scene_pick(scene, 6, 9), attended);
}

static void log_visits(struct scene *scene)
{
    if (scene->weekday == 2) {
        log_visit(scene, "pt", "home");
    }
    if (scene_is_monthly(scene, 16)) {
        log_visit(scene, "ot", "home");
    }
    if (scene_is_monthly(scene, 20)) {
        log_visit(scene, "slp", "video");
    }
}

static void log_training(struct scene *scene)
{
    static const struct {
        int32_t day;
        const char *topic;
    } COURSES[] = {
        {20, "falls_getup"}, {34, "transfers"}, {62, "choking_response"}, {90, "niv_mask"}};
    for (size_t i = 0; i < sizeof COURSES / sizeof COURSES[0]; i++) {
        if (scene->day != COURSES[i].day) {
            continue;
        }
        char date[DAY_TEXT_SIZE];
        day_to_text(scene->diary.day, date);
        struct diary_entry *entry = scene_add_by(scene, "education_done", 15, REPORTER_CAREGIVER);
        diary_say(entry, "\"topic\":\"%s\",\"date\":\"%s\",\"confidence_before\":%d",
                  COURSES[i].topic, date, scene_pick(scene, 2, 4));
        diary_say(entry, ",\"confidence_after\":%d,\"demo_ok\":true", scene_pick(scene, 6, 8));
    }
}

static void log_care(struct scene *scene)
{
    static const char *const TASKS[] = {"dressing", "bathing", "moving", "feeding"};
    int32_t help = 5 - scene->course.items[ITEM_DRESSING];
    struct diary_entry *entry = scene_add_by(scene, "care_task", 18, REPORTER_CAREGIVER);
    const char *task = TASKS[scene_pick(scene, 0, 3)];
    diary_say(entry, "\"task\":\"%s\",\"minutes\":%d,\"safe\":true", task,
              help * scene_pick(scene, 8, 14));
}

/* Seven is a red line, and who is asked each week seldom is far from the week before. */
static void log_strain(struct scene *scene)
{
    const struct course *course = &scene->course;
    double level = scene_around(
        scene, course_level(course->strain_start, course->strain_change, scene->day), 0.5);
    int32_t strain = level > 10.0 ? 10 : (int32_t)(level + 0.5);
    struct diary_entry *entry = scene_add_by(scene, "caregiver_strain", 21, REPORTER_CAREGIVER);
    diary_say(entry, "\"strain\":%d,\"coping\":\"%s\",\"sleep_disturbed_nights\":%d", strain,
              strain < 4 ? "yes" : "mostly", scene_pick(scene, 0, 2));
}

void care_day(struct scene *scene)
{
    log_medicines(scene);
    log_visits(scene);
    log_training(scene);
    if (scene_happens(scene, scene->taken_over ? 0.75 : 0.25)) {
        log_care(scene);
    }
    if (scene->weekday == 6) {
        log_strain(scene);
    }
}
