/* What an invented person can still do, as asked each month. */
#include "sample/function.h"

#include <stddef.h>

#include "sample/scene.h"

enum { ASSESSMENT_FIRST = 2 };

bool function_is_assessed(const struct scene *scene)
{
    return scene_is_monthly(scene, ASSESSMENT_FIRST);
}

void function_alsfrs_r(struct scene *scene)
{
    if (!function_is_assessed(scene)) {
        return;
    }
    struct diary_entry *entry = scene_add(scene, "alsfrs_r", 16);
    course_lose_points(&scene->course, scene->day, &scene->randomness);
    const int32_t *items = scene->course.items;
    diary_say(entry, "\"version\":\"r_se\",\"gastrostomy\":%s,\"administered\":\"%s\"",
              scene->day >= scene->course.tube_day ? "true" : "false",
              entry->reporter == REPORTER_PATIENT ? "self" : "caregiver");
    for (int32_t i = 0; i < COURSE_ITEMS; i++) {
        diary_say(entry, ",\"q%d\":%d", i + 1, items[i]);
    }
}

static void log_activities(struct scene *scene)
{
    static const struct {
        const char *activity;
        enum course_item item;
    } ACTIVITIES[] = {
        {"eating", ITEM_CUTTING},
        {"oral_hygiene", ITEM_DRESSING},
        {"toileting", ITEM_DRESSING},
        {"bathing", ITEM_DRESSING},
        {"upper_dressing", ITEM_DRESSING},
        {"lower_dressing", ITEM_DRESSING},
        {"footwear", ITEM_DRESSING},
        {"bed_turn", ITEM_TURNING},
        {"sit_stand", ITEM_WALKING},
        {"transfer", ITEM_WALKING},
        {"walk", ITEM_WALKING},
        {"stairs", ITEM_STAIRS},
        {"phone_computer", ITEM_HANDWRITING},
    };
    static const int32_t LEVELS[] = {1, 2, 4, 5, 6};
    for (size_t i = 0; i < sizeof ACTIVITIES / sizeof ACTIVITIES[0]; i++) {
        int32_t level = LEVELS[scene->course.items[ACTIVITIES[i].item]];
        struct diary_entry *entry = scene_add(scene, "adl_status", 17);
        diary_say(entry, "\"activity\":\"%s\",\"level\":%d,\"help_minutes\":%d",
                  ACTIVITIES[i].activity, level, 4 * (6 - level));
    }
}

static void log_speech(struct scene *scene)
{
    static const int32_t UNDERSTOOD[] = {0, 2, 5, 8, 10};
    static const int32_t WORDS[] = {0, 60, 105, 135, 165};
    int32_t speech = scene->course.items[ITEM_SPEECH];
    struct diary_entry *entry = scene_add(scene, "speech_status", 17);
    diary_say(entry, "\"intelligibility\":%d,\"words_per_min\":%d,\"aac_used\":%s",
              UNDERSTOOD[speech], (int32_t)scene_around(scene, WORDS[speech], 4.0),
              speech <= 1 ? "true" : "false");
}

void function_day(struct scene *scene)
{
    function_alsfrs_r(scene);
    if (scene->day % (2 * SCENE_MONTH_DAYS) == 5) {
        log_activities(scene);
    }
    if (scene_is_monthly(scene, 6)) {
        log_speech(scene);
    }
}
