/* Invents some months in the life of a person with ALS. */
#include "sample/life.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/timestamp.h"
#include "sample/course.h"

enum { HOUR = 3600, ASSESSMENT_DAYS = 28, ASSESSMENT_FIRST = 2 };

static const char *const SYNTHETIC = "Synthetic sample data; no person stands behind it.";

/* What every entry of a day is drawn from. At most one number is drawn in a call's arguments, whose
 * order is the compiler's choice. */
struct scene {
    struct course course;
    struct randomness randomness;
    int32_t day; /* since the first */
    bool taken_over;
    struct diary diary;
};

static bool happens(struct scene *scene, double share)
{
    return randomness_chance(&scene->randomness, share);
}

static int32_t pick(struct scene *scene, int32_t low, int32_t high)
{
    return randomness_between(&scene->randomness, low, high);
}

/* An entry within the hour after hour; who logs it depends on how far the illness has gone. */
static struct diary_entry *add(struct scene *scene, const char *kind, int32_t hour)
{
    bool caregiver = happens(scene, scene->taken_over ? 0.85 : 0.12);
    int32_t second = hour * HOUR + pick(scene, 0, HOUR - 1);
    return diary_add(&scene->diary, kind, second,
                     caregiver ? REPORTER_CAREGIVER : REPORTER_PATIENT);
}

static int32_t score(struct scene *scene, double start, double change)
{
    return course_score(&scene->course, start, change, scene->day, &scene->randomness);
}

/* Tenths as a decimal, the same in every locale. */
static void write_tenths(struct diary_entry *entry, const char *before, double value,
                         const char *behind)
{
    int32_t tenths = (int32_t)(value * 10.0 + 0.5);
    int size = snprintf(entry->fields, sizeof entry->fields, "%s%d.%d%s", before, tenths / 10,
                        tenths % 10, behind);
    assert(size > 0 && size < DIARY_FIELDS_SIZE);
}

static void log_medication(struct scene *scene, const char *drug, int32_t hour)
{
    static const char *const REASONS[] = {"forgot", "swallowing", "side_effect"};
    struct diary_entry *entry = add(scene, "medication_dose", hour);
    if (happens(scene, 0.95)) {
        snprintf(entry->fields, sizeof entry->fields, "\"drug\":\"%s\",\"status\":\"taken\"", drug);
        return;
    }
    snprintf(entry->fields, sizeof entry->fields,
             "\"drug\":\"%s\",\"status\":\"skipped\",\"reason\":\"%s\"", drug,
             REASONS[pick(scene, 0, 2)]);
}

static void log_exercise(struct scene *scene, const char *type, int32_t hour)
{
    static const char *const REASONS[] = {"fatigue", "pain", "no_helper", "ill"};
    struct diary_entry *entry = add(scene, "exercise_session", hour);
    double done = course_level(0.85, -0.05, scene->day);
    if (!happens(scene, done < 0.4 ? 0.4 : done)) {
        snprintf(entry->fields, sizeof entry->fields,
                 "\"type\":\"%s\",\"status\":\"not_done\",\"not_done_reason\":\"%s\"", type,
                 REASONS[pick(scene, 0, 3)]);
        return;
    }
    const char *status = happens(scene, 0.12) ? "partial" : "done";
    int32_t minutes = pick(scene, 8, 25);
    int32_t exertion = pick(scene, 2, 6);
    snprintf(entry->fields, sizeof entry->fields,
             "\"type\":\"%s\",\"status\":\"%s\",\"minutes\":%d,\"exertion\":%d", type, status,
             minutes, exertion);
}

static void log_spo2(struct scene *scene, int32_t hour)
{
    struct diary_entry *entry = add(scene, "spo2_spot", hour);
    double level = course_level(scene->course.spo2_start, -0.3, scene->day) +
                   0.8 * randomness_normal(&scene->randomness);
    int32_t spo2 = (int32_t)(level + 0.5);
    spo2 = spo2 > 99 ? 99 : spo2;
    spo2 = spo2 < 86 ? 86 : spo2;
    snprintf(entry->fields, sizeof entry->fields,
             "\"spo2\":%d,\"pulse\":%d,\"state\":\"rest\",\"supply\":\"room_air\"", spo2,
             pick(scene, 66, 88));
}

static void log_pain(struct scene *scene)
{
    static const char *const SITES[] = {"neck", "back", "shoulder", "leg"};
    struct diary_entry *entry = add(scene, "pain", 10);
    int32_t worst = score(scene, scene->course.pain_start, 0.35);
    snprintf(entry->fields, sizeof entry->fields, "\"worst\":%d,\"site\":\"%s\"", worst,
             SITES[pick(scene, 0, 3)]);
}

static void log_muscle(struct scene *scene, const char *symptom, double start, double change)
{
    static const char *const REGIONS[] = {"arm_l", "arm_r", "hand_r", "leg_l", "leg_r", "foot_l"};
    struct diary_entry *entry = add(scene, "muscle_symptom", 18);
    int32_t severity = score(scene, start, change);
    snprintf(entry->fields, sizeof entry->fields,
             "\"region\":\"%s\",\"symptom\":\"%s\",\"severity\":%d", REGIONS[pick(scene, 0, 5)],
             symptom, severity);
}

static void log_fatigue(struct scene *scene)
{
    struct diary_entry *entry = add(scene, "fatigue", 17);
    snprintf(entry->fields, sizeof entry->fields, "\"severity\":%d",
             score(scene, scene->course.fatigue_start, 0.4));
}

static void log_breathlessness(struct scene *scene)
{
    static const char *const SITUATIONS[] = {"walking", "dressing", "rest_lying", "talking"};
    struct diary_entry *entry = add(scene, "breathlessness", 19);
    int32_t severity = score(scene, scene->course.breathlessness_start, 0.3);
    snprintf(entry->fields, sizeof entry->fields, "\"severity\":%d,\"situation\":\"%s\"", severity,
             SITUATIONS[pick(scene, 0, 3)]);
}

/* Getting used to the mask takes weeks. */
static void log_niv(struct scene *scene)
{
    struct diary_entry *entry = add(scene, "niv_use", 6);
    double hours = course_level(2.5, 2.5, scene->day - scene->course.niv_day);
    hours = (hours > 7.0 ? 7.0 : hours) + 0.7 * randomness_normal(&scene->randomness);
    write_tenths(entry, "\"hours\":", hours < 0.5 ? 0.5 : hours,
                 ",\"part\":\"night\",\"source\":\"device\"");
}

static void log_weight(struct scene *scene)
{
    struct diary_entry *entry = add(scene, "body_weight", 7);
    double weight =
        course_level(scene->course.weight_start, -scene->course.weight_loss, scene->day);
    weight += 0.25 * randomness_normal(&scene->randomness);
    write_tenths(entry, "\"weight\":", weight < 35.0 ? 35.0 : weight, ",\"scale\":\"home\"");
}

static void log_alsfrs_r(struct scene *scene)
{
    struct diary_entry *entry = add(scene, "alsfrs_r", 16);
    course_lose_points(&scene->course, scene->day, &scene->randomness);
    const int32_t *items = scene->course.items;
    snprintf(entry->fields, sizeof entry->fields,
             "\"version\":\"r_se\",\"gastrostomy\":false,\"administered\":\"%s\",\"q1\":%d,"
             "\"q2\":%d,\"q3\":%d,\"q4\":%d,\"q5\":%d,\"q6\":%d,\"q7\":%d,\"q8\":%d,\"q9\":%d,"
             "\"q10\":%d,\"q11\":%d,\"q12\":%d",
             entry->reporter == REPORTER_PATIENT ? "self" : "caregiver", items[0], items[1],
             items[2], items[3], items[4], items[5], items[6], items[7], items[8], items[9],
             items[10], items[11]);
}

static void log_fall(struct scene *scene, const char *kind, const char *injury)
{
    static const char *const PLACES[] = {"bathroom", "bedroom", "hall", "kitchen"};
    struct diary_entry *entry = add(scene, "fall_event", 11);
    const char *place = PLACES[pick(scene, 0, 3)];
    const char *could_get_up = happens(scene, 0.5) ? "alone" : "with_help";
    snprintf(entry->fields, sizeof entry->fields,
             "\"kind\":\"%s\",\"place\":\"%s\",\"activity\":\"turn\",\"injury\":\"%s\","
             "\"head_strike\":false,\"could_get_up\":\"%s\"",
             kind, place, injury, could_get_up);
}

/* Each reporter's lines say first what they are. */
static void log_beginning(struct scene *scene)
{
    diary_add(&scene->diary, "note", 5 * HOUR, REPORTER_PATIENT)->note = SYNTHETIC;
    diary_add(&scene->diary, "note", 5 * HOUR + 60, REPORTER_CAREGIVER)->note = SYNTHETIC;
}

static void log_events(struct scene *scene)
{
    const struct course *course = &scene->course;
    if (scene->day == 0) {
        log_beginning(scene);
    }
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

static void log_measurements(struct scene *scene)
{
    log_spo2(scene, 7);
    if (happens(scene, 0.4)) {
        log_spo2(scene, 20);
    }
    if (scene->day >= scene->course.niv_day) {
        log_niv(scene);
    }
    if (scene->diary.day == day_monday(scene->diary.day)) {
        log_weight(scene);
    }
    if (scene->day % ASSESSMENT_DAYS == ASSESSMENT_FIRST) {
        log_alsfrs_r(scene);
    }
}

static void log_care(struct scene *scene)
{
    log_medication(scene, "riluzole", 8);
    log_medication(scene, "baclofen", 12);
    log_medication(scene, "riluzole", 20);
    if (happens(scene, 0.85)) {
        log_exercise(scene, "stretch", 9);
    }
    if (happens(scene, 0.25)) {
        log_exercise(scene, "strength", 14);
    }
    if (happens(scene, 0.4)) {
        log_exercise(scene, "breathing", 15);
    }
}

static void log_symptoms(struct scene *scene)
{
    if (happens(scene, 0.85)) {
        log_pain(scene);
    }
    if (happens(scene, 0.9)) {
        log_fatigue(scene);
    }
    if (happens(scene, 0.8)) {
        log_muscle(scene, "stiffness", scene->course.stiffness_start, 0.3);
    }
    if (happens(scene, 0.7)) {
        log_muscle(scene, "cramp", 2.4, 0.05);
    }
    if (happens(scene, 0.15)) {
        log_muscle(scene, "twitching", 2.0, 0.0);
    }
    if (happens(scene, 0.8)) {
        log_breathlessness(scene);
    }
}

/* Assessments are arranged, so they are not among the days people skip. */
static bool is_skipped(struct scene *scene)
{
    bool skipped = happens(scene, 0.06);
    return skipped && scene->day % ASSESSMENT_DAYS != ASSESSMENT_FIRST;
}

void life_write(const struct life_request *request, struct buffer *out)
{
    assert(request != NULL && out != NULL);
    assert(request->days >= 1 && request->days <= LIFE_DAYS_MAX);
    struct scene scene = {0};
    randomness_start(&scene.randomness, request->seed);
    course_draw(&scene.course, request->days, &scene.randomness);
    for (scene.day = 0; scene.day < request->days; scene.day++) {
        scene.diary.day = request->end_day - request->days + 1 + scene.day;
        scene.diary.count = 0;
        scene.taken_over = scene.day >= scene.course.takeover_day;
        course_pass_day(&scene.course, &scene.randomness);
        log_events(&scene);
        if (!is_skipped(&scene) && !course_is_away(&scene.course, scene.day)) {
            log_measurements(&scene);
            log_care(&scene);
            log_symptoms(&scene);
        }
        diary_write(&scene.diary, request->reporters, out);
    }
}
