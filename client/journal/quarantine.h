/* What is kept and counts for nothing, and letting it count. */
#ifndef JOURNAL_QUARANTINE_H
#define JOURNAL_QUARANTINE_H

#include <stddef.h>
#include <stdint.h>

#include "domain/operation.h"
#include "journal/journal.h"

/* Why an operation is in quarantine. */
enum journal_quarantine_reason {
    JOURNAL_QUARANTINE_UNKNOWN,  /* nobody who was ever in the circle wrote it */
    JOURNAL_QUARANTINE_LATE,     /* its author was removed or retired, and whoever did that had not
                                    seen it: journal_admit() lets it count */
    JOURNAL_QUARANTINE_NO_RIGHT, /* its author may not do that */
};

/* One operation in quarantine: who, when and what, without its content. */
struct journal_quarantined {
    enum journal_quarantine_reason reason;
    struct id128 entity; /* what it is about */
    uint32_t type;       /* enum operation_type, or a number of a later version */
    enum stream stream;
    struct bytes kind;        /* of an entry or plan, a word of the catalogue; else empty */
    struct bytes author_name; /* empty for one who is unknown */
    struct key256 device;     /* of the author */
    int64_t said_ms;          /* by its author's clock */
    int64_t received_ms;      /* when this device first saw it */
};

/* All that is in quarantine in a circle, in the order received, on the arena. */
enum daybook_status journal_quarantine(struct journal *journal, size_t circle, struct arena *arena,
                                       struct journal_quarantined **out_rows, size_t *out_count);

/* Let all count that this journal holds by somebody who was removed, or whose device was retired:
 * entries, plans, summaries and erasures, but no changes of the circle. It counts on every device
 * then. By name (start of it) or person id; *out_admitted: how many operations. Only by the rank
 * that removed them, or a higher one. NOT_FOUND, CONFLICT, DENIED, each with a complaint. */
enum daybook_status journal_admit(struct journal *journal, size_t circle, struct bytes who,
                                  uint64_t *out_admitted, struct complaint *out_complaint);

#endif
