/* What a check-in may ask today: the daily core, what cadence and plans call for, and how each was
 * answered before. */
#ifndef REQUESTS_CHECKIN_DAY_H
#define REQUESTS_CHECKIN_DAY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "domain/agenda.h"
#include "domain/kind.h"
#include "domain/pause.h"
#include "domain/plan.h"
#include "domain/role.h"

enum { CHECKIN_ITEMS_MAX = 256 };

enum checkin_form {
    CHECKIN_FIELD,    /* one field of the daily core */
    CHECKIN_KIND,     /* the few required fields of a kind */
    CHECKIN_SCALE,    /* many of them: it is asked first whether now */
    CHECKIN_EXERCISE, /* a prescribed exercise */
    CHECKIN_DOSE,     /* a scheduled dose */
};

/* One thing that may be asked. */
struct checkin_item {
    enum checkin_form form;
    const struct kind *kind;
    const struct field_rule *field;  /* of a FIELD */
    const struct plan_version *plan; /* of an EXERCISE or DOSE */
    const struct value *planned;     /* its item in the plan */
    struct bytes name;               /* and the name of that */
    struct bytes time;               /* of a DOSE that is to be taken at a time; may be empty */
    uint32_t nth;                    /* dose of the day, 0 first */
    int32_t counted_day;             /* while the past is read: doses seen of this day */
    uint32_t counted;
    uint32_t done_this_week; /* of an EXERCISE */
};

/* Zero-initialise, then checkin_day_list() and checkin_day_note() for every entry, earliest first,
 * then checkin_day_choose(). */
struct checkin_day {
    struct arena *arena;
    const struct plan_book *book;
    enum role role;
    int32_t day;
    int32_t minute; /* of the day, local */
    struct checkin_item items[CHECKIN_ITEMS_MAX];
    struct agenda_question agenda[CHECKIN_ITEMS_MAX];
    size_t count;
    struct pause pause;
    struct agenda_sum sum;
};

/* An entry of the past. */
struct checkin_entry {
    struct bytes kind;
    const struct value *fields;
    struct bytes plan_ref;
    int32_t day;
    bool own; /* of the person who is asked */
};

/* List what may be asked. NO_MEMORY. */
enum daybook_status checkin_day_list(struct checkin_day *day);

/* Note what was asked and answered. */
void checkin_day_note(struct checkin_day *day, const struct checkin_entry *entry);

/* Choose what is asked today; nothing during a pause. */
void checkin_day_choose(struct checkin_day *day);

/* The value that a required field of a kind has without being asked, NULL when it is asked. */
const char *checkin_day_preset(const struct kind *kind, const struct field_rule *field,
                               enum role role);

/* The kind in which each choice of the first field is asked on its own: activities of daily life.
 */
bool checkin_day_is_each(const struct kind *kind);

#endif
