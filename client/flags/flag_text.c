/* Filling in texts. */
#include "flags/flag_text.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/buffer.h"
#include "base/timestamp.h"
#include "domain/plan.h"
#include "domain/role.h"
#include "flags/settings.h"

static const char *const words[WORD_COUNT] = {
    [WORD_ORTHOPNOEA] = "breathless when lying",
    [WORD_BREATHLESS] = "breathlessness",
    [WORD_DISTURBED_SLEEP] = "disturbed sleep",
    [WORD_NIGHTMARES] = "nightmares",
    [WORD_MORNING_HEADACHE] = "morning headache",
    [WORD_SLEEPINESS] = "sleepiness by day",
    [WORD_FATIGUE] = "tiredness",
    [WORD_APPETITE] = "poor appetite",
    [WORD_NOT_FATIGUE] = "tired",
    [WORD_NOT_PAIN] = "pain",
    [WORD_NOT_ILL] = "ill",
    [WORD_NOT_NO_HELPER] = "no helper",
    [WORD_NOT_EQUIPMENT] = "equipment",
    [WORD_NOT_FORGOT] = "forgot",
    [WORD_NOT_UNSAFE] = "unsafe",
    [WORD_NOT_REFUSED] = "refused",
};

static void write_whole(uint64_t number, struct buffer *out)
{
    char digits[24];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    buffer_append_text(out, digits + at);
}

void flag_text_write_number(double number, struct buffer *out)
{
    double most = 1e9; /* beyond every range; keeps the digits in their room */
    double tenths = round(fmin(fabs(number), most) * 10);
    uint64_t whole = (uint64_t)tenths;
    if (number < 0 && whole > 0) {
        buffer_append_text(out, "-");
    }
    write_whole(whole / 10, out);
    if (whole % 10 > 0) {
        buffer_append_text(out, ".");
        write_whole(whole % 10, out);
    }
}

static void write_list_mark(bool *any, struct buffer *out)
{
    if (*any) {
        buffer_append_text(out, ", ");
    }
    *any = true;
}

static void write_words(uint32_t set, struct buffer *out)
{
    bool any = false;
    for (unsigned word = 0; word < WORD_COUNT; word++) {
        if ((set & (1U << word)) != 0) {
            write_list_mark(&any, out);
            buffer_append_text(out, words[word]);
        }
    }
}

static void write_figure(struct bytes name, const struct sighting *sighting, struct buffer *out)
{
    const struct {
        const char *name;
        double number;
    } figures[] = {
        {"value", sighting->value}, {"baseline", sighting->baseline}, {"change", sighting->change},
        {"limit", sighting->limit}, {"count", sighting->count},       {"n", sighting->n},
        {"days", sighting->days},
    };
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        if (bytes_equal_text(name, figures[i].name)) {
            flag_text_write_number(figures[i].number, out);
            return;
        }
    }
    assert(bytes_equal_text(name, "symptoms")); /* the compiler knows no other */
    write_words(sighting->words, out);
}

static void write_observation(const char *text, const struct sighting *sighting, struct buffer *out)
{
    while (*text != '\0') {
        size_t plain = strcspn(text, "{");
        buffer_append(out, (struct bytes){(const uint8_t *)text, plain});
        text += plain;
        if (*text == '{') {
            size_t size = strcspn(text, "}");
            write_figure((struct bytes){(const uint8_t *)text + 1, size - 1}, sighting, out);
            text += size + 1;
        }
    }
}

static void write_day(int32_t day, struct buffer *out)
{
    char text[DAY_TEXT_SIZE];
    day_to_text(day, text);
    buffer_append_text(out, text);
}

static void write_reporters(const struct flag_record *record, struct buffer *out)
{
    bool any = false;
    buffer_append_text(out, " Observed on ");
    write_day(record->observed_day, out);
    if (record->sighting.roles != 0) {
        buffer_append_text(out, ", reported by ");
    }
    for (unsigned role = 0; role < ROLE_COUNT; role++) {
        if ((record->sighting.roles & (1U << role)) != 0) {
            write_list_mark(&any, out);
            buffer_append_text(out, role_name((enum role)role));
        }
    }
    buffer_append_text(out, ".");
}

/* The marks of the limits a rule was given: a figure from memory stays marked as one. */
static void write_marks(enum flag_rule rule, struct buffer *out)
{
    static const enum evidence_mark marks[] = {EVIDENCE_CONFIRMED, EVIDENCE_UNVERIFIED,
                                               EVIDENCE_PROPOSAL};
    const struct flag_rule_row *row = rule_book_rule(rule);
    bool any = false;
    for (size_t mark = 0; mark < sizeof marks / sizeof marks[0]; mark++) {
        bool has = false;
        for (uint32_t i = 0; i < row->limit_count; i++) {
            enum flag_limit limit = (enum flag_limit)(row->first_limit + i);
            has = has || rule_book_limit(limit)->evidence.mark == marks[mark];
        }
        if (has) {
            write_list_mark(&any, out);
            buffer_append_text(out, kind_evidence_name(marks[mark]));
        }
    }
}

static void write_limits_origin(const struct flag_record *record, struct buffer *out)
{
    struct settings settings;
    settings_read(record->plan, &settings);
    if (settings.edited[record->rule] && record->plan != NULL) {
        buffer_append_text(out, " Not a diagnosis; thresholds set by ");
        buffer_append(out, record->plan->author);
        buffer_append_text(out, " on ");
        write_day(record->plan->from_day, out);
    } else {
        buffer_append_text(out, " Not a diagnosis; default thresholds (");
        write_marks(record->rule, out);
        buffer_append_text(out, ")");
    }
    buffer_append_text(out, ".");
}

void flag_text_write(const struct flag_record *record, struct buffer *out)
{
    write_observation(rule_book_sign(record->sign)->text, &record->sighting, out);
    write_reporters(record, out);
    write_limits_origin(record, out);
}

static void write_label(enum measure measure, struct buffer *out)
{
    buffer_append_text(out, "\"");
    buffer_append_text(out, measure_rule(measure)->label);
    buffer_append_text(out, "\"");
}

static void write_needed(const struct lack *lack, const char *of_what, struct buffer *out)
{
    write_whole(lack->n, out);
    buffer_append_text(out, " of the ");
    write_whole(lack->needed, out);
    buffer_append_text(out, of_what);
    write_whole(lack->days, out);
    buffer_append_text(out, " days");
}

void flag_text_write_lack(const struct lack *lack, struct buffer *out)
{
    buffer_append_text(out, "Too little is known, which does not mean that all is well: ");
    switch (lack->reason) {
    case LACK_DAYS:
        write_label(lack->measure, out);
        buffer_append_text(out, " has ");
        write_needed(lack, " values it needs in ", out);
        break;
    case LACK_ENTRIES:
        write_needed(lack, " days with an entry that it needs in ", out);
        break;
    case LACK_READING:
        buffer_append_text(out, "no usable ");
        write_label(lack->measure, out);
        buffer_append_text(out, " in the last ");
        write_whole(lack->days, out);
        buffer_append_text(out, " days");
        break;
    case LACK_BASELINE:
        buffer_append_text(out, "to compare ");
        write_label(lack->measure, out);
        buffer_append_text(out, " with there are ");
        write_needed(lack, " days it needs in the earlier ", out);
        break;
    case LACK_PLAN:
        buffer_append_text(out, "no plan says ");
        buffer_append_text(out, lack->plan_said);
        break;
    case LACK_NOT_SHARED:
        write_label(lack->measure, out);
        buffer_append_text(out, " is not shared day by day");
        break;
    }
    buffer_append_text(out, ".");
}
