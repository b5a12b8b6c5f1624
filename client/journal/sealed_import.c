/* Taking in what was sealed while the journal was locked. */
#include <assert.h>

#include "domain/catalog.h"
#include "journal/circles.h"
#include "journal/entries.h"
#include "journal/erasing.h"
#include "journal/notices.h"
#include "journal/person.h"
#include "journal/sealed.h"
#include "journal/sealed_folder.h"
#include "journal/state.h"
#include "store/entry_rows.h"
#include "store/setting_rows.h"
#include "wire/body.h"
#include "wire/sealed_entry.h"

enum { TAKEN_AT_ONCE_MAX = 64 };

/* Files on their way into one transaction, all of one circle. */
struct taking {
    struct journal *journal;
    struct sealed_folder folder;
    struct identity *key;
    struct journal_sealed_news *news;
    bool has_told;       /* of a file that was refused */
    struct arena *arena; /* of the entries below */
    size_t circle;
    size_t count;
    struct entry entries[TAKEN_AT_ONCE_MAX];
    struct id128 ids[TAKEN_AT_ONCE_MAX];
    const char *names[TAKEN_AT_ONCE_MAX];
};

static enum daybook_status import_key(void *context, struct bytes exported)
{
    struct taking *taking = context;
    return identity_import(exported, &taking->key);
}

static enum daybook_status make_key(struct taking *taking)
{
    struct secret *exported = NULL;
    enum daybook_status status = identity_create(&taking->key);
    if (status == DAYBOOK_OK) {
        status = identity_export(taking->key, &exported);
    }
    if (status == DAYBOOK_OK) {
        status = setting_rows_put(taking->journal->database, SETTING_INBOX,
                                  (struct bytes){secret_data(exported), secret_size(exported)});
    }
    secret_free(exported);
    return status;
}

static enum daybook_status load_key(struct taking *taking)
{
    enum daybook_status status =
        setting_rows_visit(taking->journal->database, SETTING_INBOX, import_key, taking);
    return status == DAYBOOK_NOT_FOUND ? make_key(taking) : status;
}

/* Told before it is put right, so that whoever dies in between has it told the next time. */
static enum daybook_status tell(struct taking *taking, enum notice_kind kind)
{
    const struct notice notice = {.kind = kind, .at_ms = journal_wall_ms(taking->journal)};
    return notices_add(taking->journal, &notice);
}

/* Anybody who may write in the home may put another key there; it does not stay. */
static enum daybook_status publish_key(struct taking *taking)
{
    struct key256 ours = identity_public(taking->key).box;
    struct key256 there;
    enum daybook_status status = sealed_folder_read_key(&taking->folder, &there);
    if (status == DAYBOOK_OK && key256_equal(there, ours)) {
        return DAYBOOK_OK;
    }
    bool changed = status != DAYBOOK_NOT_FOUND;
    taking->news->key_changed = taking->news->key_changed || changed;
    status = changed ? tell(taking, NOTICE_INBOX_KEY) : DAYBOOK_OK;
    return status == DAYBOOK_OK ? sealed_folder_write_key(&taking->folder, ours) : status;
}

static enum daybook_status commit(struct taking *taking)
{
    struct complaint complaint = {0};
    struct journal_batch batch = {
        .entries = taking->entries, .count = taking->count, .ids = taking->ids, .sealed = true};
    enum daybook_status status = DAYBOOK_OK;
    if (taking->count > 0) {
        status = journal_log(taking->journal, taking->circle, &batch, &complaint);
    }
    for (size_t i = 0; i < taking->count && status == DAYBOOK_OK; i++) {
        sealed_folder_remove(&taking->folder, taking->names[i]);
    }
    taking->news->added += status == DAYBOOK_OK ? taking->count : 0;
    taking->count = 0;
    arena_reset(taking->arena);
    return status;
}

/* What is no entry of ours, or none that may be written here, is nobody's fault but its own. */
static bool is_refusal(enum daybook_status status)
{
    return status == DAYBOOK_INVALID || status == DAYBOOK_FORGED || status == DAYBOOK_DENIED ||
           status == DAYBOOK_CONFLICT || status == DAYBOOK_NOT_FOUND;
}

static enum daybook_status open_file(struct taking *taking, const char *name,
                                     struct sealed_entry *out_content)
{
    struct buffer sealed = {0};
    struct buffer plain = {0};
    struct bytes kept = {NULL, 0};
    enum daybook_status status = sealed_folder_read(&taking->folder, name, &sealed);
    if (status == DAYBOOK_OK) {
        status = identity_open(taking->key, buffer_bytes(&sealed), &plain);
    }
    if (status == DAYBOOK_OK && !arena_copy(taking->arena, buffer_bytes(&plain), &kept)) {
        status = DAYBOOK_NO_MEMORY;
    }
    if (status == DAYBOOK_OK) {
        status = sealed_entry_decode(kept, out_content);
    }
    buffer_free(&plain);
    buffer_free(&sealed);
    return status;
}

static enum daybook_status find_person(struct taking *taking, size_t circle,
                                       const struct sealed_entry *content, struct entry *entry)
{
    struct complaint complaint = {0};
    struct journal_member *members = NULL;
    const struct journal_member *member = NULL;
    size_t count = 0;
    enum daybook_status status =
        journal_members(taking->journal, circle, taking->arena, &members, &count);
    if (status != DAYBOOK_OK) {
        return status;
    }
    const struct person_list people = {members, count};
    if (content->person.size > 0) {
        status = person_find(&people, content->person, &member, &complaint);
    } else {
        member = person_spoken_for(&people, taking->journal->role, catalog_find(entry->kind));
    }
    entry->has_on_behalf_of = member != NULL && !member->is_self;
    if (entry->has_on_behalf_of) {
        entry->on_behalf_of = member->person;
    }
    return status;
}

/* Read the entry, and see whether it may be written here as it is. */
static enum daybook_status read_entry(struct taking *taking, const struct sealed_entry *content,
                                      struct entry *out_entry, size_t *out_circle)
{
    struct complaint complaint = {0};
    struct entry entry;
    size_t circle = 0;
    enum daybook_status status = body_decode_entry(content->body, taking->arena, &entry);
    if (status == DAYBOOK_OK) {
        status = journal_find_circle(taking->journal, content->patient, &circle, &complaint);
    }
    if (status == DAYBOOK_OK) {
        entry.method = METHOD_LOCKED; /* whatever its writer says */
        status = find_person(taking, circle, content, &entry);
    }
    if (status == DAYBOOK_OK) {
        status = journal_check(taking->journal, circle, &entry, taking->arena, &complaint);
    }
    if (status == DAYBOOK_OK) {
        *out_entry = entry;
        *out_circle = circle;
    }
    return status;
}

/* Was it taken in before, by somebody who did not get to removing the file? One that was erased
 * since is not taken in again. */
static enum daybook_status look_whether_known(const struct taking *taking, struct id128 id,
                                              bool *out_known)
{
    struct entry_row row;
    struct journal_erasure erasure;
    bool known = false;
    for (size_t i = 0; i < taking->count; i++) {
        known = known || id128_equal(taking->ids[i], id);
    }
    enum daybook_status status = entry_rows_get(taking->journal->database, id, taking->arena, &row);
    if (status == DAYBOOK_NOT_FOUND) {
        status = journal_erasure(taking->journal, id, taking->arena, &erasure);
    }
    if (status == DAYBOOK_OK || status == DAYBOOK_NOT_FOUND) {
        *out_known = known || status == DAYBOOK_OK;
        status = DAYBOOK_OK;
    }
    return status;
}

/* An entry joins the batch, which is committed first when it is full or of another circle. What was
 * read lives in the arena that a commit resets, so a file may be read twice. */
static enum daybook_status take_file(struct taking *taking, const char *name)
{
    struct sealed_entry content = {0};
    struct entry entry;
    size_t circle = 0;
    bool known = false;
    enum daybook_status status = open_file(taking, name, &content);
    if (status == DAYBOOK_OK) {
        status = look_whether_known(taking, content.entity, &known);
    }
    if (status == DAYBOOK_OK && known) {
        sealed_folder_remove(&taking->folder, name);
        return DAYBOOK_OK;
    }
    if (status == DAYBOOK_OK) {
        status = read_entry(taking, &content, &entry, &circle);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (taking->count > 0 && circle != taking->circle) {
        return DAYBOOK_UNFINISHED;
    }
    taking->entries[taking->count] = entry;
    taking->ids[taking->count] = content.entity;
    taking->names[taking->count] = name;
    taking->circle = circle;
    taking->count++;
    return DAYBOOK_OK;
}

static enum daybook_status take_one(struct taking *taking, const char *name)
{
    enum daybook_status status = take_file(taking, name);
    if (status == DAYBOOK_UNFINISHED) { /* of another circle: those before it go first */
        status = commit(taking);
        status = status == DAYBOOK_OK ? take_file(taking, name) : status;
    }
    if (is_refusal(status)) {
        status = taking->has_told ? DAYBOOK_OK : tell(taking, NOTICE_INBOX_REFUSED);
        if (status != DAYBOOK_OK) {
            return status;
        }
        taking->has_told = true;
        taking->news->refused += sealed_folder_refuse(&taking->folder, name) ? 1 : 0;
    }
    if (status == DAYBOOK_OK && taking->count == TAKEN_AT_ONCE_MAX) {
        status = commit(taking);
    }
    return status;
}

/* Entries wait as long as the journal belongs to no circle. */
static enum daybook_status take_files(struct taking *taking)
{
    struct arena *arena = arena_create(0);
    char **names = NULL;
    size_t count = 0;
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    if (status == DAYBOOK_OK && journal_circle_count(taking->journal) > 0) {
        status = sealed_folder_list(&taking->folder, arena, &names, &count);
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = take_one(taking, names[i]);
    }
    if (status == DAYBOOK_OK) {
        status = commit(taking);
    }
    arena_free(arena);
    return status;
}

enum daybook_status journal_take_sealed(struct journal *journal, struct journal_sealed_news *news)
{
    assert(journal != NULL && news != NULL);
    if (journal->folder == NULL) {
        return DAYBOOK_OK;
    }
    struct taking taking = {.journal = journal, .news = news, .folder = {-1, -1}};
    taking.arena = arena_create(0);
    enum daybook_status status = DAYBOOK_NO_MEMORY;
    if (taking.arena != NULL) {
        status = sealed_folder_open(journal->folder, true, &taking.folder);
    }
    if (status == DAYBOOK_OK) {
        status = load_key(&taking);
    }
    if (status == DAYBOOK_OK) {
        status = publish_key(&taking);
    }
    if (status == DAYBOOK_OK) {
        status = take_files(&taking);
    }
    sealed_folder_close(&taking.folder);
    identity_free(taking.key);
    arena_free(taking.arena);
    return status;
}
