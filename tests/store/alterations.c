/* Random alterations of a store's files, and what comes of each. */
#include "store/alterations.h"

#include <stdlib.h>
#include <string.h>

#include "store/alteration_change.h"
#include "store/database.h"
#include "store/memory_disk.h"

enum { SPOILT_MAX = 2 }; /* commits that damage in one place of the log may take along */

static struct alteration_archive archive;

/* The files of a store while they are altered. */
static struct {
    struct memory_disk_image files; /* each with room to grow */
    const struct alteration_image *original;
} bench[ALTERATION_STATES];

const char *const alterations_state_names[] = {"closed", "killed, zeros behind the log",
                                               "killed within a transaction"};

void alterations_begin(void)
{
    alteration_image_make(&archive);
    for (size_t i = 0; i < ALTERATION_STATES; i++) {
        bench[i].original = &archive.states[i];
        bench[i].files = archive.states[i].files;
        for (size_t file = 0; file < bench[i].files.count; file++) {
            uint8_t *bytes = malloc(bench[i].files.files[file].size + ALTERATION_ROOM);
            if (bytes == NULL) {
                abort();
            }
            memcpy(bytes, archive.states[i].files.files[file].bytes,
                   bench[i].files.files[file].size);
            bench[i].files.files[file].bytes = bytes;
        }
    }
}

void alterations_end(void)
{
    for (size_t i = 0; i < ALTERATION_STATES; i++) {
        memory_disk_free_image(&bench[i].files);
    }
    alteration_image_free(&archive);
}

static bool is_file_altered(const struct alteration_trial *trial, size_t file)
{
    if (file == SIZE_MAX) {
        return false;
    }
    size_t size = trial->files->files[file].size;
    return size != trial->original->files.files[file].size ||
           memcmp(trial->files->files[file].bytes, trial->original->files.files[file].bytes,
                  size) != 0;
}

/* An alteration may put down what was there. */
static bool is_altered(const struct alteration_trial *trial)
{
    return is_file_altered(trial, trial->original->main_file) ||
           is_file_altered(trial, trial->original->log_file);
}

static void restore(struct alteration_trial *trial)
{
    for (size_t i = 0; i < trial->files->count; i++) {
        size_t size = trial->original->files.files[i].size;
        memcpy(trial->files->files[i].bytes, trial->original->files.files[i].bytes, size);
        trial->files->files[i].size = size;
    }
}

/* Is every unit of it authentic where it lies? One frame of an earlier log is not: its salts are
 * others. */
static bool is_put_back(const struct alteration_trial *trial)
{
    const struct alteration *result = trial->result;
    return result->kind == ALTERATION_OLDER_STRETCH ||
           (result->kind == ALTERATION_OLDER_UNIT && result->place != ALTERATION_IN_FRAME);
}

/* Of a frame we know that it was durable when two commits stand behind it: of damage in one place,
 * a power cut explains the loss of at most the last two. What damages it twice, cuts it, or puts
 * back more of it takes what it wants. */
static bool may_lose(const struct alteration_trial *trial, size_t commits)
{
    bool is_frame = trial->result->place == ALTERATION_IN_FRAME;
    switch (trial->result->kind) {
    case ALTERATION_SWAP:
    case ALTERATION_SECTORS:
    case ALTERATION_CUT:
    case ALTERATION_OLDER_STRETCH:
        return is_file_altered(trial, trial->original->log_file);
    case ALTERATION_OLDER_UNIT:
        return is_file_altered(trial, trial->original->log_file) &&
               (!is_frame || commits <= SPOILT_MAX);
    case ALTERATION_BIT:
    case ALTERATION_BYTE:
    case ALTERATION_RUN:
    case ALTERATION_ZEROS:
    case ALTERATION_COPY:
    case ALTERATION_GROWTH:
    case ALTERATION_KINDS:
        return is_file_altered(trial, trial->original->log_file) && commits <= SPOILT_MAX;
    }
    return false;
}

/* What is read, and how many commits it lacks. */
static enum promise_answer read_all(const struct alteration_trial *trial, struct database *database,
                                    size_t *out_lacking)
{
    enum promise_answer answer = PROMISE_BROKEN;
    *out_lacking = 0;
    for (size_t i = 0; i < trial->original->answer_count && answer == PROMISE_BROKEN; i++) {
        *out_lacking = i;
        answer = promise_compare(database, &trial->original->answers[i]);
    }
    return answer;
}

/* It opened: read and verify, and believe neither alone. */
static enum alteration_outcome judge(const struct alteration_trial *trial,
                                     struct database *database)
{
    struct verify_report report;
    size_t lacking = 0;
    enum promise_answer answer = read_all(trial, database, &lacking);
    bool verifies = database_verify(database, &report) == DAYBOOK_OK;
    if (answer == PROMISE_UNREADABLE) {
        return verifies ? ALTERATION_WRONG : ALTERATION_UNREAD;
    }
    if (answer == PROMISE_KEPT && lacking == 0) {
        return verifies ? ALTERATION_HARMLESS : ALTERATION_VERIFIED;
    }
    if (answer == PROMISE_KEPT && may_lose(trial, lacking)) {
        return ALTERATION_AS_BY_CUT;
    }
    if (!is_put_back(trial)) {
        return ALTERATION_WRONG;
    }
    if (!verifies) {
        return ALTERATION_VERIFIED;
    }
    bool chain_holds =
        promise_compare_chain(database, &trial->original->answers[0]) == PROMISE_KEPT;
    return chain_holds ? ALTERATION_OLD_VIEW : ALTERATION_CHAINED;
}

static bool refuses(enum daybook_status status)
{
    return status == DAYBOOK_FORGED || status == DAYBOOK_DAMAGED || status == DAYBOOK_LOCKED ||
           status == DAYBOOK_NEWER;
}

static enum alteration_outcome open_and_judge(const struct alteration_trial *trial)
{
    struct database *database = NULL;
    pid_t owner = 0;
    memory_disk_clear();
    memory_disk_load(trial->files);
    enum daybook_status status = database_open(MEMORY_DISK_FOLDER, KEY_SLOT_PASSPHRASE,
                                               archive.passphrase, &database, &owner);
    if (status != DAYBOOK_OK) {
        return refuses(status) ? ALTERATION_REFUSED : ALTERATION_WRONG;
    }
    enum alteration_outcome outcome = judge(trial, database);
    database_close(database);
    return outcome;
}

struct alteration alterations_try(uint64_t seed, uint64_t number)
{
    struct alteration result = {.state = (size_t)(number % ALTERATION_STATES)};
    struct alteration_trial trial = {.files = &bench[result.state].files,
                                     .original = bench[result.state].original,
                                     .archive = &archive,
                                     .seed = (seed + number * 0x9e3779b97f4a7c15ULL) | 1,
                                     .result = &result};
    for (int i = 0; i < 8; i++) {
        (void)disk_file_random(&trial.seed); /* neighbours begin alike */
    }
    result.kind = (enum alteration_kind)(number / ALTERATION_STATES % ALTERATION_KINDS);
    do {
        restore(&trial);
        alteration_change_make(&trial, result.kind);
    } while (!is_altered(&trial));
    result.outcome = open_and_judge(&trial);
    return result;
}
