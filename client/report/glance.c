/* The short page. */
#include "report/glance.h"

#include <assert.h>
#include <stdio.h>

#include "base/buffer.h"
#include "domain/role.h"
#include "flags/flags.h"
#include "report/glance_parts.h"
#include "report/glance_rows.h"
#include "report/line.h"
#include "report/measure_row.h"
#include "report/page.h"
#include "report/sentence.h"
#include "report/summary_text.h"
#include "trends/summary.h"

enum {
    COLUMN_FLAG = 4,
    COLUMN_TITLE = 20,
    COLUMN_TIER = 55,
    UNDETERMINED_NAMED = 3,
    MISSING_NAMED = 8
};

static void end(const struct page *page, struct sentence *sentence)
{
    sentence_end(sentence, page->columns, page->out);
}

/* Who wrote how much of the last 28 days. */
static void say_reporters(struct sentence *sentence, const struct reporter_summary *reporters)
{
    const char *between = " (entries: ";
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        if (reporters->entries_by_role[role] > 0) {
            sentence_say(sentence, "%s%s %u", between, role_name((enum role)role),
                         reporters->entries_by_role[role]);
            between = ", ";
        }
    }
    sentence_say(sentence, "%s", between[0] == ',' ? ")" : "");
}

static void put_completeness(const struct page *page, const struct glance *glance)
{
    const struct trend_summary *summary = page->summary;
    struct sentence sentence = {.size = 0};
    if (summary->has_days) {
        sentence_say(&sentence, "Something was logged on %u of the last 28 days",
                     summary->reporters_d28.days);
        say_reporters(&sentence, &summary->reporters_d28);
        sentence_say(&sentence, " and on %u of the last 7", summary->reporters_d7.days);
        sentence_day(&sentence, "; the latest day is ", summary->last_day);
        sentence_say(&sentence, "%s%s.", glance->received == NULL ? "" : ", ",
                     glance->received == NULL ? "" : glance->received);
    } else {
        sentence_say(&sentence, "Nothing was logged up to this day.");
    }
    end(page, &sentence);
    if (glance->paused) {
        sentence_day(&sentence, "Paused since ", glance->paused_since);
        sentence_say(&sentence, ": nothing is asked, and nothing is missing.");
    }
    end(page, &sentence);
}

static const char *tier_words(const struct page *page, enum flag_tier tier)
{
    bool therapist = page->options->for_therapist;
    switch (tier) {
    case FLAG_TIER_NONE:
        return "";
    case FLAG_TIER_INFO:
        return therapist ? "for information" : "good to know";
    case FLAG_TIER_REVIEW:
        return therapist ? "review" : "worth telling your team";
    case FLAG_TIER_REVIEW_HIGH:
        return therapist ? "review first" : "tell your team soon";
    case FLAG_TIER_URGENT:
        return therapist ? "urgent" : "contact your team now";
    }
    assert(false);
    return "";
}

static void put_flag(const struct page *page, const struct flag *flag, bool seen)
{
    bool therapist = page->options->for_therapist;
    const struct flag_rule_row *rule = rule_book_rule(flag->rule);
    char reference[FLAG_REFERENCE_SIZE];
    struct line line = {.out = page->out};
    flags_reference(flag, reference);
    line_put_at(&line, 0, flag->tier == FLAG_TIER_URGENT ? "!!!" : "!");
    line_put_at(&line, COLUMN_FLAG, reference);
    line_put_at(&line, COLUMN_TITLE, rule->title);
    line_put(&line, measure_row_sign(rule->evidence.mark));
    line_put_at(&line, COLUMN_TIER,
                seen && !therapist ? "seen by your team" : tier_words(page, flag->tier));
    line_put(&line, seen && therapist ? ", seen" : "");
    line_end(&line);
}

/* The next of a list of rules that cannot tell: some by title, the rest by number. */
static void say_undetermined(struct sentence *sentence, const struct flag *flag, size_t place)
{
    const struct flag_rule_row *rule = rule_book_rule(flag->rule);
    sentence_say(sentence, "%s%s", place == 0 ? "" : ", ", rule->name);
    if (place < UNDETERMINED_NAMED) {
        sentence_say(sentence, " %s", rule->title);
    }
}

/* Many where little is logged. */
static void put_undetermined(const struct page *page, const struct glance *glance)
{
    struct sentence sentence = {.size = 0};
    size_t count = 0;
    sentence_say(&sentence, "%s, which does not mean that all is well: ",
                 page->options->for_therapist ? "Undetermined" : "Too few days to say");
    for (size_t i = 0; i < glance->flag_count; i++) {
        if (glance->flags[i].state == FLAG_UNDETERMINED) {
            say_undetermined(&sentence, &glance->flags[i], count);
            count++;
        }
    }
    sentence_say(&sentence, ".");
    if (count > 0) {
        end(page, &sentence);
    }
}

/* A household is told what to do, as nobody watches while it writes. */
static void put_advice(const struct page *page, const struct glance *glance)
{
    struct sentence sentence = {.size = 0};
    bool urgent = glance->flag_count > 0 && glance->flags[0].state == FLAG_RAISED &&
                  glance->flags[0].tier == FLAG_TIER_URGENT;
    if (urgent && !page->options->for_therapist) {
        sentence_say(&sentence,
                     "Contact your team now%s%s. If it cannot wait, call the emergency number. "
                     "This journal is not watched in real time: nobody is called by it.",
                     glance->team[0] == '\0' ? "" : ": ", glance->team);
    }
    end(page, &sentence);
}

static void put_flags(const struct page *page, const struct glance *glance)
{
    size_t raised = 0;
    while (raised < glance->flag_count && glance->flags[raised].state == FLAG_RAISED) {
        raised++;
    }
    if (raised == 0) {
        line_wrap(page->out, page->columns, "No flag is raised.");
    } else {
        line_wrap(page->out, page->columns,
                  "Raised flags (\"daybook flags\" says what was observed)");
    }
    for (size_t i = 0; i < raised; i++) {
        put_flag(page, &glance->flags[i], glance->seen[i]);
    }
    put_advice(page, glance);
    put_undetermined(page, glance);
}

/* Too little for a figure, of what was logged in 28 days, or not logged in them at all: the first
 * few by name, as the long page has all. */
static void put_missing(const struct page *page, bool logged, const char *words)
{
    struct sentence sentence = {.size = 0};
    size_t count = 0;
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct measure_rule *rule = measure_rule((enum measure)i);
        const struct measure_summary *measure = &page->summary->measures[i];
        bool lacks = measure->sharing == SHARING_DAILY &&
                     (logged ? measure->d28.n > 0 && !measure->d28.enough : measure->d28.n == 0);
        if (rule->show != SHOW_WINDOW || !lacks) {
            continue;
        }
        count++;
        if (count <= MISSING_NAMED) {
            sentence_say(&sentence, "%s%s", count == 1 ? words : "; ", rule->label);
        }
    }
    if (count > MISSING_NAMED) {
        sentence_say(&sentence, " and %zu more", count - MISSING_NAMED);
    }
    if (count > 0) {
        sentence_say(&sentence, "%s.", logged ? " (\"daybook trends --part PART\" says why)" : "");
    }
    end(page, &sentence);
}

void glance_put(const struct page *page, const struct glance *glance)
{
    assert(page->options->figures != NULL);
    put_completeness(page, glance);
    buffer_append_text(page->out, "\n");
    put_flags(page, glance);
    buffer_append_text(page->out, "\n");
    if (!page->summary->has_days) {
        return;
    }
    glance_rows_put(page, glance);
    buffer_append_text(page->out, "\n");
    glance_parts_put(page);
    buffer_append_text(page->out, "\n");
    put_missing(page, true,
                page->options->for_therapist ? "Insufficient: " : "Too few days to say: ");
    put_missing(page, false, "Not logged in 28 days: ");
    measure_row_legend(page);
}
