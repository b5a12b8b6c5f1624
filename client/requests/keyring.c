/* The requests that let the desktop's keyring open the journal, and the public door to that
 * keyring. A face asks the keyring itself: it is the one that runs in the person's session. */
#include "vault/keyring.h"

#include <assert.h>

#include <daybook/daybook.h>

#include "requests/answer.h"
#include "requests/door_secret.h"
#include "requests/handler.h"

static enum daybook_status reply_keyring(struct request *request, bool on, struct id128 store)
{
    json_t *answer = answer_begin("daybook.keyring/1");
    bool written =
        answer_set(answer, "on", json_boolean(on)) && answer_set(answer, "store", answer_id(store));
    return request_reply(request, answer, written);
}

enum daybook_status keyring_status(struct request *request)
{
    struct id128 store = {{0}};
    bool on = false;
    const struct journal *journal = desk_journal(request->desk);
    if (journal != NULL) {
        on = journal_has_keyring(journal, &store);
        return reply_keyring(request, on, store);
    }
    enum daybook_status status = journal_look_for_keyring(desk_home(request->desk), &on, &store);
    return status == DAYBOOK_OK ? reply_keyring(request, on, store) : status;
}

static enum daybook_status set_slot(struct request *request, const struct secret *secret)
{
    struct id128 store;
    struct journal *journal = request_journal(request);
    enum daybook_status status = journal_set_keyring(journal, secret);
    if (status != DAYBOOK_OK) {
        return status;
    }
    bool on = journal_has_keyring(journal, &store);
    return reply_keyring(request, on, store);
}

enum daybook_status keyring_on(struct request *request)
{
    if (request->call.secret == NULL || secret_size(request->call.secret) != KEYRING_SECRET_SIZE) {
        return request_refuse(request, DAYBOOK_INVALID, "The keyring's secret is missing.");
    }
    return set_slot(request, request->call.secret);
}

enum daybook_status keyring_off(struct request *request)
{
    return set_slot(request, NULL);
}

enum daybook_status daybook_keyring_make(const char *store, struct daybook_secret **out_secret)
{
    assert(store != NULL && out_secret != NULL);
    struct id128 id;
    struct secret *inside = NULL;
    if (!id128_from_hex(bytes_of_text(store), &id)) {
        return DAYBOOK_INVALID;
    }
    enum daybook_status status = keyring_make(keyring_library, id, &inside);
    return door_secret_enclose(status, inside, out_secret);
}

enum daybook_status daybook_keyring_forget(const char *store)
{
    assert(store != NULL);
    struct id128 id;
    return id128_from_hex(bytes_of_text(store), &id) ? keyring_forget(keyring_library, id)
                                                     : DAYBOOK_INVALID;
}
