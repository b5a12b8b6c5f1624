/* Something the people of a journal must be told, and that stays until somebody has seen it. */
#ifndef DOMAIN_NOTICE_H
#define DOMAIN_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* The numbers are in the store: never renumber. */
enum notice_kind {
    NOTICE_PUT_BACK = 1,    /* an older copy of this journal, or of a part of it, took its place */
    NOTICE_COPY_IN_USE = 2, /* others hold writing of this device that is not here: it was
                               restored, or a copy of it is in use elsewhere */
    NOTICE_TWO_HISTORIES = 3,       /* a device of somebody else wrote two histories */
    NOTICE_RECOVERY_USED = 4,       /* the recovery sheet gave the patient a device: the subject */
    NOTICE_RETIRED_BY_RECOVERY = 5, /* the recovery sheet retired a device: the subject */
    NOTICE_UNREADABLE = 6,          /* sealed entries could not be read */
    NOTICE_INBOX_REFUSED = 7,       /* a file in the inbox could not be taken in */
    NOTICE_INBOX_KEY = 8,           /* somebody had replaced the key that the inbox is sealed to */
    NOTICE_URGENT_FLAG = 10,        /* an urgent red flag; its reference, as text, is the subject */
    NOTICE_SEAT_SHARED = 9,         /* another device uses the same seat at the broker */
    NOTICE_CHECKIN = 11,            /* it is time for a check-in: a reminder, over with the day */
};

/* One of them. */
struct notice {
    enum notice_kind kind;
    struct id128 circle;   /* zero: it is about the whole journal */
    struct key256 subject; /* the device or the flag it is about; zero for none */
    int64_t at_ms;         /* when it happened, or was noticed */
    bool seen;             /* ignored when it is added */
};

/* False for a number that is no kind. */
bool notice_is_kind(int64_t number);

/* The word of a kind in answers: "put-back", "recovery-used". */
const char *notice_kind_name(enum notice_kind kind);

/* May a kind happen again to the same subject? Then a later one counts as new; the others are told
 * once, however often they are noticed. */
bool notice_kind_recurs(enum notice_kind kind);

#endif
