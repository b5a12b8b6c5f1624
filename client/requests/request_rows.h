/* The table of requests: their names, members, handlers and places. For requests/ only. */
#ifndef REQUESTS_REQUEST_ROWS_H
#define REQUESTS_REQUEST_ROWS_H

#include "base/bytes.h"

struct request_row;

/* The row of this name; NULL when there is none. */
const struct request_row *request_rows_find(struct bytes name);

#endif
