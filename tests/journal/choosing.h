/* What the tests of sharing do: patients choose, people write and publish. */
#ifndef JOURNAL_CHOOSING_H
#define JOURNAL_CHOOSING_H

#include "journal/stage.h"

/* Log an entry of these fields, strain for its author and the therapists only. */
void choosing_log(struct household *household, size_t place, const char *kind,
                  const struct value *fields, enum daybook_status expected);

/* Log how much is shared of something. */
void choosing_choose(struct household *household, size_t place, const char *target,
                     const char *level);

/* Log how a caregiver is. */
void choosing_strain(struct household *household, size_t place, int64_t score);

/* Publish the days that changed, as a device does that listens. */
void choosing_publish(struct household *household, size_t place);

/* The same of the patient, and hand it over to all others. */
void choosing_publish_and_carry(struct household *household);

/* The bodies of the trend stream that are readable here and name a measure. */
size_t choosing_bodies(struct household *household, size_t place, const char *measure);

#endif
