/* Clocks that are wrong, as answers tell them. For requests/ only. */
#ifndef REQUESTS_CLOCK_LINE_H
#define REQUESTS_CLOCK_LINE_H

#include <jansson.h>
#include <stddef.h>

#include <daybook/status.h>

struct request;

/* The clocks of a circle that are wrong or differ: a list, which the caller owns. */
enum daybook_status clock_line_list(struct request *request, size_t circle, json_t **out_list);

#endif
