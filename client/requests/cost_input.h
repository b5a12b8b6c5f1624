/* What one guess of a new passphrase is to cost, as a request says it. For requests/ only. */
#ifndef REQUESTS_COST_INPUT_H
#define REQUESTS_COST_INPUT_H

#include <daybook/status.h>

#include "vault/key_cost.h"

struct request;

/* By the member "memory_mib", else what the machine bears, which takes a moment to measure.
 * INVALID: out of bounds; FAILED: the machine has not the memory of the floor. */
enum daybook_status cost_input_read(struct request *request, struct key_cost *out_cost);

#endif
