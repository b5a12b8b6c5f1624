/* Single values of a store: who uses it, its keys, its clock. */
#ifndef STORE_SETTING_ROWS_H
#define STORE_SETTING_ROWS_H

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"

struct database;

#define SETTING_NAME     "name"     /* text: the person's name */
#define SETTING_ROLE     "role"     /* text: role_name() */
#define SETTING_IDENTITY "identity" /* the vault's exported identity */
#define SETTING_CLOCK    "clock"    /* 8 bytes little-endian: last hybrid clock stamped or heard */
#define SETTING_HAVE_COUNTER                                                                       \
    "have_counter" /* 8 bytes little-endian: last counter used in a HAVE or nonce */
#define SETTING_RECOVERY_SIGN                                                                      \
    "recovery_sign"                         /* 32 bytes: public signing key of the recovery sheet */
#define SETTING_RECOVERY_BOX "recovery_box" /* 32 bytes: its box key */
#define SETTING_INBOX                                                                              \
    "inbox" /* an exported identity: its box opens what was sealed while locked                    \
             */

#define SETTING_LOST_DEVICE                                                                        \
    "lost_device" /* 32 bytes, in a restored journal: signing key of the device it was made on */
#define SETTING_DAY_RULES                                                                          \
    "day_rules" /* 8 bytes little-endian: by which rules the days were reduced that are published  \
                 */
#define SETTING_REMINDER                                                                           \
    "reminder" /* 8 bytes little-endian: when to remind of a check-in, reminder_choice_number() */
#define SETTING_REMINDED_DAY                                                                       \
    "reminded_day" /* 8 bytes little-endian: the last day somebody was reminded on, and 1 */
#define SETTING_TOKENS                                                                             \
    "tokens" /* count of openings, 8 bytes; 48 for each place: its name, the token, the one before \
              */

/* Set a value, new or not. */
enum daybook_status setting_rows_put(struct database *database, const char *name,
                                     struct bytes value);

/* Remove a value; none there is fine. */
enum daybook_status setting_rows_remove(struct database *database, const char *name);

/* Read a value into the arena. NOT_FOUND. */
enum daybook_status setting_rows_get(struct database *database, const char *name,
                                     struct arena *arena, struct bytes *out_value);

/* Visit a value that is a secret, so that no copy of it is made here. NOT_FOUND. */
enum daybook_status
setting_rows_visit(struct database *database, const char *name,
                   enum daybook_status (*visit)(void *context, struct bytes value), void *context);

/* The same for numbers; a missing one is 0. */
enum daybook_status setting_rows_put_number(struct database *database, const char *name,
                                            uint64_t value);
enum daybook_status setting_rows_get_number(struct database *database, const char *name,
                                            uint64_t *out_value);

#endif
