/* Who belongs to the circle: invitations, grants, removals, and restored backups. */
#include "simulation/journals/gatherings.h"

#include <stdio.h>
#include <unistd.h>

#include "journal/backup.h"
#include "journal/exchange.h"
#include "journal/restore.h"
#include "simulation/journals/deeds.h"
#include "simulation/journals/home.h"

/* A home that may invite and remove, or the patient's. */
static struct home *any_owner(struct town *town)
{
    struct home *home = &town->homes[chance_below(&town->chance, (uint32_t)town->home_count)];
    return home->journal == NULL || journal_circle_count(home->journal) == 0 ? &town->homes[0]
                                                                             : home;
}

void gatherings_invite(struct town *town)
{
    struct complaint complaint = {0};
    struct buffer code = {0};
    if (town->home_count >= HOME_BUSY_MAX || town->person_count == PERSON_MAX) {
        return;
    }
    struct home *inviter = any_owner(town);
    size_t person =
        town_add_person(town, chance_strikes(&town->chance, 500) ? ROLE_THERAPIST : ROLE_CAREGIVER);
    struct home *home = town_add_home(town, person);
    town_enter(town, home);
    home_make_journal(home);
    town_leave(town, home);
    struct journal_invite terms = {
        .name = bytes_of_text(town->people[person].name),
        .role = home->role,
        .grant_log = home->role == ROLE_THERAPIST && chance_strikes(&town->chance, 500),
        .co_owner = home->role == ROLE_CAREGIVER && chance_strikes(&town->chance, 300),
        .auto_approve = true,
        .seat = home->seat,
    };
    town_enter(town, inviter);
    enum daybook_status status = journal_invite(inviter->journal, 0, &terms, &code, &complaint);
    town_leave(town, inviter);
    home->joining = true;
    if (status == DAYBOOK_OK) {
        town->tally->counts[TALLY_INVITATIONS]++;
        town_enter(town, home);
        (void)journal_join(home->journal, buffer_bytes(&code), &complaint);
        home->online = true;
        journal_go_online(home->journal);
        town_leave(town, home);
    }
    buffer_free(&code);
}

static size_t any_guest(struct town *town)
{
    return 1 + chance_below(&town->chance, (uint32_t)town->person_count - 1);
}

void gatherings_grant(struct town *town)
{
    struct complaint complaint = {0};
    struct home *owner = any_owner(town);
    size_t person = any_guest(town);
    bool log = chance_strikes(&town->chance, 500);
    town_enter(town, owner);
    enum daybook_status status =
        journal_grant(owner->journal, 0, bytes_of_text(town->people[person].name), log, &complaint);
    town_leave(town, owner);
    town->tally->counts[TALLY_GRANTS] += status == DAYBOOK_OK ? 1 : 0;
}

static bool remove_one(struct town *town, struct home *remover, size_t person)
{
    struct complaint complaint = {0};
    if (journal_circle_count(remover->journal) == 0) {
        return false;
    }
    town_enter(town, remover);
    enum daybook_status status =
        journal_remove(remover->journal, 0, bytes_of_text(town->people[person].name), &complaint);
    bool died = remover->dying;
    town_leave(town, remover);
    bool refused = status == DAYBOOK_DENIED || status == DAYBOOK_NOT_FOUND ||
                   status == DAYBOOK_INVALID || status == DAYBOOK_CONFLICT;
    if (refused && !died) {
        return false;
    }
    deeds_hold_back(town, remover, person);
    town->people[person].remover = remover->number;
    town->people[person].surely_removed =
        ++town->people[person].removals == 1 && status == DAYBOOK_OK && !died;
    town->tally->counts[TALLY_REMOVALS]++;
    return true;
}

void gatherings_remove(struct town *town)
{
    if (town->person_count < 3) {
        return; /* somebody should stay with the patient */
    }
    struct home *remover = any_owner(town);
    bool removed = remove_one(town, remover, any_guest(town));
    if (removed && chance_strikes(&town->chance, 500)) {
        struct home *other = any_owner(town);
        size_t person = any_guest(town);
        bool twice = other != remover && remove_one(town, other, person);
        town->tally->counts[TALLY_REMOVALS_AT_ONCE] += twice ? 1 : 0;
    }
}

static bool back_up(struct town *town, struct home *home, const char *file)
{
    struct complaint complaint = {0};
    struct journal_backup *backup = NULL;
    struct journal_backup_state state = {0};
    enum daybook_status status =
        journal_backup_begin(home->journal, file, true, &backup, &complaint);
    while (status == DAYBOOK_OK && !state.done) {
        status = journal_backup_carry_on(backup, &complaint);
        journal_backup_state(backup, &state);
    }
    journal_backup_free(backup);
    if (status != DAYBOOK_OK) {
        town_fail(town, "Home %zu cannot be backed up: %s", home->number, complaint.text);
    }
    return true;
}

static void restore(struct town *town, struct home *home, const struct home *from, const char *file)
{
    char folder[TOWN_FILE_SIZE];
    struct complaint complaint = {0};
    struct journal_restored restored;
    const struct journal_ports ports = home_ports(home);
    home_folder_path(home, HOME_STORE, folder);
    const struct journal_restoring restoring = {.folder = folder,
                                                .file = file,
                                                .type = KEY_SLOT_RECOVERY,
                                                .secret = from->sheet,
                                                .passphrase = from->passphrase,
                                                .cost = {1, 8},
                                                .keep_old_device = true};
    enum daybook_status status = journal_restore(&restoring, &ports, &restored, &complaint);
    if (status == DAYBOOK_OK) {
        home_open(home);
        status = journal_set_seat(home->journal, 0, &home->seat, &complaint);
    }
    if (status != DAYBOOK_OK) {
        town_fail(town, "A backup of home %zu cannot be restored (%s): %s", from->number,
                  daybook_status_name(status), complaint.text);
    }
}

void gatherings_restore_backup(struct town *town)
{
    char file[TOWN_FILE_SIZE];
    struct home *patient = &town->homes[0];
    (void)snprintf(file, sizeof file, "%s/backup", town->path);
    town_enter(town, patient);
    bool made = back_up(town, patient, file);
    town_leave(town, patient);
    if (!made) {
        return;
    }
    struct home *home = town_add_home(town, patient->person);
    town_enter(town, home);
    restore(town, home, patient, file);
    home->online = true;
    journal_go_online(home->journal);
    town_leave(town, home);
    (void)unlink(file); /* it is there */
    town->tally->counts[TALLY_RESTORED_BACKUPS]++;
}
