/* The torture of a store: scenes of its life, in each of which every operation on the disk fails
 * once, or is the last before a power cut. */
#ifndef STORE_TORTURE_H
#define STORE_TORTURE_H

#include <stdint.h>

#include "store/memory_disk.h"
#include "store/promise.h"

enum torture_deed_kind {
    TORTURE_END,        /* behind the last deed */
    TORTURE_LOG,        /* one transaction of so many entries with bodies of this size */
    TORTURE_AMEND,      /* one transaction of so many new versions */
    TORTURE_ERASE,      /* one transaction that erases so many entries */
    TORTURE_VACUUM,     /* write the whole file anew */
    TORTURE_CHECKPOINT, /* move the log into the main file */
    TORTURE_PASSPHRASE, /* change it */
    TORTURE_REOPEN      /* close cleanly, and open */
};

struct torture_deed {
    enum torture_deed_kind kind;
    unsigned count;
    unsigned size;
};

enum { TORTURE_DEEDS_MAX = 16 };

struct torture_scene {
    const char *name;
    bool makes_store;           /* it begins with an empty folder */
    bool after_kill;            /* it begins with what a killed process left of the scene before */
    unsigned cache_pages;       /* 0: as usual; few of them spill */
    unsigned checkpoint_frames; /* 0: as usual */
    struct torture_deed deeds[TORTURE_DEEDS_MAX];
};

/* The life of a store, each scene beginning where the one before ended. */
extern const struct torture_scene torture_scenes[];
extern const size_t torture_scene_count;

/* Where a scene begins. */
struct torture_start {
    struct memory_disk_image image;
    struct promise promise;
    unsigned passphrase;
    unsigned operations; /* on the disk, in the scene when nothing fails */
};

/* Play every scene without any fault. The caller owns the images of out_starts, one a scene. */
void torture_rehearse(struct torture_start *out_starts);

/* One thing to try. */
struct torture_trial {
    const struct torture_scene *scene;
    const struct torture_start *start;
    unsigned point; /* operation number of the scene, from 1 */
    enum memory_disk_fault fault;
    enum memory_disk_lie lie;
    unsigned cut_point;    /* operation after which the power is cut, or at the end; 0: it lasts */
    unsigned second_point; /* operation of the recovery with a second power cut; 0: none */
    struct disk_fate fate;
};

enum torture_verdict {
    TORTURE_HELD,
    TORTURE_CLOSED,      /* it does not open any more */
    TORTURE_WRONG_ALIVE, /* after the fault, the running program read something else */
    TORTURE_LOST,        /* what was acknowledged is not there, or half of something is */
    TORTURE_UNSOUND,     /* it does not verify */
    TORTURE_STUCK,       /* it takes no new entry */
    TORTURE_VERDICTS     /* how many there are */
};

extern const char *const torture_verdict_names[TORTURE_VERDICTS];

/* What a trial adds to the count of things done. */
struct torture_tally {
    uint64_t power_cuts;
    uint64_t second_cuts;
    uint64_t openings;
    uint64_t entries_checked; /* acknowledged ones */
};

enum torture_verdict torture_try(const struct torture_trial *trial, struct torture_tally *tally);

#endif
