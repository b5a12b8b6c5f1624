/* What an amendment does to an entry. */
#include "journal/entry_change.h"

static bool same_key(struct bytes key, const struct value *map, size_t *out_index)
{
    for (size_t i = 0; i < map->as.map.count; i++) {
        if (bytes_equal(map->as.map.pairs[i].key, key)) {
            *out_index = i;
            return true;
        }
    }
    return false;
}

/* The fields with the changes put in: null removes, everything else replaces or is added at the
 * end. */
static enum daybook_status change_fields(struct entry *entry, const struct value *changes,
                                         struct arena *arena)
{
    size_t room = entry->fields.as.map.count + changes->as.map.count;
    struct value_pair *pairs = arena_take_array(arena, room, sizeof *pairs);
    size_t count = 0;
    size_t index = 0;
    if (pairs == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < entry->fields.as.map.count; i++) {
        const struct value_pair *pair = &entry->fields.as.map.pairs[i];
        bool changed = same_key(pair->key, changes, &index);
        if (changed && changes->as.map.pairs[index].value.type == VALUE_NULL) {
            continue;
        }
        pairs[count++] = changed ? changes->as.map.pairs[index] : *pair;
    }
    for (size_t i = 0; i < changes->as.map.count; i++) {
        const struct value_pair *pair = &changes->as.map.pairs[i];
        if (pair->value.type != VALUE_NULL && !same_key(pair->key, &entry->fields, &index)) {
            pairs[count++] = *pair;
        }
    }
    entry->fields.as.map.pairs = pairs;
    entry->fields.as.map.count = count;
    return DAYBOOK_OK;
}

enum daybook_status entry_change_apply(struct entry *entry, const struct journal_change *change,
                                       struct arena *arena)
{
    if (change->has_note) {
        entry->note = change->note;
    }
    if (change->has_at) {
        entry->at = change->at;
    }
    if (change->changes_end) {
        entry->has_end = change->has_end;
        entry->end = change->end;
    }
    return change->fields == NULL ? DAYBOOK_OK : change_fields(entry, change->fields, arena);
}
