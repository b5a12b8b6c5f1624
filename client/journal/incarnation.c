/* Incarnations: what one life of this device writes. */
#include "journal/incarnation.h"

#include "journal/notices.h"
#include "journal/state.h"
#include "vault/random.h"

enum daybook_status incarnation_renew_stored(struct journal *journal)
{
    struct circle_row *rows = NULL;
    size_t count = 0;
    const struct notice notice = {
        .kind = NOTICE_PUT_BACK, .subject = journal->self.sign, .at_ms = journal_wall_ms(journal)};
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    if (status == DAYBOOK_OK) {
        status = circle_rows_list(journal->database, arena, &rows, &count);
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = circle_rows_set_incarnation(journal->database, rows[i].circle_no, random_id());
    }
    arena_free(arena);
    return status == DAYBOOK_OK ? notices_add(journal, &notice) : status;
}
