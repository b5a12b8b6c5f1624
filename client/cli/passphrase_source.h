/* Where a passphrase comes from: a descriptor, a private file, or a person at a terminal. */
#ifndef CLI_PASSPHRASE_SOURCE_H
#define CLI_PASSPHRASE_SOURCE_H

#include <stdbool.h>

#include <daybook/daybook.h>

struct call;

/* Never an argument and never an environment variable: other processes can read those. */
struct passphrase_source {
    const char *descriptor_option; /* "passphrase-fd" or "new-passphrase-fd" */
    const char *file_option;
    const char *prompt;
    const char *what; /* "passphrase", or what else it is */
    bool chosen_now;  /* it is new: on a terminal it is typed twice */
};

/* The one that opens the journal, and one that will. */
extern const struct passphrase_source passphrase_source_open;
extern const struct passphrase_source passphrase_source_init;
extern const struct passphrase_source passphrase_source_new;

/* The one of a backup, and the words of a recovery sheet, on one line. */
extern const struct passphrase_source passphrase_source_backup;
extern const struct passphrase_source passphrase_source_words;

/* Read it. The caller owns *out_secret: daybook_secret_free(). LOCKED: there is no way to ask. What
 * went wrong was said. */
enum daybook_status passphrase_source_read(const struct passphrase_source *source,
                                           const struct call *call,
                                           struct daybook_secret **out_secret);

#endif
