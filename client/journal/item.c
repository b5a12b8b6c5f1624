/* From a stored entry to one that can be shown. */
#include "journal/item.h"

#include "wire/body.h"

struct own_circle *item_circle(const struct journal *journal, int64_t circle_no)
{
    for (size_t i = 0; i < journal->circle_count; i++) {
        if (journal->circles[i]->row.circle_no == circle_no && journal->circles[i]->readable) {
            return journal->circles[i];
        }
    }
    return NULL;
}

struct bytes item_author(const struct own_circle *circle, struct key256 device, enum role *out_role)
{
    const struct circle_person *person = circle_author(circle->circle, device);
    *out_role = person == NULL ? ROLE_DEVICE : person->role;
    return person != NULL ? person->name : (struct bytes){0};
}

bool item_is_visible(const struct own_circle *circle, enum visibility visibility,
                     struct key256 author)
{
    const struct circle_person *person = circle_author(circle->circle, author);
    bool own = person != NULL && id128_equal(person->person, circle->row.person);
    return own || visibility_admits(visibility, circle->journal->role);
}

static enum journal_reach reach_of(const struct own_circle *circle,
                                   const struct entry_listing *listing)
{
    switch (sync_reach(circle->engine.sync, listing->row.stream, listing->shown_feed,
                       listing->shown_number)) {
    case SYNC_REACH_HERE:
        return JOURNAL_HERE;
    case SYNC_REACH_SHARED:
        return JOURNAL_SHARED;
    case SYNC_REACH_EVERYWHERE:
        return JOURNAL_EVERYWHERE;
    }
    return JOURNAL_HERE;
}

enum daybook_status item_read(const struct own_circle *circle, const struct entry_listing *listing,
                              struct arena *arena, struct journal_item *out_item)
{
    if (listing->body.data == NULL) {
        return DAYBOOK_NOT_FOUND;
    }
    struct journal_item item = {
        .id = listing->row.entity,
        .amended = listing->row.amended,
        .retracted = listing->row.retracted,
        .concurrent = listing->row.concurrent,
        .reach = reach_of(circle, listing),
    };
    enum daybook_status status = body_decode_entry(listing->body, arena, &item.entry);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_INVALID ? DAYBOOK_DAMAGED : status;
    }
    item.author = item_author(circle, listing->first_device, &item.author_role);
    if (item.entry.has_on_behalf_of) {
        const struct circle_person *person =
            circle_find_person(circle->circle, item.entry.on_behalf_of);
        item.on_behalf_of = person != NULL ? person->name : (struct bytes){0};
    }
    *out_item = item;
    return DAYBOOK_OK;
}
