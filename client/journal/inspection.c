/* Looking at the journal itself: is every byte and every chain whole. */
#include "journal/inspection.h"

#include <string.h>

#include "journal/state.h"
#include "journal/view_check.h"
#include "store/entry_rows.h"
#include "store/notice_rows.h"
#include "store/operation_rows.h"
#include "store/verify_closed.h"
#include "vault/digest.h"
#include "wire/operation.h"

enum { CHAIN_STRETCH = 512 }; /* operations read at a time */

static void report(struct journal_verification *result, const char *what, const char *where,
                   double number)
{
    struct complaint sentence = {0};
    if (!result->sound) {
        return; /* the first damage is the one to look at */
    }
    result->sound = false;
    complaint_begin(&sentence, what);
    complaint_add(&sentence, where);
    if (number >= 0) {
        complaint_add_number(&sentence, number);
    }
    complaint_add(&sentence, ".");
    memcpy(result->damage, sentence.text, sizeof sentence.text);
}

static void report_file(const struct verify_report *found, enum daybook_status status,
                        struct journal_verification *result)
{
    static const char *const files[] = {[UNIT_MAIN] = "page ",
                                        [UNIT_LOG] = "frame of the log ",
                                        [UNIT_TEMPORARY] = "temporary block "};
    result->units = found->page_count + found->log_unit_count;
    if (status == DAYBOOK_FORGED && found->named_count > 0) {
        report(result,
               "The journal's file was altered or is damaged: ", files[found->named[0].kind],
               (double)found->named[0].number);
    } else if (status != DAYBOOK_OK) {
        report(result, "The journal's file does not hold together", "", -1);
    }
}

/* A chain under recomputation, and whose it is. */
struct chain {
    struct journal *journal;
    const struct feed_row *feed;
    struct key256 hash;
    struct journal_verification *result;
};

static void check_operation(struct chain *chain, const struct operation_row *row, uint64_t expected,
                            struct arena *arena)
{
    struct operation_header header;
    const char *const where = stream_name(chain->feed->stream);
    struct journal_verification *result = chain->result;
    chain->hash = digest_operation(chain->feed->feed, row->number, chain->hash, row->header);
    result->operations++;
    if (row->number != expected || !key256_equal(chain->hash, row->hash)) {
        report(result, "A chain of operations is broken, in ", where, -1);
    } else if (operation_header_decode(row->header, arena, &header) != DAYBOOK_OK) {
        report(result, "An operation's header does not read, in ", where, -1);
    } else if (row->body.data != NULL && !key256_equal(digest_body(row->body), header.body_hash)) {
        report(result, "An operation's body is not the one that was written, in ", where, -1);
    }
}

static enum daybook_status check_stretch(struct chain *chain, uint64_t first, struct arena *arena)
{
    struct operation_list list;
    const struct operation_range range = {chain->feed->feed_no, first, first + CHAIN_STRETCH - 1};
    enum daybook_status status =
        operation_rows_read(chain->journal->database, &range, arena, &list);
    for (size_t i = 0; i < list.count && status == DAYBOOK_OK; i++) {
        check_operation(chain, &list.rows[i], first + i, arena);
    }
    uint64_t left = chain->feed->number - first + 1;
    if (status == DAYBOOK_OK && list.count < (left < CHAIN_STRETCH ? left : CHAIN_STRETCH)) {
        report(chain->result, "Operations are missing, in ", stream_name(chain->feed->stream), -1);
    }
    return status;
}

static enum daybook_status check_head(const struct chain *chain)
{
    struct signed_head head;
    const struct feed_row *feed = chain->feed;
    enum daybook_status status = feed_rows_signed_head(chain->journal->database, feed->feed_no,
                                                       feed->number, feed->number, &head);
    bool good =
        status == DAYBOOK_OK && identity_verify_head(feed->device, feed->feed, head.number,
                                                     chain->hash, &head.signature) == DAYBOOK_OK;
    if (!good && (status == DAYBOOK_OK || status == DAYBOOK_NOT_FOUND)) {
        report(chain->result, "The newest operation is not signed by its author, in ",
               stream_name(feed->stream), -1);
        status = DAYBOOK_OK;
    }
    return status;
}

/* Behind the head there is nothing: else the head was put back. */
static enum daybook_status check_count(const struct chain *chain)
{
    uint64_t count = 0;
    const struct feed_row *feed = chain->feed;
    enum daybook_status status =
        operation_rows_count(chain->journal->database, feed->feed_no, &count);
    if (status == DAYBOOK_OK && count > feed->number) {
        report(chain->result, "A feed ends before its last operation, in ",
               stream_name(feed->stream), -1);
    }
    return status;
}

static enum daybook_status check_feed(struct journal *journal, const struct feed_row *feed,
                                      struct journal_verification *result)
{
    struct chain chain = {journal, feed, {{0}}, result};
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    for (uint64_t first = 1; first <= feed->number && status == DAYBOOK_OK;
         first += CHAIN_STRETCH) {
        arena_reset(arena);
        status = check_stretch(&chain, first, arena);
    }
    if (status == DAYBOOK_OK && feed->number > 0) {
        status = check_head(&chain);
    }
    if (status == DAYBOOK_OK) {
        status = check_count(&chain);
    }
    result->feeds++;
    arena_free(arena);
    return status;
}

static enum daybook_status check_circle(struct own_circle *circle,
                                        struct journal_verification *result)
{
    uint64_t entries = 0;
    bool views_are_true = true;
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < circle->feed_count && status == DAYBOOK_OK; i++) {
        status = check_feed(circle->journal, &circle->feeds[i], result);
    }
    if (status == DAYBOOK_OK) {
        status = view_check(circle, &views_are_true);
    }
    if (status == DAYBOOK_OK && !views_are_true) {
        report(result, "What is shown is not what was written: a part of the file was put back to",
               " an older state", -1);
    }
    if (status == DAYBOOK_OK) {
        status = entry_rows_count(circle->journal->database, circle->row.circle_no, &entries);
        result->entries += entries;
    }
    return status;
}

static bool is_damage(enum daybook_status status)
{
    return status == DAYBOOK_FORGED || status == DAYBOOK_DAMAGED;
}

/* Nothing in the file says that it is old; the notice stays until somebody has seen it. */
static enum daybook_status check_put_back(const struct journal *journal,
                                          struct journal_verification *result)
{
    struct notice *notices = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL
                                     ? DAYBOOK_NO_MEMORY
                                     : notice_rows_list(journal->database, arena, &notices, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        if (notices[i].kind == NOTICE_PUT_BACK && !notices[i].seen) {
            report(result,
                   "An older copy of this journal, or of a part of it, was put in the place of a "
                   "newer one",
                   ": see 'daybook notices'", -1);
        }
    }
    arena_free(arena);
    return status;
}

enum daybook_status journal_verify(struct journal *journal, struct journal_verification *out_result)
{
    struct journal_verification result = {.sound = true};
    struct verify_report found = {0};
    enum daybook_status status = database_verify(journal->database, &found);
    if (status == DAYBOOK_OK || is_damage(status)) {
        report_file(&found, status, &result);
        status = DAYBOOK_OK;
    }
    for (size_t i = 0; i < journal->circle_count && status == DAYBOOK_OK; i++) {
        status = check_circle(journal->circles[i], &result);
    }
    if (status == DAYBOOK_OK) {
        status = check_put_back(journal, &result);
    }
    if (is_damage(status)) { /* a page the file check has named already */
        report(&result, "The journal's file does not hold together", "", -1);
        status = DAYBOOK_OK;
    }
    if (status == DAYBOOK_OK) {
        *out_result = result;
    }
    return status;
}

enum daybook_status journal_verify_closed(const char *folder, const struct secret *passphrase,
                                          struct journal_verification *out_result,
                                          struct complaint *out_complaint)
{
    struct journal_verification result = {.sound = true};
    struct verify_report found = {0};
    pid_t owner = 0;
    enum daybook_status status =
        verify_closed_run(folder, KEY_SLOT_PASSPHRASE, passphrase, &found, &owner);
    if (status == DAYBOOK_OK || is_damage(status)) {
        report_file(&found, status == DAYBOOK_OK ? DAYBOOK_DAMAGED : status, &result);
        *out_result = result;
        return DAYBOOK_OK;
    }
    if (status != DAYBOOK_READ_ONLY) { /* which has a sentence of its own */
        complaint_begin(out_complaint, "The journal cannot be looked at: ");
        complaint_add(out_complaint, daybook_status_name(status));
        complaint_add(out_complaint, ".");
    }
    return status;
}
