/* Sealing entries without a key: checked, sealed to the public key in the home, and kept in its
 * inbox. */
#include "journal/sealed.h"

#include <assert.h>

#include "base/limits.h"
#include "journal/sealed_folder.h"
#include "vault/identity.h"
#include "vault/random.h"
#include "wire/body.h"
#include "wire/sealed_entry.h"

/* Whose role the journal has is not told before it is open, so that any that fits is good here. The
 * complaint is that of a patient, who keeps most journals. */
static enum daybook_status check_roles(const struct entry *entry, struct complaint *out_complaint)
{
    static const enum role others[] = {ROLE_CAREGIVER, ROLE_THERAPIST};
    enum daybook_status status = entry_check(entry, ROLE_PATIENT, out_complaint);
    for (size_t i = 0; status == DAYBOOK_DENIED && i < sizeof others / sizeof others[0]; i++) {
        struct complaint other = {0};
        if (entry_check(entry, others[i], &other) == DAYBOOK_OK) {
            *out_complaint = (struct complaint){0};
            status = DAYBOOK_OK;
        }
    }
    return status;
}

enum daybook_status journal_seal_check(struct journal_sealed *sealed, struct arena *arena,
                                       struct complaint *out_complaint)
{
    assert(sealed != NULL && arena != NULL && out_complaint != NULL);
    if (sealed->patient.size > NAME_TEXT_MAX || sealed->person.size > NAME_TEXT_MAX) {
        complaint_begin(out_complaint, "A name is longer than 120 bytes: give its beginning.");
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = entry_normalise(&sealed->entry, arena);
    return status == DAYBOOK_OK ? check_roles(&sealed->entry, out_complaint) : status;
}

/* What all entries of one call are sealed with. */
struct sealing_place {
    struct sealed_folder folder;
    struct key256 key;
    struct buffer body;
    struct buffer plain;
    struct buffer sealed;
};

static enum daybook_status seal_one(struct sealing_place *place, struct journal_sealed *sealed)
{
    buffer_clear(&place->body);
    buffer_clear(&place->plain);
    buffer_clear(&place->sealed);
    sealed->id = random_id();
    sealed->entry.method = METHOD_LOCKED;
    body_encode_entry(random_id(), &sealed->entry, &place->body);
    const struct sealed_entry content = {sealed->id, sealed->patient, sealed->person,
                                         buffer_bytes(&place->body)};
    if (!place->body.failed) {
        sealed_entry_encode(&content, &place->plain);
    }
    if (place->body.failed || place->plain.failed) {
        return DAYBOOK_NO_MEMORY; /* an entry the catalogue admits has room */
    }
    enum daybook_status status =
        identity_seal_to(place->key, buffer_bytes(&place->plain), &place->sealed);
    return status == DAYBOOK_OK
               ? sealed_folder_put(&place->folder, sealed->id, buffer_bytes(&place->sealed))
               : status;
}

static enum daybook_status seal_all(struct sealing_place *place, struct journal_sealed *sealed,
                                    size_t count)
{
    enum daybook_status status = DAYBOOK_OK;
    size_t done = 0;
    while (done < count && status == DAYBOOK_OK) {
        status = seal_one(place, &sealed[done]);
        done++;
    }
    if (status == DAYBOOK_OK) {
        status = sealed_folder_settle(&place->folder);
    }
    for (size_t i = 0; i < done && status != DAYBOOK_OK; i++) {
        sealed_folder_take_back(&place->folder, sealed[i].id);
    }
    return status;
}

static enum daybook_status check_room(const struct sealed_folder *folder, size_t count,
                                      struct complaint *out_complaint)
{
    struct arena *arena = arena_create(0);
    char **names = NULL;
    size_t waiting = 0;
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    if (status == DAYBOOK_OK) {
        status = sealed_folder_list(folder, arena, &names, &waiting);
    }
    arena_free(arena);
    if (status == DAYBOOK_OK && count > SEALED_FILES_MAX - waiting) {
        complaint_begin(out_complaint, "Too many entries wait for the journal to be unlocked: "
                                       "unlock it, then log again.");
        status = DAYBOOK_FULL;
    }
    return status;
}

static void explain_key(enum daybook_status status, struct complaint *out_complaint)
{
    if (status == DAYBOOK_NOT_FOUND) {
        complaint_begin(out_complaint, "There is no journal here that takes entries while locked: "
                                       "make one with \"daybook init\", or unlock it once.");
    } else if (status == DAYBOOK_INVALID) {
        complaint_begin(out_complaint,
                        "The file inbox.pub in the journal's home is damaged: unlock "
                        "the journal once, which writes it anew.");
    }
}

enum daybook_status journal_seal(const char *folder, struct journal_sealed *sealed, size_t count,
                                 struct complaint *out_complaint)
{
    assert(folder != NULL && (sealed != NULL || count == 0) && out_complaint != NULL);
    struct sealing_place place = {.folder = {-1, -1}};
    enum daybook_status status = sealed_folder_open(folder, false, &place.folder);
    if (status == DAYBOOK_OK) {
        status = sealed_folder_read_key(&place.folder, &place.key);
    }
    explain_key(status, out_complaint);
    if (status == DAYBOOK_OK) {
        status = check_room(&place.folder, count, out_complaint);
    }
    if (status == DAYBOOK_OK) {
        status = seal_all(&place, sealed, count);
        explain_key(status, out_complaint); /* the key is no point of the curve */
    }
    buffer_free(&place.body);
    buffer_free(&place.plain);
    buffer_free(&place.sealed);
    sealed_folder_close(&place.folder);
    return status;
}
