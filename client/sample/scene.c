/* One day of a life while it is written. */
#include "sample/scene.h"

bool scene_happens(struct scene *scene, double share)
{
    return randomness_chance(&scene->randomness, share);
}

int32_t scene_pick(struct scene *scene, int32_t low, int32_t high)
{
    return randomness_between(&scene->randomness, low, high);
}

double scene_around(struct scene *scene, double middle, double spread)
{
    double value = middle + spread * randomness_normal(&scene->randomness);
    return value < 0.0 ? 0.0 : value;
}

int32_t scene_score(struct scene *scene, double start, double change)
{
    return course_score(&scene->course, start, change, scene->day, &scene->randomness);
}

struct diary_entry *scene_add(struct scene *scene, const char *kind, int32_t hour)
{
    bool caregiver = scene_happens(scene, scene->taken_over ? 0.85 : 0.12);
    return scene_add_by(scene, kind, hour, caregiver ? REPORTER_CAREGIVER : REPORTER_PATIENT);
}

struct diary_entry *scene_add_by(struct scene *scene, const char *kind, int32_t hour,
                                 enum reporter reporter)
{
    int32_t second = hour * SCENE_HOUR_SECONDS + scene_pick(scene, 0, SCENE_HOUR_SECONDS - 1);
    return diary_add(&scene->diary, kind, second, reporter);
}

bool scene_is_monthly(const struct scene *scene, int32_t day)
{
    return scene->day % SCENE_MONTH_DAYS == day;
}

bool scene_is_planted(const struct scene *scene, enum life_event_kind kind, int32_t days)
{
    for (size_t i = 0; i < scene->request->event_count; i++) {
        const struct life_event *event = &scene->request->events[i];
        if (event->kind == kind && scene->day >= event->day && scene->day < event->day + days) {
            return true;
        }
    }
    return false;
}
