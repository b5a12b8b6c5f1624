/* Sentences on aids, the home, training, medicines and the caregiver. */
#include "report/part_care.h"

#include "report/part_text.h"
#include "report/sentence.h"
#include "trends/figures_all.h"
#include "trends/summary.h"

static void put_aid(const struct part_text *text, size_t index, struct buffer *out)
{
    const struct figures_aid *aid = &text->figures->care.aids[index];
    struct sentence sentence = {.size = 0};
    if (!aid->recommended && !aid->used) {
        return;
    }
    sentence_say(&sentence, "%s:", part_text_choice("aid_use", "aid", index));
    if (aid->recommended) {
        sentence_day(&sentence, " advised ", aid->recommended_day);
        sentence_say(&sentence, "%s", aid->used ? "," : ", not used yet");
    }
    if (aid->used) {
        sentence_day(&sentence, " used since ", aid->first_used_day);
        sentence_figure(&sentence, ", ", aid->lag_days, " days after the advice");
    }
    sentence_figure(&sentence, ", ", aid->hours_per_day, " h a day");
    if (aid->hours_per_day.has) {
        const enum measure hours = (enum measure)(MEASURE_AID_CANE_HOURS + (int)index);
        sentence_day(&sentence, " on ", text->summary->measures[hours].last_day);
    }
    if (aid->given_up) {
        sentence_day(&sentence, ", given up ", aid->given_up_day);
    }
    sentence_say(&sentence, ".");
    sentence_end(&sentence, text->columns, out);
}

static void put_doses(const struct part_text *text, struct buffer *out)
{
    const struct figures_medication *medication = &text->figures->care.medication;
    const struct figures_doses *doses = &medication->doses_d28;
    struct sentence sentence = {.size = 0};
    if (doses->scheduled > 0.0) {
        sentence_say(&sentence,
                     "Doses in 28 days: %.0f planned, %.0f taken, %.0f not taken, %.0f not logged",
                     doses->scheduled, doses->taken, doses->missed, doses->unlogged);
        sentence_figure(&sentence, "; taken ", doses->taken_percent, " %");
        sentence_say(&sentence, ".");
    } else if (doses->taken + doses->missed > 0.0) {
        sentence_say(&sentence,
                     "Doses in 28 days: %.0f taken, %.0f not taken; no plan says how many.",
                     doses->taken, doses->missed);
    }
    if (medication->has_cycle_day) {
        sentence_say(&sentence, " Day %u of cycle %u, %s.", medication->cycle_day.day,
                     medication->cycle_day.cycle, medication->cycle_day.on ? "on" : "off");
    }
    if (medication->has_visit) {
        sentence_say(&sentence, " Days to the next visit for a medicine: %d.",
                     medication->days_to_visit);
    }
    if (medication->as_needed_d7 > 0.0) {
        sentence_say(&sentence, " As needed in 7 days: %.0f.", medication->as_needed_d7);
    }
    sentence_end(&sentence, text->columns, out);
}

void part_care_put(const struct part_text *text, struct buffer *out)
{
    const struct figures_care *care = &text->figures->care;
    struct sentence sentence = {.size = 0};
    for (size_t i = 0; i < FIGURES_AID_COUNT; i++) {
        put_aid(text, i, out);
    }
    if (care->home.tasks > 0) {
        sentence_say(&sentence, "Home: %u of %u changes open, the longest for %d days",
                     care->home.open, care->home.tasks, care->home.longest_open_days);
        sentence_figure(&sentence, ", ", care->home.done_percent, " % done");
        sentence_say(&sentence, ".");
    }
    sentence_end(&sentence, text->columns, out);
    if (care->training.assigned > 0 || care->training.done > 0.0) {
        sentence_say(&sentence, "Training: %u assigned, %.0f done", care->training.assigned,
                     care->training.done);
        sentence_figure(&sentence, "; sure ", care->training.confidence_before, " before");
        sentence_figure(&sentence, ", ", care->training.confidence_after, " after");
        sentence_say(&sentence, ".");
    }
    sentence_end(&sentence, text->columns, out);
    put_doses(text, out);
    if (care->strain.weeks > 0) {
        sentence_say(&sentence, "Caregiver strain: answered in %u of 4 weeks", care->strain.weeks);
        sentence_figure(&sentence, ", median ", care->strain.median, "");
        if (!care->strain.median.has) {
            sentence_say(&sentence, ", %s, it needs 2", part_text_lacking(text));
        }
        sentence_say(&sentence, ".");
    }
    sentence_end(&sentence, text->columns, out);
}
