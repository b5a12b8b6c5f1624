/* Invents some months in the life of a person with ALS. */
#include "sample/life.h"

#include <assert.h>
#include <stdbool.h>

#include "base/buffer.h"
#include "base/timestamp.h"
#include "sample/breathing.h"
#include "sample/care.h"
#include "sample/comfort.h"
#include "sample/eating.h"
#include "sample/function.h"
#include "sample/movement.h"
#include "sample/plans.h"
#include "sample/scene.h"

static const char *const SYNTHETIC = "Synthetic sample data; no person stands behind it.";

/* Each reporter's lines say first what they are. */
static void log_beginning(struct scene *scene)
{
    const int32_t second = 5 * SCENE_HOUR_SECONDS;
    diary_add(&scene->diary, "note", second, REPORTER_PATIENT)->note = SYNTHETIC;
    diary_add(&scene->diary, "note", second + 60, REPORTER_CAREGIVER)->note = SYNTHETIC;
}

/* Assessments are arranged, so they are not among the days people skip. */
static bool is_skipped(struct scene *scene)
{
    bool skipped = scene_happens(scene, scene->course.days_skipped);
    return skipped && !function_is_assessed(scene);
}

static void live_short_day(struct scene *scene)
{
    movement_falls(scene);
    if (is_skipped(scene) || course_is_away(&scene->course, scene->day)) {
        return;
    }
    breathing_measurements(scene);
    if (scene->weekday == 0) {
        eating_weight(scene);
    }
    function_alsfrs_r(scene);
    care_doses(scene);
    movement_exercise(scene);
    comfort_symptoms(scene);
}

/* What is planted is logged, whatever the day is like. */
static bool is_eventful(const struct scene *scene)
{
    static const int32_t DAYS[LIFE_EVENT_KINDS] = {
        [LIFE_FALL_INJURY] = 1,  [LIFE_SPO2_DROP] = 3, [LIFE_WEIGHT_LOSS] = 4,
        [LIFE_NIV_REFUSAL] = 10, [LIFE_CHOKING] = 1,
    };
    for (size_t i = 0; i < LIFE_EVENT_KINDS; i++) {
        if (scene_is_planted(scene, (enum life_event_kind)i, DAYS[i])) {
            return true;
        }
    }
    return false;
}

/* The check-in comes last: it says whether there was a fall. */
static void live_long_day(struct scene *scene)
{
    plans_day(scene);
    bool skipped = is_skipped(scene) || course_is_away(&scene->course, scene->day);
    if (skipped && !is_eventful(scene)) {
        return;
    }
    scene->fell = false;
    scene->choked = false;
    breathing_day(scene);
    eating_day(scene);
    function_day(scene);
    care_day(scene);
    movement_day(scene);
    comfort_day(scene);
}

static void live_day(struct scene *scene)
{
    course_pass_day(&scene->course, &scene->randomness);
    if (scene->day == 0) {
        log_beginning(scene);
    }
    if (scene->request->decline == DECLINE_SHORT) {
        live_short_day(scene);
    } else {
        live_long_day(scene);
    }
}

/* A mask that is refused was worn before. */
static void prepare_events(const struct life_request *request, struct course *course)
{
    enum { WORN_DAYS = 90 };
    for (size_t i = 0; i < request->event_count; i++) {
        int32_t first = request->events[i].day - WORN_DAYS;
        if (request->events[i].kind == LIFE_NIV_REFUSAL && course->niv_day > first) {
            course->niv_day = first > 0 ? first : 0;
        }
    }
}

static void begin(const struct life_request *request, struct scene *scene)
{
    assert(request->days >= 1 && request->days <= LIFE_DAYS_MAX);
    assert(request->event_count <= LIFE_EVENTS_MAX);
    scene->request = request;
    randomness_start(&scene->randomness, request->seed);
    course_draw(&scene->course, request->decline, request->days, &scene->randomness);
    prepare_events(request, &scene->course);
}

void life_write(const struct life_request *request, struct buffer *out)
{
    assert(request != NULL && out != NULL);
    struct scene scene = {0};
    begin(request, &scene);
    for (scene.day = 0; scene.day < request->days; scene.day++) {
        scene.diary.day = request->end_day - request->days + 1 + scene.day;
        scene.diary.count = 0;
        scene.weekday = scene.diary.day - day_monday(scene.diary.day);
        scene.taken_over = scene.day >= scene.course.takeover_day;
        live_day(&scene);
        diary_write(&scene.diary, request->reporters, out);
    }
}

void life_course(const struct life_request *request, struct course *out_course)
{
    assert(request != NULL && out_course != NULL);
    struct scene scene = {0};
    begin(request, &scene);
    *out_course = scene.course;
}
