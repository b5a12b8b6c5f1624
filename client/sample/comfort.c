/* How an invented person feels on a day. */
#include "sample/comfort.h"

#include "sample/scene.h"

static const char *yes_or_no(bool yes)
{
    return yes ? "true" : "false";
}

static void log_pain(struct scene *scene)
{
    static const char *const SITES[] = {"neck", "back", "shoulder", "leg"};
    struct diary_entry *entry = scene_add(scene, "pain", 10);
    int32_t worst = scene_score(scene, scene->course.pain_start, scene->course.pain_change);
    diary_say(entry, "\"worst\":%d,\"site\":\"%s\"", worst, SITES[scene_pick(scene, 0, 3)]);
}

static void log_muscle(struct scene *scene, const char *symptom, double start, double change)
{
    static const char *const REGIONS[] = {"arm_l", "arm_r", "hand_r", "leg_l", "leg_r", "foot_l"};
    struct diary_entry *entry = scene_add(scene, "muscle_symptom", 18);
    int32_t severity = scene_score(scene, start, change);
    diary_say(entry, "\"region\":\"%s\",\"symptom\":\"%s\",\"severity\":%d",
              REGIONS[scene_pick(scene, 0, 5)], symptom, severity);
}

static void log_fatigue(struct scene *scene)
{
    struct diary_entry *entry = scene_add(scene, "fatigue", 17);
    diary_say(entry, "\"severity\":%d",
              scene_score(scene, scene->course.fatigue_start, scene->course.fatigue_change));
}

static void log_breathlessness(struct scene *scene)
{
    static const char *const SITUATIONS[] = {"walking", "dressing", "rest_lying", "talking"};
    static const char *const UPRIGHT[] = {"walking", "dressing", "walking", "talking"};
    const struct course *course = &scene->course;
    bool lying = course->decline == DECLINE_SHORT || course_disturbs_nights(course, scene->day);
    struct diary_entry *entry = scene_add(scene, "breathlessness", 19);
    int32_t severity =
        scene_score(scene, course->breathlessness_start, course->breathlessness_change);
    int32_t situation = scene_pick(scene, 0, 3);
    diary_say(entry, "\"severity\":%d,\"situation\":\"%s\"", severity,
              lying ? SITUATIONS[situation] : UPRIGHT[situation]);
}

void comfort_symptoms(struct scene *scene)
{
    const struct course *course = &scene->course;
    if (scene_happens(scene, 0.85)) {
        log_pain(scene);
    }
    if (scene_happens(scene, 0.9)) {
        log_fatigue(scene);
    }
    if (scene_happens(scene, 0.8)) {
        log_muscle(scene, "stiffness", course->stiffness_start, course->stiffness_change);
    }
    if (scene_happens(scene, 0.7)) {
        log_muscle(scene, "cramp", 2.4, 0.05);
    }
    if (scene_happens(scene, 0.15)) {
        log_muscle(scene, "twitching", 2.0, 0.0);
    }
    if (scene_happens(scene, 0.8)) {
        log_breathlessness(scene);
    }
}

/* The same answers as yesterday are given as such now and then, by one key. */
static void log_checkin(struct scene *scene)
{
    const struct course *course = &scene->course;
    struct scene_answers *answers = &scene->answers;
    struct diary_entry *entry = scene_add(scene, "daily_checkin", 9);
    bool same = scene->day > 0 && scene_happens(scene, 0.15);
    if (!same) {
        answers->fatigue = scene_score(scene, course->fatigue_start, course->fatigue_change);
        answers->stiffness = scene_score(scene, course->stiffness_start, course->stiffness_change);
        answers->appetite = 10 - scene_score(scene, 2.0, course->fatigue_change / 2.0);
        answers->overall = 10 - (answers->fatigue + scene_pick(scene, 3, 5)) / 2;
    }
    diary_say(entry, "\"overall\":%d,\"same_as_yesterday\":%s,\"fatigue\":%d,\"stiffness\":%d",
              answers->overall, yes_or_no(same), answers->fatigue, answers->stiffness);
    if (scene_happens(scene, 0.03)) {
        diary_say(entry, ",\"appetite\":{\"absent\":\"skipped\"}");
    } else {
        diary_say(entry, ",\"appetite\":%d", answers->appetite);
    }
    diary_say(entry, ",\"weakness_change\":\"%s\"", scene_happens(scene, 0.03) ? "worse" : "same");
    diary_say(entry, ",\"any_fall\":%s,\"any_choking\":%s", yes_or_no(scene->fell),
              yes_or_no(scene->choked));
    if (scene->day % 40 == 15) {
        diary_say(entry, ",\"question_for_team\":\"Which day suits for the next visit?\"");
    }
}

static void log_night(struct scene *scene)
{
    bool disturbed = course_disturbs_nights(&scene->course, scene->day);
    struct diary_entry *entry = scene_add(scene, "sleep_night", 7);
    diary_say(entry, "\"quality\":%d",
              disturbed ? scene_pick(scene, 2, 4) : scene_pick(scene, 6, 8));
    diary_say_tenths(entry, ",\"slept_h\":", scene_around(scene, disturbed ? 5.2 : 7.0, 0.6), "");
    diary_say(entry, ",\"pillows\":%d,\"can_lie_flat_min\":%d", disturbed ? 3 : 1,
              disturbed ? scene_pick(scene, 5, 12) : scene_pick(scene, 300, 480));
    int32_t wakes = scene_pick(scene, disturbed ? 3 : 0, disturbed ? 5 : 2);
    diary_say(entry, ",\"wakes\":%d", wakes);
    if (wakes > 0) {
        diary_say(entry, ",\"wake_reason\":\"%s\"", disturbed ? "breath" : "turning");
    }
    diary_say(entry, ",\"nightmares\":%s", yes_or_no(scene_happens(scene, disturbed ? 0.2 : 0.01)));
    diary_say(entry, ",\"morning_headache\":%s",
              yes_or_no(scene_happens(scene, disturbed ? 0.35 : 0.01)));
    diary_say(entry, ",\"daytime_sleepiness\":%d",
              scene_pick(scene, disturbed ? 4 : 0, disturbed ? 6 : 2));
}

static void log_mood(struct scene *scene)
{
    struct diary_entry *entry = scene_add(scene, "mood_affect", 20);
    int32_t mood = scene_pick(scene, 5, 8);
    diary_say(entry, "\"mood\":%d,\"anxiety\":%d", mood, scene_pick(scene, 1, 4));
    if (scene_happens(scene, 0.2)) {
        diary_say(entry, ",\"uncontrolled_laugh_cry\":%d", scene_pick(scene, 0, 3));
    }
}

void comfort_day(struct scene *scene)
{
    if (scene_happens(scene, 0.97)) {
        log_checkin(scene);
    }
    if (scene_happens(scene, 0.45)) {
        log_pain(scene);
    }
    if (scene_happens(scene, 0.12)) {
        log_muscle(scene, "cramp", 1.6, 0.02);
    }
    if (scene->weekday == 3) {
        log_muscle(scene, "weakness", scene->course.stiffness_start, scene->course.fatigue_change);
        log_mood(scene);
    }
    if (scene_happens(scene, 0.5)) {
        log_night(scene);
    }
    if (scene_happens(scene, 0.25)) {
        log_breathlessness(scene);
    }
}
