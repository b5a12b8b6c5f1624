/* The table of commands: dispatch, help and completion come from it. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/command.h"

/* The options every command knows; the table ends with a row without name. */
extern const struct command_option commands_global_options[];

/* The commands in the order help lists them; NULL past the last. */
const struct command *commands_at(size_t index);

/* The command with this name, NULL when there is none. Of a family such as "circle", second is the
 * other word; NULL for commands of one word. */
const struct command *commands_find(const char *first, const char *second);

/* The second word of a command, NULL when its name is not two words of which this is the first. */
const char *commands_second_word(const struct command *command, const char *family);

/* True for the first word of commands of two words. */
bool commands_is_family(const char *first);

/* The known name nearest to a mistyped one, NULL when none is near: a command, or, when family is
 * not NULL, the second word of one of its commands. */
const char *commands_nearest(const char *family, const char *typed);

/* The option with this name among the general ones and the command's own (NULL: general only); NULL
 * when there is none. name_size counts the bytes of the name. */
const struct command_option *commands_find_option(const struct command *command, const char *name,
                                                  size_t name_size);

/* The option nearest to a mistyped one, NULL when none is near. */
const char *commands_nearest_option(const struct command *command, const char *typed);

/* What a family is for, for help and completion. */
const char *commands_family_summary(const char *family);

/* Each is defined in the file of its name, client/cli/NAME.c. */
extern const struct command init_command;
extern const struct command log_command;
extern const struct command list_command;
extern const struct command show_command;
extern const struct command amend_command;
extern const struct command retract_command;
extern const struct command ask_command;
extern const struct command answer_command;
extern const struct command ack_command;
extern const struct command questions_command;
extern const struct command flags_command;
extern const struct command patients_command;
extern const struct command changes_command;
extern const struct command erase_command;
extern const struct command undo_command;
extern const struct command kinds_command;
extern const struct command checkin_command;
extern const struct command pause_command;
extern const struct command resume_command;
extern const struct command remind_command;
extern const struct command plan_set_command;
extern const struct command plan_show_command;
extern const struct command plan_end_command;
extern const struct command plan_history_command;
extern const struct command broker_command;
extern const struct command circle_invite_command;
extern const struct command circle_join_command;
extern const struct command circle_pending_command;
extern const struct command circle_approve_command;
extern const struct command circle_members_command;
extern const struct command circle_grant_command;
extern const struct command circle_revoke_command;
extern const struct command circle_remove_command;
extern const struct command circle_retire_command;
extern const struct command circle_rotate_command;
extern const struct command circle_log_command;
extern const struct command circle_quarantine_command;
extern const struct command circle_admit_command;
extern const struct command share_command;
extern const struct command disclosed_command;
extern const struct command sync_command;
extern const struct command agent_command;
extern const struct command status_command;
extern const struct command notices_command;
extern const struct command import_command;
extern const struct command trends_command;
extern const struct command verify_command;
extern const struct command backup_command;
extern const struct command restore_command;
extern const struct command recover_command;
extern const struct command passphrase_command;
extern const struct command rekey_command;
extern const struct command keyring_command;
extern const struct command lock_command;
extern const struct command unlock_command;
extern const struct command help_command;
extern const struct command completion_command;
extern const struct command version_command;

#endif
