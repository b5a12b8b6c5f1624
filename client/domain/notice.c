/* The kinds of notices. */
#include "domain/notice.h"

#include <assert.h>
#include <stddef.h>

static const struct {
    const char *name;
    bool recurs;
} kinds[] = {
    [NOTICE_PUT_BACK] = {"put-back", true},
    [NOTICE_COPY_IN_USE] = {"copy-in-use", true},
    [NOTICE_TWO_HISTORIES] = {"two-histories", false},
    [NOTICE_RECOVERY_USED] = {"recovery-used", true},
    [NOTICE_RETIRED_BY_RECOVERY] = {"retired-by-recovery", true},
    [NOTICE_UNREADABLE] = {"unreadable", true},
    [NOTICE_INBOX_REFUSED] = {"inbox-refused", true},
    [NOTICE_INBOX_KEY] = {"inbox-key", true},
    [NOTICE_URGENT_FLAG] = {"urgent-flag", false},
    [NOTICE_SEAT_SHARED] = {"seat-shared", true},
    [NOTICE_CHECKIN] = {"check-in", true},
};

bool notice_is_kind(int64_t number)
{
    return number > 0 && number < (int64_t)(sizeof kinds / sizeof kinds[0]);
}

const char *notice_kind_name(enum notice_kind kind)
{
    assert(notice_is_kind(kind));
    return kinds[kind].name;
}

bool notice_kind_recurs(enum notice_kind kind)
{
    assert(notice_is_kind(kind));
    return kinds[kind].recurs;
}
