/* Bytes written as hexadecimal text. */
#ifndef DOMAIN_HEXADECIMAL_H
#define DOMAIN_HEXADECIMAL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

/* True when the text is one or more pairs of hexadecimal digits of either case. */
bool hexadecimal_is(struct bytes text);

/* The bytes such a text stands for, in the arena. False when memory is short. */
bool hexadecimal_read(struct bytes text, struct arena *arena, struct bytes *out_bytes);

#endif
