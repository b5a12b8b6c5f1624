/* Counting the days with each symptom. */
#include "flags/symptoms.h"

#include <assert.h>
#include <stddef.h>

#include "flags/rule_day.h"
#include "flags/slice.h"

_Static_assert(WORD_APPETITE + 1 == SYMPTOM_COUNT, "a count for each symptom");

enum { PRESENT_DAYS = 14 };

/* When a daily value counts as the symptom. */
enum comparison { AT_LEAST, AT_MOST, BELOW };

struct symptom_source {
    enum sighting_word word;
    enum measure measure;
    enum comparison comparison;
    bool counted; /* any day with it counts; otherwise the limit decides */
    enum flag_limit limit;
};

static const struct symptom_source sources[] = {
    {WORD_ORTHOPNOEA, MEASURE_BREATHLESSNESS_LYING, AT_LEAST, true, LIMIT_COUNT},
    {WORD_ORTHOPNOEA, MEASURE_SLEEP_LIE_FLAT_MIN, BELOW, false, LIMIT_R02_LIE_FLAT},
    {WORD_BREATHLESS, MEASURE_BREATHLESSNESS_SEVERITY, AT_LEAST, false, LIMIT_R02_BREATHLESSNESS},
    {WORD_DISTURBED_SLEEP, MEASURE_SLEEP_WAKES_BREATH, AT_LEAST, true, LIMIT_COUNT},
    {WORD_DISTURBED_SLEEP, MEASURE_SLEEP_QUALITY, AT_MOST, false, LIMIT_R02_SLEEP_QUALITY},
    {WORD_NIGHTMARES, MEASURE_SLEEP_NIGHTMARES, AT_LEAST, true, LIMIT_COUNT},
    {WORD_MORNING_HEADACHE, MEASURE_SLEEP_MORNING_HEADACHE, AT_LEAST, true, LIMIT_COUNT},
    {WORD_SLEEPINESS, MEASURE_SLEEP_SLEEPINESS, AT_LEAST, false, LIMIT_R02_SLEEPINESS},
    {WORD_FATIGUE, MEASURE_FATIGUE_SEVERITY, AT_LEAST, false, LIMIT_R02_FATIGUE},
    {WORD_APPETITE, MEASURE_APPETITE, AT_MOST, false, LIMIT_R02_APPETITE},
};

static uint32_t count_days(const struct symptom_source *source, struct series window, double limit)
{
    switch (source->comparison) {
    case AT_LEAST:
        return slice_count_from(window, limit);
    case AT_MOST:
        return slice_count_to(window, limit);
    case BELOW:
        return (uint32_t)window.count - slice_count_from(window, limit);
    }
    assert(false);
    return 0;
}

void symptoms_count(const struct rule_day *rule_day, int32_t skip, int32_t days,
                    struct symptoms *out_symptoms)
{
    *out_symptoms = (struct symptoms){0};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        const struct symptom_source *source = &sources[i];
        double limit = source->counted ? 1 : rule_day_limit(rule_day, source->limit);
        struct series window = rule_day_before(rule_day, source->measure, skip, days);
        uint32_t noted = count_days(source, window, limit);
        uint32_t *most = &out_symptoms->days[source->word];
        *most = noted > *most ? noted : *most;
        out_symptoms->roles |= noted > 0 ? slice_roles(window) : 0;
    }
}

uint32_t symptoms_words(const struct symptoms *symptoms, uint32_t days)
{
    uint32_t words = 0;
    for (unsigned word = 0; word < SYMPTOM_COUNT; word++) {
        words |= symptoms->days[word] >= days ? 1U << word : 0;
    }
    return words;
}

uint32_t symptoms_present(const struct rule_day *rule_day)
{
    struct symptoms symptoms;
    symptoms_count(rule_day, 0, PRESENT_DAYS, &symptoms);
    return symptoms_words(&symptoms, (uint32_t)rule_day_limit(rule_day, LIMIT_R02_DAYS));
}
