/* What the patient chose to share. */
#include "journal/choices.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "domain/entry.h"
#include "journal/own_circle.h"
#include "journal/view.h"
#include "store/entry_rows.h"
#include "vault/digest.h"
#include "wire/body.h"

/* One entry's choice, and when it was made. */
struct dated_choice {
    struct sharing_choice choice;
    uint64_t hlc;
    struct key256 hash;
};

bool choices_is_kind(struct bytes kind)
{
    return bytes_equal_text(kind, "sharing_choice");
}

/* The latest thing the patient said about an entry; NULL: nothing that counts. */
static const struct operation_row *latest_of_patient(const struct own_circle *circle,
                                                     const struct operation_list *list)
{
    const struct operation_row *latest = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct operation_row *row = &list->rows[i];
        bool says = row->type == OPERATION_ENTRY || row->type == OPERATION_AMEND ||
                    row->type == OPERATION_RETRACT;
        if (!says || row->quarantined || !own_circle_is_patients(circle, row->device)) {
            continue;
        }
        if (latest == NULL || row->hlc > latest->hlc ||
            (row->hlc == latest->hlc && key256_compare(row->hash, latest->hash) > 0)) {
            latest = row;
        }
    }
    return latest;
}

static bool read_choice(const struct operation_row *row, struct arena *arena,
                        struct dated_choice *out_choice)
{
    struct entry entry;
    struct sharing_choice choice;
    if (row == NULL || row->type == OPERATION_RETRACT || row->body.data == NULL ||
        body_decode_entry(row->body, arena, &entry) != DAYBOOK_OK ||
        entry.method == METHOD_LOCKED || !choices_is_kind(entry.kind)) {
        return false;
    }
    choice.target = value_text(&entry.fields, "measure");
    if (!sharing_level_find(value_text(&entry.fields, "level"), &choice.level)) {
        return false;
    }
    *out_choice = (struct dated_choice){choice, row->hlc, row->hash};
    return true;
}

static int by_time(const void *left, const void *right)
{
    const struct dated_choice *a = left;
    const struct dated_choice *b = right;
    if (a->hlc != b->hlc) {
        return a->hlc < b->hlc ? -1 : 1;
    }
    return key256_compare(a->hash, b->hash);
}

/* Does a later choice say something else about the same, or about everything? */
static bool is_overruled(const struct dated_choice *dated, size_t count, size_t index)
{
    for (size_t i = index + 1; i < count; i++) {
        if (bytes_equal_text(dated[i].choice.target, "all") ||
            bytes_equal(dated[i].choice.target, dated[index].choice.target)) {
            return true;
        }
    }
    return false;
}

/* Sorted, and without what is overruled. NO_MEMORY. */
static enum daybook_status settle(struct dated_choice *dated, size_t count, struct arena *arena,
                                  struct journal_choices *out_choices)
{
    struct sharing_choice *choices = arena_take_array(arena, count, sizeof *choices);
    size_t kept = 0;
    if (choices == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    qsort(dated, count, sizeof *dated, by_time);
    for (size_t i = 0; i < count; i++) {
        if (!is_overruled(dated, count, i)) {
            choices[kept++] = dated[i].choice;
        }
    }
    *out_choices = (struct journal_choices){choices, kept};
    return DAYBOOK_OK;
}

enum daybook_status choices_of_log(const struct own_circle *circle, struct arena *arena,
                                   struct journal_choices *out_choices)
{
    struct database *database = circle->journal->database;
    struct id128 *entities = NULL;
    size_t entity_count = 0;
    enum daybook_status status =
        entry_rows_choices(database, circle->row.circle_no, arena, &entities, &entity_count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct dated_choice *dated = arena_take_array(arena, entity_count, sizeof *dated);
    size_t count = 0;
    if (dated == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < entity_count; i++) {
        struct operation_list list;
        const struct operation_subject subject = {circle->row.circle_no, STREAM_LOG, entities[i]};
        status = operation_rows_of_entity(database, &subject, arena, &list);
        if (status != DAYBOOK_OK) {
            return status;
        }
        count += read_choice(latest_of_patient(circle, &list), arena, &dated[count]) ? 1 : 0;
    }
    return settle(dated, count, arena, out_choices);
}

struct id128 choices_entity(struct id128 circle)
{
    const struct bytes parts[] = {{circle.bytes, sizeof circle.bytes}};
    return digest_128("daybook/1/sharing", parts, 1);
}

static struct value text_value(struct bytes text)
{
    return (struct value){.type = VALUE_TEXT, .as.text = text};
}

/* {"sharing": [["all", "weekly"], …]} */
enum daybook_status choices_make(const struct journal_choices *choices, struct arena *arena,
                                 struct value *out_map)
{
    struct value *items = arena_take_array(arena, choices->count, sizeof *items);
    struct value_pair *pair = arena_take(arena, sizeof *pair);
    if (items == NULL || pair == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < choices->count; i++) {
        struct value *words = arena_take_array(arena, 2, sizeof *words);
        if (words == NULL) {
            return DAYBOOK_NO_MEMORY;
        }
        words[0] = text_value(choices->choices[i].target);
        words[1] = text_value(bytes_of_text(sharing_level_name(choices->choices[i].level)));
        items[i] = (struct value){.type = VALUE_LIST, .as.list = {words, 2}};
    }
    *pair = (struct value_pair){
        bytes_of_text("sharing"),
        {.type = VALUE_LIST, .as.list = {items, choices->count}},
    };
    *out_map = (struct value){.type = VALUE_MAP, .as.map = {pair, 1}};
    return DAYBOOK_OK;
}

static bool read_item(const struct value *item, struct sharing_choice *out_choice)
{
    if (item->type != VALUE_LIST || item->as.list.count != 2) {
        return false;
    }
    const struct value *words = item->as.list.items;
    if (words[0].type != VALUE_TEXT || words[1].type != VALUE_TEXT) {
        return false;
    }
    out_choice->target = words[0].as.text;
    return sharing_level_find(words[1].as.text, &out_choice->level);
}

bool choices_read(struct bytes body, struct arena *arena, struct journal_choices *out_choices)
{
    struct value map;
    size_t count = 0;
    if (body.data == NULL || body_decode_value(body, arena, &map) != DAYBOOK_OK) {
        return false;
    }
    const struct value *list = value_find(&map, "sharing");
    if (list == NULL || list->type != VALUE_LIST) {
        return false;
    }
    struct sharing_choice *choices = arena_take_array(arena, list->as.list.count, sizeof *choices);
    for (size_t i = 0; choices != NULL && i < list->as.list.count; i++) {
        count += read_item(&list->as.list.items[i], &choices[count]) ? 1 : 0;
    }
    *out_choices = (struct journal_choices){choices, count};
    return choices != NULL;
}

enum daybook_status choices_published(struct own_circle *circle, struct arena *arena,
                                      struct journal_choices *out_choices)
{
    struct view_versions versions;
    struct journal_choices choices = {NULL, 0};
    enum daybook_status status =
        view_read_summaries(circle, choices_entity(circle->row.circle), arena, &versions);
    if (status == DAYBOOK_OK &&
        !choices_read(versions.rows[versions.winner].body, arena, &choices)) {
        choices.count = 0; /* erased, or no such body: then what the days tell is all there is */
    }
    if (status == DAYBOOK_OK || status == DAYBOOK_NOT_FOUND) {
        *out_choices = choices;
        return DAYBOOK_OK;
    }
    return status;
}

enum daybook_status journal_list_choices(struct journal *journal, size_t circle,
                                         struct arena *arena, struct journal_choices *out_choices)
{
    struct own_circle *own = journal_circle(journal, circle);
    assert(own != NULL);
    bool reads_log = own_circle_reads(own, STREAM_LOG) || !own->complete;
    return reads_log ? choices_of_log(own, arena, out_choices)
                     : choices_published(own, arena, out_choices);
}
