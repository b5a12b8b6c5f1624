/* Random alterations of a store's files, and what comes of each: it is found, or it means nothing.
 */
#ifndef STORE_ALTERATIONS_H
#define STORE_ALTERATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum alteration_kind {
    ALTERATION_BIT,
    ALTERATION_BYTE,
    ALTERATION_RUN,           /* some bytes in a row become random ones */
    ALTERATION_ZEROS,         /* a unit becomes zeros */
    ALTERATION_SWAP,          /* two units of a file change places */
    ALTERATION_SECTORS,       /* two sectors, of one file or of both, change places */
    ALTERATION_COPY,          /* a unit is copied over another */
    ALTERATION_CUT,           /* a file is cut anywhere */
    ALTERATION_GROWTH,        /* a file grows by zeros or garbage */
    ALTERATION_OLDER_UNIT,    /* a unit becomes what it was at an earlier time */
    ALTERATION_OLDER_STRETCH, /* several in a row do, or all of a file */
    ALTERATION_KINDS
};

enum alteration_place {
    ALTERATION_IN_KEY_HEADER,
    ALTERATION_IN_PAGE,
    ALTERATION_IN_LOG_HEADER,
    ALTERATION_IN_FRAME,
    ALTERATION_BEHIND_LOG, /* behind the last commit */
    ALTERATION_PLACES
};

/* What came of it. The first three find it. */
enum alteration_outcome {
    ALTERATION_REFUSED,   /* at opening */
    ALTERATION_UNREAD,    /* at reading: an error, never another answer */
    ALTERATION_VERIFIED,  /* by verifying */
    ALTERATION_CHAINED,   /* the operations are those of an earlier time, or of several: a chain is
                             broken, or its end is not the remembered one */
    ALTERATION_AS_BY_CUT, /* the last commits of the log are gone, as a power cut takes them: the
                             end of the chain is not the remembered one */
    ALTERATION_OLD_VIEW,  /* the operations are right, what was derived from them or erased is of an
                             earlier time: no file shows that by itself */
    ALTERATION_HARMLESS,  /* every answer is right, and it verifies */
    ALTERATION_WRONG,     /* must not be */
    ALTERATION_OUTCOMES
};

/* Make the stores that are altered. Once, on the disk in memory. */
void alterations_begin(void);
void alterations_end(void);

/* What one trial did. The same seed and number do the same to the same kind of store. */
struct alteration {
    enum alteration_kind kind;
    enum alteration_place place;
    enum alteration_outcome outcome;
    size_t state; /* which of the stores */
    size_t at;    /* first byte of the file that was altered */
};

struct alteration alterations_try(uint64_t seed, uint64_t number);

/* How a store was left. */
extern const char *const alterations_state_names[];

#endif
