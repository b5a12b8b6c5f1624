/* The table of commands, and the search for a name in it. */
#include "cli/commands.h"

#include <stdint.h>
#include <string.h>

#include "cli/nearest.h"

const struct command_option commands_global_options[] = {
    {"home", OPTION_FILE, "FOLDER", "the journal's folder", NULL},
    {"json", OPTION_FLAG, NULL, "answer in JSON, for programs", NULL},
    {"passphrase-fd", OPTION_NUMBER, "N", "read the passphrase from this descriptor", NULL},
    {"passphrase-file", OPTION_FILE, "FILE", "read the passphrase from this private file", NULL},
    {"no-input", OPTION_FLAG, NULL, "ask nothing; fail instead", NULL},
    {"quiet", OPTION_FLAG, NULL, "say only what was asked for, and errors", NULL},
    {"help", OPTION_FLAG, NULL, "show help", NULL},
    {"version", OPTION_FLAG, NULL, "show the version", NULL},
    {0},
};

static const struct command *const table[] = {
    &checkin_command,
    &log_command,
    &amend_command,
    &retract_command,
    &ask_command,
    &answer_command,
    &ack_command,
    &questions_command,
    &flags_command,
    &patients_command,
    &import_command,
    &changes_command,
    &undo_command,
    &erase_command,
    &list_command,
    &show_command,
    &kinds_command,
    &trends_command,
    &pause_command,
    &resume_command,
    &remind_command,
    &plan_set_command,
    &plan_show_command,
    &plan_end_command,
    &plan_history_command,
    &status_command,
    &notices_command,
    &circle_invite_command,
    &circle_join_command,
    &circle_pending_command,
    &circle_approve_command,
    &circle_members_command,
    &circle_grant_command,
    &circle_revoke_command,
    &circle_remove_command,
    &circle_retire_command,
    &circle_rotate_command,
    &circle_log_command,
    &circle_quarantine_command,
    &circle_admit_command,
    &share_command,
    &disclosed_command,
    &broker_command,
    &sync_command,
    &init_command,
    &agent_command,
    &unlock_command,
    &lock_command,
    &passphrase_command,
    &rekey_command,
    &keyring_command,
    &verify_command,
    &backup_command,
    &restore_command,
    &recover_command,
    &help_command,
    &completion_command,
    &version_command,
};

enum { TABLE_SIZE = sizeof table / sizeof table[0] };

const struct command *commands_at(size_t index)
{
    return index < TABLE_SIZE ? table[index] : NULL;
}

const char *commands_second_word(const struct command *command, const char *family)
{
    size_t size = strlen(family);
    const char *name = command->name;
    return strncmp(name, family, size) == 0 && name[size] == ' ' ? name + size + 1 : NULL;
}

const struct command *commands_find(const char *first, const char *second)
{
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        const char *name = second == NULL ? table[i]->name : commands_second_word(table[i], first);
        if (name != NULL && strcmp(name, second == NULL ? first : second) == 0) {
            return table[i];
        }
    }
    return NULL;
}

bool commands_is_family(const char *first)
{
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        if (commands_second_word(table[i], first) != NULL) {
            return true;
        }
    }
    return false;
}

const char *commands_family_summary(const char *family)
{
    if (strcmp(family, "plan") == 0) {
        return "what therapists plan";
    }
    return strcmp(family, "circle") == 0 ? "the people who share the journal" : "";
}

const char *commands_nearest(const char *family, const char *typed)
{
    struct nearest nearest = nearest_to(typed);
    for (size_t i = 0; i < TABLE_SIZE; i++) {
        const char *name = family == NULL ? table[i]->name : commands_second_word(table[i], family);
        if (name != NULL) {
            nearest_try(&nearest, name);
        }
    }
    if (family == NULL) {
        nearest_try(&nearest, "circle");
        nearest_try(&nearest, "plan");
    }
    return nearest.name;
}

static const struct command_option *find_in(const struct command_option *options, const char *name,
                                            size_t name_size)
{
    for (; options != NULL && options->name != NULL; options++) {
        if (strlen(options->name) == name_size && memcmp(options->name, name, name_size) == 0) {
            return options;
        }
    }
    return NULL;
}

const struct command_option *commands_find_option(const struct command *command, const char *name,
                                                  size_t name_size)
{
    const struct command_option *option = find_in(commands_global_options, name, name_size);
    return option != NULL || command == NULL ? option : find_in(command->options, name, name_size);
}

static void try_all(const struct command_option *options, struct nearest *nearest)
{
    for (; options != NULL && options->name != NULL; options++) {
        nearest_try(nearest, options->name);
    }
}

const char *commands_nearest_option(const struct command *command, const char *typed)
{
    struct nearest nearest = nearest_to(typed);
    try_all(commands_global_options, &nearest);
    if (command != NULL) {
        try_all(command->options, &nearest);
    }
    return nearest.name;
}
