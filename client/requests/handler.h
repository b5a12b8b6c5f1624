/* What the answering side of a request sees of it. For requests/ only. */
#ifndef REQUESTS_HANDLER_H
#define REQUESTS_HANDLER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "domain/complaint.h"
#include "journal/backup.h"
#include "journal/handover.h"
#include "requests/desk.h"
#include "requests/exchange_wait.h"
#include "requests/input.h"
#include "requests/request.h"

/* A handler reads request->input (its members were checked to be known ones), and leaves either OK
 * and an answer, or another status and a complaint; without a complaint the status' own sentence is
 * told. One that takes time leaves request->goes_on true and is called again. */
struct request_row {
    const char *name;
    const char *const *members; /* that its object may have, NULL at the end */
    enum daybook_status (*begin)(struct request *request);
    enum daybook_status (*carry_on)(struct request *request); /* NULL: never takes time */
    enum request_place place;
    bool unattended; /* programs ask it again and again: it does not keep the journal open */
};

struct request {
    struct desk *desk;
    struct request_call call; /* without name and JSON */
    const struct request_row *row;
    struct arena *arena;
    json_t *object; /* what was asked */
    struct complaint complaint;
    struct input input;
    json_t *answer; /* owned */
    bool goes_on;
    bool goes_on_now;                  /* and need not wait for anything */
    uint64_t openings;                 /* of the desk when it began */
    struct journal_backup *backup;     /* owned; of a request that makes one */
    struct handover_out *handover_out; /* owned; of a request that writes one */
    struct handover_in *handover_in;   /* owned; of a request that takes one in */
    struct exchange_wait wait;         /* of a request that exchanges */
    bool done;
    enum daybook_status status;
    char *text; /* the answer's JSON; NULL: memory was too short for it */
};

/* The journal of a row that needs one. */
struct journal *request_journal(const struct request *request);

/* The circle that "patient" names. Statuses of journal_find_circle(). */
enum daybook_status request_circle(struct request *request, size_t *out_circle);

/* End a handler: the answer is kept when it was written to the end and freed otherwise. OK or
 * NO_MEMORY. */
enum daybook_status request_reply(struct request *request, json_t *answer, bool written);

/* Refuse with a sentence of our own. */
enum daybook_status request_refuse(struct request *request, enum daybook_status status,
                                   const char *sentence);

/* Tell a sentence of progress, if anybody listens. */
void request_tell(const struct request *request, const char *sentence);

/* The handlers, by the file they are in. */
enum daybook_status setup_init(struct request *request);
enum daybook_status setup_passphrase(struct request *request);
enum daybook_status rekey_begin(struct request *request);
enum daybook_status safekeeping_backup(struct request *request);
enum daybook_status safekeeping_backup_later(struct request *request);
enum daybook_status safekeeping_restore(struct request *request);
enum daybook_status safekeeping_recover(struct request *request);
enum daybook_status drill_begin(struct request *request);
enum daybook_status keyring_status(struct request *request);
enum daybook_status keyring_on(struct request *request);
enum daybook_status keyring_off(struct request *request);
enum daybook_status lock_lock(struct request *request);
enum daybook_status lock_unlock(struct request *request);
enum daybook_status lock_agent(struct request *request);
enum daybook_status health_verify(struct request *request);
enum daybook_status health_status(struct request *request);
enum daybook_status board_notices(struct request *request);
enum daybook_status log_one(struct request *request);
enum daybook_status log_bulk(struct request *request);
enum daybook_status log_sealed(struct request *request);
enum daybook_status log_sealed_bulk(struct request *request);
enum daybook_status list_entries(struct request *request);
enum daybook_status show_entry(struct request *request);
enum daybook_status correct_amend(struct request *request);
enum daybook_status correct_retract(struct request *request);
enum daybook_status correct_undo(struct request *request);
enum daybook_status erase_entry(struct request *request);
enum daybook_status kinds_list(struct request *request);
enum daybook_status invite_make(struct request *request);
enum daybook_status invite_pending(struct request *request);
enum daybook_status invite_pending_later(struct request *request);
enum daybook_status invite_approve(struct request *request);
enum daybook_status invite_approve_later(struct request *request);
enum daybook_status join_begin(struct request *request);
enum daybook_status join_later(struct request *request);
enum daybook_status people_members(struct request *request);
enum daybook_status people_grant(struct request *request);
enum daybook_status people_remove(struct request *request);
enum daybook_status people_retire(struct request *request);
enum daybook_status people_rotate(struct request *request);
enum daybook_status circle_log_list(struct request *request);
enum daybook_status quarantine_list(struct request *request);
enum daybook_status quarantine_admit(struct request *request);
enum daybook_status broker_seat(struct request *request);
enum daybook_status exchange_begin(struct request *request);
enum daybook_status exchange_later(struct request *request);
enum daybook_status handover_write(struct request *request);
enum daybook_status handover_write_later(struct request *request);
enum daybook_status handover_read(struct request *request);
enum daybook_status handover_read_later(struct request *request);
enum daybook_status import_oximeter(struct request *request);
enum daybook_status trend_page(struct request *request);
enum daybook_status changes_list(struct request *request);
enum daybook_status flags_page(struct request *request);
enum daybook_status flag_limits_rules(struct request *request);
enum daybook_status overview_patients(struct request *request);
enum daybook_status checkin_today(struct request *request);
enum daybook_status pause_begin(struct request *request);
enum daybook_status pause_end(struct request *request);
enum daybook_status remind_show(struct request *request);
enum daybook_status plan_set(struct request *request);
enum daybook_status plan_end(struct request *request);
enum daybook_status plan_show(struct request *request);
enum daybook_status plan_history(struct request *request);
enum daybook_status share_list(struct request *request);
enum daybook_status share_set(struct request *request);
enum daybook_status disclosed_show(struct request *request);
enum daybook_status team_ack(struct request *request);
enum daybook_status team_ask(struct request *request);
enum daybook_status team_questions(struct request *request);
enum daybook_status team_answer(struct request *request);

#endif
