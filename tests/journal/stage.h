/* A household whose entries are erased, and what is looked at then. */
#ifndef JOURNAL_STAGE_H
#define JOURNAL_STAGE_H

#include <stddef.h>
#include <stdint.h>

#include "domain/stream.h"
#include "journal/erasing.h"
#include "journal/household.h"
#include "journal/state.h"

/* The patient, two caregivers and a therapist who reads no entries. */
enum { ANA, BEN, DAN, CLEO };

/* Set-up and tear-down of a cmocka test; the state is a struct household. Apart: all are offline,
 * and what one writes reaches another only by hand. Three: the patient, one caregiver and the
 * therapist, in this order. */
int stage_set_up(void **state);
int stage_set_up_apart(void **state);
int stage_set_up_three(void **state);
int stage_tear_down(void **state);

struct own_circle *stage_circle(const struct household *household, size_t place);

/* Hand over everything one holds and the other lacks. */
void stage_carry(const struct household *household, size_t from, size_t to);

/* The same from each to each. */
void stage_carry_everything(const struct household *household);

enum daybook_status stage_erase(const struct household *household, size_t place, struct id128 id);

/* Set the worst pain of an entry. */
void stage_amend(const struct household *household, size_t place, struct id128 id, int64_t worst);

/* Write an operation that no program of ours would write here, with the body of a note. */
void stage_forge(const struct household *household, size_t place, enum stream stream, uint32_t type,
                 struct id128 entity);

/* Operations on an entity that still have a body, the erasures themselves left out. */
size_t stage_bodies(const struct household *household, size_t place, enum stream stream,
                    struct id128 id);

uint64_t stage_quarantined(const struct household *household, size_t place);

/* Every chain and every page is whole. */
void stage_expect_sound(const struct household *household, size_t place);

/* Nothing of a log entry is held, the place knows that it was erased, and all is whole. */
void stage_expect_erased(const struct household *household, size_t place, struct id128 id);

#endif
