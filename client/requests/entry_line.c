/* An entry as answers show it. */
#include "requests/entry_line.h"

#include <assert.h>

#include "requests/answer.h"
#include "requests/value_json.h"

static bool set_text_unless_empty(json_t *line, const char *name, struct bytes text)
{
    return text.size == 0 || answer_set(line, name, answer_text(text));
}

bool entry_line_write_event(json_t *line, const struct entry *entry, struct arena *arena)
{
    return answer_set(line, "at", answer_moment(entry->at)) &&
           (!entry->has_end || answer_set(line, "end", answer_moment(entry->end))) &&
           answer_set(line, "fields", value_json_write(&entry->fields, arena)) &&
           set_text_unless_empty(line, "note", entry->note);
}

static bool write_author(json_t *line, const struct journal_item *item,
                         const struct journal_ports *ports)
{
    return answer_set(line, "recorded_at", answer_local(ports, item->entry.recorded_at_ms)) &&
           answer_set(line, "author", answer_text(item->author)) &&
           answer_set(line, "author_role", json_string(role_name(item->author_role))) &&
           set_text_unless_empty(line, "on_behalf_of", item->on_behalf_of);
}

static bool write_manner(json_t *line, const struct entry *entry)
{
    return answer_set(line, "visibility", json_string(visibility_name(entry->visibility))) &&
           answer_set(line, "method", json_string(entry_method_name(entry->method))) &&
           answer_set(line, "certainty", json_string(entry_certainty_name(entry->certainty))) &&
           set_text_unless_empty(line, "zone", entry->zone) &&
           set_text_unless_empty(line, "plan_ref", entry->plan_ref);
}

bool entry_line_write(json_t *line, const struct journal_item *item,
                      const struct entry_line_place *place)
{
    assert(item != NULL && place != NULL);
    return answer_set(line, "id", answer_id(item->id)) &&
           answer_set(line, "kind", answer_text(item->entry.kind)) &&
           write_author(line, item, place->ports) &&
           entry_line_write_event(line, &item->entry, place->arena) &&
           write_manner(line, &item->entry) &&
           answer_set(line, "amended", json_boolean(item->amended)) &&
           answer_set(line, "retracted", json_boolean(item->retracted)) &&
           answer_set(line, "also_recorded", json_integer((json_int_t)item->concurrent)) &&
           answer_set(line, "sync", json_string(journal_reach_name(item->reach)));
}
