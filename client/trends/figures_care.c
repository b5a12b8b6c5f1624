/* Care in figures. */
#include "trends/figures_care.h"

#include "domain/catalog.h"
#include "trends/day_plan.h"

enum { DOSE_DAYS = 28, WEEK = 7, STRAIN_WEEKS = 4, STRAIN_WEEKS_MIN = 2 };

static bool is_known(const struct figures_question *question, const struct plan_version *version,
                     const char *kind)
{
    return bytes_equal_text(version->kind, kind) && version->from_day <= question->until &&
           version->status != PLAN_DRAFT && version->status != PLAN_REVOKED;
}

/* The first day a plan advised this aid. */
static bool find_advice(const struct figures_question *question, const char *aid, int32_t *out_day)
{
    size_t count = question->plans == NULL ? 0 : question->plans->count;
    for (size_t i = 0; i < count; i++) {
        const struct plan_version *version = &question->plans->versions[i];
        if (is_known(question, version, "aid_recommendation") &&
            bytes_equal_text(value_text(version->fields, "aid"), aid)) {
            *out_day = version->from_day;
            return true;
        }
    }
    return false;
}

static void read_use(struct series uses, struct figures_aid *aid)
{
    for (size_t i = 0; i < uses.count; i++) {
        const struct series_point *point = &uses.points[i];
        bool in_use = point->value > 0.0;
        if (in_use && !aid->used) {
            aid->used = true;
            aid->first_used_day = point->day;
        }
        if (!in_use && aid->in_use) {
            aid->given_up_day = point->day;
        }
        aid->given_up = !in_use && (aid->in_use || aid->given_up);
        aid->in_use = in_use;
    }
}

static void fill_aids(const struct figures_question *question, struct figures_aid *aids)
{
    const struct kind *kind = catalog_find(bytes_of_text("aid_use"));
    const struct field_rule *names = kind_field(kind, bytes_of_text("aid"));
    for (size_t i = 0; i < FIGURES_AID_COUNT; i++) {
        struct figures_aid *aid = &aids[i];
        size_t in_use = (size_t)MEASURE_AID_CANE_IN_USE + i;
        struct series hours =
            figures_latest(question, (enum measure)((size_t)MEASURE_AID_CANE_HOURS + i));
        read_use(series_between(question->history->answered[in_use], INT32_MIN, question->until),
                 aid);
        aid->recommended = find_advice(question, names->choices[i].name, &aid->recommended_day);
        if (aid->recommended && aid->used && aid->first_used_day >= aid->recommended_day) {
            aid->lag_days = (struct figure_value){
                .has = true, .value = aid->first_used_day - aid->recommended_day};
        }
        if (hours.count > 0) {
            aid->hours_per_day = (struct figure_value){.has = true, .value = hours.points[0].value};
        }
    }
}

static int32_t first_day_of(const struct plan_book *plans, struct id128 plan)
{
    int32_t first = INT32_MAX;
    for (size_t i = 0; i < plans->count; i++) {
        const struct plan_version *version = &plans->versions[i];
        bool earlier = id128_equal(version->plan, plan) && version->from_day < first;
        first = earlier ? version->from_day : first;
    }
    return first;
}

static void add_task(const struct figures_question *question, const struct plan_version *task,
                     struct figures_home *home)
{
    int32_t open_days = question->until - first_day_of(question->plans, task->plan);
    bool done = task->status == PLAN_COMPLETED;
    home->tasks++;
    home->done += done ? 1 : 0;
    home->open += done ? 0 : 1;
    if (!done && open_days > home->longest_open_days) {
        home->longest_open_days = open_days;
    }
}

static void fill_plans(const struct figures_question *question, struct figures_home *home,
                       struct figures_training *training)
{
    size_t count = question->plans == NULL ? 0 : question->plans->count;
    for (size_t i = 0; i < count; i++) {
        const struct plan_version *version = &question->plans->versions[i];
        if (plan_book_newest(question->plans, version->plan) != version) {
            continue;
        }
        home->visits += is_known(question, version, "home_evaluation") ? 1 : 0;
        training->assigned += is_known(question, version, "education_plan") ? 1 : 0;
        if (is_known(question, version, "home_mod_task")) {
            add_task(question, version, home);
        }
    }
    if (home->tasks > 0) {
        home->done_percent =
            (struct figure_value){.has = true, .value = home->done * 100.0 / home->tasks};
    }
}

/* What only a plan knows of a day: as its record says, and on a day without one as the plan says.
 */
static void add_scheduled(const struct figures_question *question, int32_t day,
                          struct figures_medication *medication)
{
    size_t count = 0;
    const struct day *record = history_between(question->history, day, day, &count);
    struct day_plan plan = {0};
    if (count == 0 && question->plans != NULL) {
        plan = day_plan_of(question->plans, day, NULL, 0);
    }
    if (!figures_are_shared(question, MEASURE_MEDICATION_TAKEN) ||
        !figures_are_shared(question, MEASURE_MEDICATION_RILUZOLE_TAKEN) ||
        !figures_are_shared(question, MEASURE_MEDICATION_CYCLE_TAKEN)) {
        return; /* all unlogged would be a claim nobody made */
    }
    medication->doses_d28.scheduled +=
        count > 0 ? day_count(record, MEASURE_MEDICATION_SCHEDULED) : plan.doses;
    medication->riluzole_d28.scheduled +=
        count > 0 ? day_count(record, MEASURE_MEDICATION_RILUZOLE_SCHEDULED) : plan.riluzole_doses;
    medication->cycle_d28.scheduled +=
        count > 0 ? day_count(record, MEASURE_MEDICATION_CYCLE_DUE) : plan.cycle_doses;
}

static uint32_t entries_of(struct series series)
{
    uint32_t entries = 0;
    for (size_t i = 0; i < series.count; i++) {
        entries += series.points[i].entries;
    }
    return entries;
}

static void finish_doses(struct figures_doses *doses)
{
    double logged = doses->taken + doses->missed;
    doses->unlogged = doses->scheduled > logged ? doses->scheduled - logged : 0.0;
    if (doses->scheduled > 0.0) {
        doses->taken_percent =
            (struct figure_value){.has = true, .value = doses->taken / doses->scheduled * 100.0};
    }
}

/* Of these measures the value is the doses taken and the entries those logged. */
static void fill_sort(const struct figures_question *question, enum measure taken,
                      struct figures_doses *doses)
{
    struct series days = figures_last(question, taken, DOSE_DAYS);
    doses->taken = series_sum(days);
    doses->missed = entries_of(days) - doses->taken;
    finish_doses(doses);
}

/* The first cycle, and the next visit, that a medicine of a plan tells of. */
static void note_dates(const struct value *item, int32_t from_day, int32_t until,
                       struct figures_medication *medication)
{
    int32_t due = 0;
    struct plan_cycle_day cycle_day;
    if (!medication->has_cycle_day && plan_schedule_cycle(item, from_day, until, &cycle_day)) {
        medication->has_cycle_day = true;
        medication->cycle_day = cycle_day;
    }
    if (!bytes_equal_text(value_text(item, "schedule"), "visit") ||
        !plan_schedule_date(item, "next_due", &due)) {
        return;
    }
    if (!medication->has_visit || due - until < medication->days_to_visit) {
        medication->has_visit = true;
        medication->days_to_visit = due - until;
    }
}

static void fill_dates(const struct figures_question *question,
                       struct figures_medication *medication)
{
    const struct plan_version *plan = NULL;
    const struct bytes kind = bytes_of_text("medication_plan");
    while (question->plans != NULL &&
           (plan = plan_book_next_in_force(question->plans, kind, question->until, plan)) != NULL) {
        size_t count = 0;
        const struct value *items = plan_items(plan, "item", &count);
        for (size_t i = 0; i < count; i++) {
            note_dates(&items[i], plan->from_day, question->until, medication);
        }
    }
}

static void fill_medication(const struct figures_question *question,
                            struct figures_medication *medication)
{
    for (int32_t day = question->until - DOSE_DAYS + 1; day <= question->until; day++) {
        if (!history_is_paused(question->history, day)) {
            add_scheduled(question, day, medication);
        }
    }
    medication->doses_d28.taken = figures_sum(question, MEASURE_MEDICATION_TAKEN, DOSE_DAYS);
    medication->doses_d28.missed = figures_sum(question, MEASURE_MEDICATION_MISSED, DOSE_DAYS);
    finish_doses(&medication->doses_d28);
    fill_sort(question, MEASURE_MEDICATION_RILUZOLE_TAKEN, &medication->riluzole_d28);
    fill_sort(question, MEASURE_MEDICATION_CYCLE_TAKEN, &medication->cycle_d28);
    medication->as_needed_d7 = figures_sum(question, MEASURE_MEDICATION_PRN, WEEK);
    fill_dates(question, medication);
}

static enum daybook_status fill_strain(const struct figures_question *question, struct arena *arena,
                                       struct figures_strain *strain)
{
    struct series answers =
        figures_last(question, MEASURE_STRAIN_SCORE, STRAIN_WEEKS * (int32_t)WEEK);
    for (int32_t week = 0; week < STRAIN_WEEKS; week++) {
        int32_t last = question->until - week * WEEK;
        strain->weeks += series_last(answers, last, WEEK).count > 0 ? 1 : 0;
    }
    strain->disturbed_nights =
        figures_sum(question, MEASURE_STRAIN_NIGHTS, STRAIN_WEEKS * (int32_t)WEEK);
    strain->care_minutes_d7 = figures_sum(question, MEASURE_CARE_MINUTES, WEEK);
    return strain->weeks < STRAIN_WEEKS_MIN ? DAYBOOK_OK
                                            : figures_median(answers, arena, &strain->median);
}

static enum daybook_status fill_confidence(const struct figures_question *question,
                                           struct arena *arena, struct figures_training *training)
{
    const struct series *answered = question->history->answered;
    struct series before =
        series_between(answered[MEASURE_TRAINING_CONFIDENCE_BEFORE], INT32_MIN, question->until);
    struct series after =
        series_between(answered[MEASURE_TRAINING_CONFIDENCE_AFTER], INT32_MIN, question->until);
    training->done =
        series_sum(series_between(answered[MEASURE_TRAINING_DONE], INT32_MIN, question->until));
    enum daybook_status status = figures_median(before, arena, &training->confidence_before);
    return status == DAYBOOK_OK ? figures_median(after, arena, &training->confidence_after)
                                : status;
}

enum daybook_status figures_care(const struct figures_question *question, struct arena *arena,
                                 struct figures_care *out_figures)
{
    struct figures_care figures = {0};
    fill_aids(question, figures.aids);
    fill_plans(question, &figures.home, &figures.training);
    fill_medication(question, &figures.medication);
    enum daybook_status status = fill_confidence(question, arena, &figures.training);
    if (status == DAYBOOK_OK) {
        status = fill_strain(question, arena, &figures.strain);
    }
    if (status == DAYBOOK_OK) {
        *out_figures = figures;
    }
    return status;
}
