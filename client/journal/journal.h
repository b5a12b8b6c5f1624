/* The journal: every use case, and the only room that knows store, vault, wire, engine and
 * transport.
 *
 * One thread. Nothing here waits: what takes time is begun, and journal_step() carries it on.
 * Complaints are sentences for a person and never hold what a patient wrote. */
#ifndef JOURNAL_JOURNAL_H
#define JOURNAL_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/timestamp.h"
#include "domain/complaint.h"
#include "domain/role.h"
#include "transport/transport.h"
#include "vault/key_header.h"
#include "vault/secret.h"

struct journal;

/* What the journal is given from outside. */
struct journal_ports {
    void *context;
    int64_t (*wall_ms)(void *context);      /* UTC, may jump */
    int64_t (*monotonic_ms)(void *context); /* never goes back */
    int32_t (*offset_minutes)(void *context,
                              int64_t utc_ms); /* local time minus UTC at that moment */
    enum daybook_status (*open_transport)(void *context, struct transport *out_transport);
};

/* The ports of a real machine: its clocks, its time zone, MQTT through paho. */
struct journal_ports journal_machine_ports(void);

struct journal_setup {
    const char *folder; /* made when missing, 0700 */
    struct bytes name;  /* of the person who uses it */
    enum role role;     /* patient, caregiver or therapist; a patient's journal starts a circle */
    const struct secret *passphrase;
    struct key_cost cost;
};

/* Make a new journal and open it. The caller owns it, and the recovery seed, to be shown once and
 * freed. CONFLICT: there is one already; INVALID: name or passphrase out of bounds, with a
 * complaint. */
enum daybook_status journal_create(const struct journal_setup *setup,
                                   const struct journal_ports *ports, struct journal **out_journal,
                                   struct secret **out_recovery, struct complaint *out_complaint);

/* Open with the passphrase (or KEY_SLOT_RECOVERY and the seed). NOT_FOUND: no journal there;
 * LOCKED: wrong passphrase; BUSY: the process in the complaint owns it; NEWER; DAMAGED or FORGED.
 */
struct journal_opening {
    const char *folder;
    enum key_slot_type type;
    const struct secret *secret;
    const char *state_folder; /* outside of folder, made when missing: remembers which state of the
                                 journal is the newest; NULL: nothing does */
};
enum daybook_status journal_open(const struct journal_opening *opening,
                                 const struct journal_ports *ports, struct journal **out_journal,
                                 struct complaint *out_complaint);

/* Disconnect, commit, close, wipe. NULL is allowed. */
void journal_close(struct journal *journal);

/* A journal in plain memory, without files or passphrase, for tests of the rooms above and for
 * simulation. */
enum daybook_status journal_create_in_memory(struct bytes name, enum role role,
                                             const struct journal_ports *ports,
                                             struct journal **out_journal);

/* Replace the passphrase slot. The data key stays: an old copy of the file still opens with the old
 * passphrase. NO_MEMORY, also for the cost, INVALID: nothing was changed. FULL, FAILED: either
 * passphrase may be the one that opens the journal next, as the complaint says. */
enum daybook_status journal_change_passphrase(struct journal *journal,
                                              const struct secret *passphrase, struct key_cost cost,
                                              struct complaint *out_complaint);

/* What a change of the data key needs, and whom it tells how far it is. */
struct journal_rekeying {
    const struct secret *passphrase; /* the journal's, which stays */
    struct key_cost cost;
    void *context;
    void (*progress)(void *context, int percent); /* may be NULL */
};

/* Write the whole journal anew under a fresh data key: older copies of the file open no longer with
 * what opens this one. The recovery words stay; see rekey_run(). When *out_open is false
 * afterwards, the journal can only be closed. */
enum daybook_status journal_rekey(struct journal *journal, const struct journal_rekeying *how,
                                  bool *out_open, struct complaint *out_complaint);

/* Would the seed of these recovery words open the journal's file as it is on the disk? LOCKED: not
 * these. */
enum daybook_status journal_try_recovery(struct journal *journal, const struct secret *seed);

/* Can the desktop's keyring open this journal, and under which store's name does it know it? Of one
 * that this process has open, and of one that it has not: NOT_FOUND, NEWER, DAMAGED, FAILED. */
bool journal_has_keyring(const struct journal *journal, struct id128 *out_store);
enum daybook_status journal_look_for_keyring(const char *folder, bool *out_has,
                                             struct id128 *out_store);

/* Fill the slot of the desktop's keyring with its random secret, instead of an older one; NULL
 * empties it. FULL: there is no empty slot. */
enum daybook_status journal_set_keyring(struct journal *journal, const struct secret *secret);

/* Who uses this journal. Borrowed. */
struct bytes journal_name(const struct journal *journal);
enum role journal_role(const struct journal *journal);

/* Now, as the ports tell it. */
struct timestamp journal_now(const struct journal *journal);

/* A circle of this journal by number, 0 to journal_circle_count()-1, in the order they were joined.
 * Another device of a patient shows the circle it joined; the one it began with is shown only when
 * something was written in it. */
size_t journal_circle_count(const struct journal *journal);

/* The circle of a patient: by the start of the patient's name (any case) or of the circle id in
 * hexadecimal; empty: the only one. NOT_FOUND, or CONFLICT when several fit, with a complaint. */
enum daybook_status journal_find_circle(const struct journal *journal, struct bytes patient,
                                        size_t *out_circle, struct complaint *out_complaint);

/* The patient's name of a circle. Borrowed until the next journal_step() or change. */
struct bytes journal_patient(const struct journal *journal, size_t circle);

#endif
