/* Whose turn it is to publish the team's days. */
#include "journal/turn.h"

#include "journal/own_circle.h"
#include "store/peer_rows.h"

enum { PATIENT_SILENT_MS = 24 * 3600 * 1000 };

/* Before a patient's device was heard once, nobody here knows what the patient wants. */
static enum daybook_status patient_is_silent(const struct own_circle *circle, struct arena *arena,
                                             bool *out_silent)
{
    struct peer_row *peers = NULL;
    size_t count = 0;
    bool heard = false;
    bool silent = true;
    int64_t now_ms = journal_wall_ms(circle->journal);
    enum daybook_status status =
        peer_rows_list(circle->journal->database, circle->row.circle_no, arena, &peers, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        bool patients = own_circle_is_patients(circle, peers[i].device);
        heard = heard || patients;
        silent = silent && !(patients && now_ms - peers[i].heard_ms < PATIENT_SILENT_MS);
    }
    *out_silent = heard && silent;
    return status;
}

/* Does somebody hold more of the patient's log than this device? Of a feed nobody knows here it may
 * be the patient who writes it. */
static enum daybook_status lacks_log(const struct own_circle *circle, struct arena *arena,
                                     bool *out_lacks)
{
    struct peer_position_row *positions = NULL;
    size_t count = 0;
    enum daybook_status status = peer_rows_positions(
        circle->journal->database, circle->row.circle_no, arena, &positions, &count);
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        const struct feed_row *feed = own_circle_feed(circle, positions[i].feed);
        bool may_be_patients = feed == NULL || own_circle_is_patients(circle, feed->device);
        uint64_t held = feed == NULL ? 0 : feed->number;
        *out_lacks = *out_lacks || (positions[i].stream == STREAM_LOG && may_be_patients &&
                                    positions[i].number > held);
    }
    return status;
}

enum daybook_status turn_to_publish(const struct own_circle *circle, bool *out_turn)
{
    bool silent = false;
    bool lacks = false;
    if (circle->journal->role != ROLE_CAREGIVER) {
        *out_turn = circle->journal->role == ROLE_PATIENT;
        return DAYBOOK_OK;
    }
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY : patient_is_silent(circle, arena, &silent);
    if (status == DAYBOOK_OK) {
        status = lacks_log(circle, arena, &lacks);
    }
    arena_free(arena);
    *out_turn = silent && !lacks;
    return status;
}
