/* Checking a backup record by record. */
#include "journal/backup_check.h"

#include "journal/receiving.h"

/* Which record may follow which; a circle follows whatever another circle ended with. */
static bool may_follow(enum backup_record_type before, enum backup_record_type type)
{
    switch (type) {
    case BACKUP_HEAD:
        return before == 0;
    case BACKUP_CIRCLE:
    case BACKUP_TAIL:
        return before != 0 && before != BACKUP_TAIL;
    case BACKUP_EPOCH:
        return before == BACKUP_CIRCLE || before == BACKUP_EPOCH;
    case BACKUP_RUN:
        return before == BACKUP_CIRCLE || before == BACKUP_EPOCH || before == BACKUP_RUN;
    }
    return false;
}

/* A feed begins with its first operation and goes on without a gap until another one begins. */
static bool continues_feed(struct backup_check *check, const struct received_run *received)
{
    const struct wire_run *run = received->run;
    if (!id128_equal(check->feed, received->feed)) {
        check->feed = received->feed;
        return run->first == 1;
    }
    return run->first == check->number + 1 && key256_equal(run->previous, check->hash);
}

static enum daybook_status check_run(struct backup_check *check, const struct backup_run *record,
                                     struct arena *arena)
{
    struct received_run received;
    bool of_circle = record->stream == STREAM_CIRCLE;
    enum daybook_status status =
        receiving_check(check->circle, record->stream, &record->run, arena, &received);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_FORGED ? DAYBOOK_DAMAGED : status;
    }
    if (!continues_feed(check, &received) || (of_circle && check->other_streams)) {
        return DAYBOOK_DAMAGED;
    }
    check->other_streams = !of_circle;
    check->number = record->run.first + record->run.count - 1;
    check->hash = received.hashes[record->run.count - 1];
    check->counted.operations += record->run.count;
    return DAYBOOK_OK;
}

enum daybook_status backup_check_record(struct backup_check *check,
                                        const struct backup_record *record, struct arena *arena)
{
    if (!may_follow(check->last, record->type)) {
        return DAYBOOK_DAMAGED;
    }
    check->last = record->type;
    switch (record->type) {
    case BACKUP_HEAD:
    case BACKUP_EPOCH:
        return DAYBOOK_OK;
    case BACKUP_CIRCLE:
        check->circle = record->circle.circle;
        check->feed = (struct id128){{0}};
        check->other_streams = false;
        check->counted.circles++;
        return DAYBOOK_OK;
    case BACKUP_RUN:
        return check_run(check, &record->run, arena);
    case BACKUP_TAIL:
        return record->tail.circles == check->counted.circles &&
                       record->tail.operations == check->counted.operations
                   ? DAYBOOK_OK
                   : DAYBOOK_DAMAGED;
    }
    return DAYBOOK_DAMAGED;
}

enum daybook_status backup_check_end(const struct backup_check *check)
{
    return check->last == BACKUP_TAIL ? DAYBOOK_OK : DAYBOOK_DAMAGED;
}
