/* Notices: what the people of this journal must be told loudly, until somebody has seen it. */
#include "journal/notices.h"

#include "base/buffer.h"
#include "journal/own_circle.h"
#include "store/notice_rows.h"

/* What is told of each kind: the text before and after the device or flag it is about. */
static const struct {
    const char *before;
    const char *after;
} texts[] = {
    [NOTICE_PUT_BACK] =
        {"An older copy of this journal, or of a part of it, was put in the place of a newer one."
         " What was written since comes back from the others at the next exchange, as far as they "
         "have it; what nobody"
         " else had is lost. If you did not restore a copy yourself, somebody else could write to"
         " this disk: change its passwords.",
         ""},
    [NOTICE_COPY_IN_USE] =
        {"The others hold entries of this device that are not here: it was set back to an older"
         " copy, or a copy of it is in use on another machine. What was written here was passed on"
         " under a new number. Use one of the copies only, and invite the other machine as a device"
         " of its own.",
         ""},
    [NOTICE_TWO_HISTORIES] =
        {"", " has written two different histories: it was set back or copied, or its key was"
             " stolen. Ask its owner; remove the device if they know of neither."},
    [NOTICE_RECOVERY_USED] =
        {"The recovery sheet was used: it let in ",
         ". If that was not you or somebody you trust with the sheet, remove the device."},
    [NOTICE_RETIRED_BY_RECOVERY] = {"The recovery sheet was used to end ", "."},
    [NOTICE_UNREADABLE] =
        {"Sealed entries arrived that cannot be read here. They are kept, and shown once their key"
         " has come.",
         ""},
    [NOTICE_INBOX_REFUSED] =
        {"Something was left in the inbox for entries written while locked that could not be added:"
         " it is damaged, for nobody who is known, or no entry. It is kept in inbox/refused.",
         ""},
    [NOTICE_INBOX_KEY] =
        {"The file inbox.pub, the key that entries are sealed to while locked, was not ours any"
         " more. It was written anew. Whoever replaced it may have read what was added meanwhile,"
         " and that is lost here: ask who used this machine.",
         ""},
    [NOTICE_URGENT_FLAG] = {"An urgent flag was raised: ",
                            ". \"daybook flags\" shows what was observed, and whom to contact. "
                            "Nobody watches this journal"
                            " in real time: in an emergency, call for help."},
    [NOTICE_SEAT_SHARED] =
        {"The connection to the broker was taken over again and again: another device seems to use"
         " the seat of this one, as happens when a backup is restored twice or a journal is copied."
         " Nothing is lost, but each hears the others only now and then. Retire one of the two, or"
         " give it a seat of its own with \"daybook broker SEAT.json\".",
         ""},
    [NOTICE_CHECKIN] =
        {"Time for today's check-in: \"daybook checkin\". \"daybook remind off\" ends "
         "these reminders.",
         ""},
};

enum daybook_status notices_add(struct journal *journal, const struct notice *notice)
{
    return notice_rows_add(journal->database, notice);
}

struct bytes notices_flag(const struct notice *notice)
{
    size_t size = 0;
    while (notice->kind == NOTICE_URGENT_FLAG && size < sizeof notice->subject.bytes &&
           notice->subject.bytes[size] != 0) {
        size++;
    }
    return (struct bytes){notice->subject.bytes, size};
}

/* "Ben's device 0a1b2c3d", or what of it is known. */
static void name_device(const struct circle *circle, struct key256 device, struct buffer *out_text)
{
    char hex[KEY256_HEX_SIZE];
    const size_t short_size = 8; /* as 'circle members' shows it */
    const struct circle_person *person = circle == NULL ? NULL : circle_author(circle, device);
    if (person != NULL) {
        buffer_append(out_text, person->name);
        buffer_append_text(out_text, "'s device ");
    } else {
        buffer_append_text(out_text, "device ");
    }
    key256_to_hex(device, hex);
    buffer_append(out_text, (struct bytes){(const uint8_t *)hex, short_size});
}

static void name_subject(const struct circle *circle, const struct notice *notice,
                         struct buffer *out_text)
{
    if (notice->kind == NOTICE_URGENT_FLAG) {
        buffer_append(out_text, notices_flag(notice));
    } else {
        name_device(circle, notice->subject, out_text);
    }
}

static enum daybook_status write_line(const struct journal *journal, const struct notice *notice,
                                      struct arena *arena, struct notices_line *out_line)
{
    const struct own_circle *own = own_circle_find(journal, notice->circle);
    const struct circle *circle = own == NULL ? NULL : own->circle;
    struct buffer text = {0};
    *out_line = (struct notices_line){.notice = *notice};
    buffer_append_text(&text, texts[notice->kind].before);
    if (texts[notice->kind].after[0] != '\0') {
        name_subject(circle, notice, &text);
        buffer_append_text(&text, texts[notice->kind].after);
    }
    bool copied =
        !text.failed && arena_copy(arena, buffer_bytes(&text), &out_line->text) &&
        (circle == NULL || arena_copy(arena, circle_patient(circle)->name, &out_line->patient));
    buffer_free(&text);
    return copied ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

enum daybook_status notices_list(const struct journal *journal, struct arena *arena,
                                 struct notices_line **out_lines, size_t *out_count)
{
    struct notice *notices = NULL;
    size_t count = 0;
    enum daybook_status status = notice_rows_list(journal->database, arena, &notices, &count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct notices_line *lines = arena_take_array(arena, count, sizeof *lines);
    status = lines == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = write_line(journal, &notices[i], arena, &lines[i]);
    }
    if (status == DAYBOOK_OK) {
        *out_lines = lines;
        *out_count = count;
    }
    return status;
}

enum daybook_status notices_unseen(const struct journal *journal, uint64_t *out_count)
{
    return notice_rows_unseen(journal->database, out_count);
}

enum daybook_status notices_remind(const struct journal *journal, bool *out_reminds)
{
    return notice_rows_is_unseen(journal->database, NOTICE_CHECKIN, out_reminds);
}

enum daybook_status notices_mark_seen(struct journal *journal)
{
    return notice_rows_mark_seen(journal->database);
}
