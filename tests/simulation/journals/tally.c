/* What happened in all runs of the simulator, counted by kind. */
#include "simulation/journals/tally.h"

static const char *const names[TALLY_COUNT] = {
    [TALLY_EVENTS] = "events",
    [TALLY_LOGGED] = "entries logged",
    [TALLY_AMENDED] = "amended",
    [TALLY_RETRACTED] = "retracted",
    [TALLY_ERASED] = "erased",
    [TALLY_PLANNED] = "plans",
    [TALLY_REFUSED_DEEDS] = "deeds refused",
    [TALLY_WENT_AWAY] = "went offline",
    [TALLY_CAME_BACK] = "came back",
    [TALLY_CRASHES] = "crashes between steps",
    [TALLY_CRASHES_IN_A_WRITE] = "crashes in a write",
    [TALLY_CRASHES_IN_A_PUBLISH] = "crashes at a publish",
    [TALLY_FAILED_WRITES] = "failed writes",
    [TALLY_FULL_DISKS] = "full disks",
    [TALLY_SET_BACK] = "stores set back",
    [TALLY_SET_BACK_WITHOUT_STATE] = "of those without a state file",
    [TALLY_CLONES] = "clones",
    [TALLY_REPEATED_RANDOMNESS] = "of copies with repeated randomness",
    [TALLY_RESTORED_BACKUPS] = "backups restored",
    [TALLY_INVITATIONS] = "invitations",
    [TALLY_GRANTS] = "grants",
    [TALLY_REMOVALS] = "removals",
    [TALLY_REMOVALS_AT_ONCE] = "of those two at once",
    [TALLY_WRITTEN_WHEN_REMOVED] = "written when removed",
    [TALLY_WRONG_CLOCKS] = "clocks set wrong",
    [TALLY_PARTITIONS] = "partitions",
    [TALLY_SILENCES] = "silences of the patient",
    [TALLY_EMPTY_RESTARTS] = "broker restarts, empty",
    [TALLY_LOST] = "messages lost",
    [TALLY_REPEATED] = "messages doubled",
    [TALLY_DELAYED] = "messages delayed",
    [TALLY_REFUSED] = "messages refused",
    [TALLY_SWALLOWED] = "messages swallowed for their size",
    [TALLY_REPLAYED] = "messages replayed",
    [TALLY_MISPLACED] = "messages replayed on another topic",
    [TALLY_POISONED] = "messages poisoned",
    [TALLY_RETAINED_LOST] = "retained lost",
    [TALLY_RETAINED_SET_BACK] = "retained set back or swapped",
    [TALLY_TAKEOVERS] = "takeovers",
    [TALLY_MESSAGES] = "messages published",
    [TALLY_ENVELOPES_OPENED] = "envelopes opened and looked at",
    [TALLY_FORBIDDEN_KEYS] = "keys somebody removed must never have",
    [TALLY_STEPS] = "steps",
    [TALLY_PEACE_MINUTES] = "minutes until all were equal",
};

const char *tally_name(enum tally_kind kind)
{
    return names[kind];
}
