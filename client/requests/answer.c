/* Writing answers: the small values every answer is made of. */
#include "requests/answer.h"

#include <assert.h>

static const char *const sentences[] = {
    [DAYBOOK_OK] = "Done.",
    [DAYBOOK_FAILED] = "The system refused: check the free space and the rights of the journal's "
                       "home, then try again.",
    [DAYBOOK_NO_MEMORY] = "There is not enough memory; nothing was changed: close other programs "
                          "and try again.",
    [DAYBOOK_INVALID] = "What was given does not fit; nothing was changed: see the help of this "
                        "command.",
    [DAYBOOK_LOCKED] =
        "The journal is locked, or the passphrase is wrong: unlock it with the right "
        "one.",
    [DAYBOOK_NOT_FOUND] = "What was named is not in this journal: look for it in the list.",
    [DAYBOOK_CONFLICT] = "It is there already, or it changed meanwhile: look at it again.",
    [DAYBOOK_OFFLINE] = "No broker was reached: check the network and the seat, then sync again.",
    [DAYBOOK_NEWER] = "The journal was written by a newer Daybook than this one: update Daybook.",
    [DAYBOOK_INTERRUPTED] = "It was interrupted: begin again when you like.",
    [DAYBOOK_BUSY] = "Another process owns the journal: wait for it to end, or use the agent.",
    [DAYBOOK_DENIED] = "Your role in this circle does not allow that: ask the patient or an owner.",
    [DAYBOOK_FORGED] = "What arrived is not authentic and was not used: ask its sender again.",
    [DAYBOOK_DAMAGED] = "The journal's files are damaged: run \"daybook verify\", and restore a "
                        "backup if there is one.",
    [DAYBOOK_FULL] = "A limit or the disk is full; nothing was changed: make room and try again.",
    [DAYBOOK_READ_ONLY] =
        "The journal cannot be written where it lies, so it was not opened and not "
        "changed: see who owns its folder, or copy it to a disk of your own.",
    [DAYBOOK_UNFINISHED] = "It goes on and is not finished: ask again later.",
};

json_t *answer_begin(const char *schema)
{
    return json_pack("{s:s}", "schema", schema);
}

bool answer_set(json_t *object, const char *name, json_t *value)
{
    return json_object_set_new(object, name, value) == 0;
}

json_t *answer_text(struct bytes text)
{
    return json_stringn(text.size == 0 ? "" : (const char *)text.data, text.size);
}

json_t *answer_id(struct id128 id)
{
    char hex[ID128_HEX_SIZE];
    id128_to_hex(id, hex);
    return json_string(hex);
}

json_t *answer_key(struct key256 key)
{
    char hex[KEY256_HEX_SIZE];
    key256_to_hex(key, hex);
    return json_string(hex);
}

json_t *answer_moment(struct timestamp at)
{
    char text[TIMESTAMP_TEXT_SIZE];
    timestamp_to_text(at, text);
    return json_string(text);
}

json_t *answer_day(int32_t day)
{
    char text[DAY_TEXT_SIZE];
    day_to_text(day, text);
    return json_string(text);
}

json_t *answer_local(const struct journal_ports *ports, int64_t utc_ms)
{
    assert(ports != NULL);
    int32_t offset = ports->offset_minutes(ports->context, utc_ms);
    return answer_moment((struct timestamp){utc_ms, offset});
}

json_t *answer_words(const char *const *words, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; list != NULL && i < count; i++) {
        if (json_array_append_new(list, json_string(words[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

const char *answer_sentence(enum daybook_status status)
{
    assert((size_t)status < sizeof sentences / sizeof sentences[0]);
    return sentences[status];
}
