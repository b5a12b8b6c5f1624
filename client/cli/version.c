/* The command version: which version this is. */
#include <stdio.h>

#include <daybook/daybook.h>

#include "cli/call.h"
#include "cli/commands.h"

static enum daybook_status version_run(const struct call *call)
{
    if (call_has(call, "json")) {
        printf("{\"schema\":\"daybook.version/1\",\"version\":\"%s\"}\n", daybook_version());
    } else {
        printf("daybook %s\n", daybook_version());
    }
    return DAYBOOK_OK;
}

const struct command version_command = {
    .name = "version",
    .group = GROUP_PROGRAM,
    .summary = "Show the version",
    .usage = "",
    .run = version_run,
};
