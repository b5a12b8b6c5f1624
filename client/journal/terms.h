/* The terms of an invitation: who is invited as what. For journal/ only. */
#ifndef JOURNAL_TERMS_H
#define JOURNAL_TERMS_H

#include <stdbool.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"
#include "domain/role.h"

struct terms {
    struct bytes name;
    enum role role;
    bool grant_log;
    bool co_owner;
    bool auto_approve;
    struct id128 person; /* the person the joiner becomes */
};

void terms_encode(const struct terms *terms, struct buffer *out_bytes);

/* DAMAGED: not such terms. Borrows from bytes and arena. */
enum daybook_status terms_decode(struct bytes bytes, struct arena *arena, struct terms *out_terms);

#endif
