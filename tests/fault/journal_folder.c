/* A folder for a patient's journal on the disk, under a passphrase that costs little. */
#include "fault/journal_folder.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "journal/inspection.h"

static const struct key_cost cheap = {1, 8};

void journal_folder_begin(struct journal_folder *folder)
{
    static const char passphrase[] = "a passphrase for tests";
    *folder = (struct journal_folder){.path = "/tmp/daybook-fault-XXXXXX"};
    household_begin(&folder->household);
    assert_non_null(mkdtemp(folder->path));
    assert_int_equal(secret_create(sizeof passphrase - 1, &folder->passphrase), DAYBOOK_OK);
    memcpy(secret_fill(folder->passphrase), passphrase, sizeof passphrase - 1);
}

void journal_folder_clear(const struct journal_folder *folder)
{
    DIR *names = opendir(folder->path);
    assert_non_null(names);
    for (struct dirent *name = readdir(names); name != NULL; name = readdir(names)) {
        char path[400];
        (void)snprintf(path, sizeof path, "%s/%s", folder->path, name->d_name);
        (void)unlink(path); /* not for . and .. */
    }
    (void)closedir(names); /* only read from */
}

void journal_folder_end(struct journal_folder *folder)
{
    journal_folder_clear(folder);
    assert_int_equal(rmdir(folder->path), 0);
    secret_free(folder->passphrase);
    household_end(&folder->household);
}

enum daybook_status journal_folder_create(struct journal_folder *folder,
                                          struct journal **out_journal)
{
    struct complaint complaint = {0};
    struct secret *recovery = NULL;
    const struct journal_ports ports = household_ports(&folder->household);
    const struct journal_setup setup = {.folder = folder->path,
                                        .name = bytes_of_text("Ana"),
                                        .role = ROLE_PATIENT,
                                        .passphrase = folder->passphrase,
                                        .cost = cheap};
    enum daybook_status status = journal_create(&setup, &ports, out_journal, &recovery, &complaint);
    secret_free(recovery);
    return status;
}

enum daybook_status journal_folder_open(struct journal_folder *folder, struct journal **out_journal)
{
    struct complaint complaint = {0};
    const struct journal_ports ports = household_ports(&folder->household);
    const struct journal_opening opening = {
        .folder = folder->path, .type = KEY_SLOT_PASSPHRASE, .secret = folder->passphrase};
    return journal_open(&opening, &ports, out_journal, &complaint);
}

enum daybook_status journal_folder_log(struct journal *journal, struct id128 *out_id)
{
    struct complaint complaint = {0};
    struct entry entry = {.kind = bytes_of_text("note"),
                          .fields = {.type = VALUE_MAP},
                          .note = bytes_of_text("a quiet day"),
                          .at = journal_now(journal)};
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = out_id};
    return journal_log(journal, 0, &batch, &complaint);
}

uint64_t journal_folder_check(struct journal *journal, uint64_t acknowledged)
{
    struct journal_verification result;
    assert_int_equal(journal_verify(journal, &result), DAYBOOK_OK);
    assert_string_equal(result.damage, "");
    assert_true(result.sound);
    assert_in_range(result.entries, acknowledged, acknowledged + 1);
    return result.entries;
}
