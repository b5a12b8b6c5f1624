/* Writes what is left of an erased entry. */
#include "cli/erasure_text.h"

#include <stdio.h>

#include "cli/reply.h"
#include "cli/speech.h"

static void print_when(const json_t *erased)
{
    char moment[REPLY_MOMENT_SIZE];
    reply_moment(erased, "erased_at", moment);
    printf("erased on %s by ", moment);
    speech_put(stdout, reply_text(erased, "erased_by"));
}

void erasure_text_print_line(const json_t *erased)
{
    char id[REPLY_SHORT_ID_SIZE];
    size_t confirmed = json_array_size(reply_list(erased, "confirmed"));
    size_t waiting = json_array_size(reply_list(erased, "not_confirmed"));
    reply_short_id(erased, "id", id);
    printf("%s  ", id);
    print_when(erased);
    printf(", confirmed by %zu of %zu devices\n", confirmed, confirmed + waiting);
}

static void print_devices(const char *heading, const json_t *devices)
{
    if (json_array_size(devices) == 0) {
        return;
    }
    printf("  %s:\n", heading);
    for (size_t i = 0; i < json_array_size(devices); i++) {
        const json_t *device = json_array_get(devices, i);
        fputs("    ", stdout);
        speech_put(stdout, reply_text(device, "name"));
        printf(" (%s)%s\n", reply_text(device, "role"),
               reply_is(device, "self") ? ", this device" : "");
    }
}

void erasure_text_print(const json_t *erased)
{
    print_when(erased);
    printf(" (%s)\n", reply_text(erased, "erased_by_role"));
    print_devices("confirmed by", reply_list(erased, "confirmed"));
    print_devices("not yet confirmed by", reply_list(erased, "not_confirmed"));
    printf("  id %s\n", reply_text(erased, "id"));
}
