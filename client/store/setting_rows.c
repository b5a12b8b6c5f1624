/* Single values of a store. */
#include "store/setting_rows.h"

#include "store/query.h"

enum daybook_status setting_rows_put(struct database *database, const char *name,
                                     struct bytes value)
{
    struct query query =
        query_begin(database, "INSERT INTO setting (name, value) VALUES (?, ?)"
                              " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    query_bind_text(&query, bytes_of_text(name));
    query_bind_bytes(&query, value);
    return query_run(&query);
}

enum daybook_status setting_rows_remove(struct database *database, const char *name)
{
    struct query query = query_begin(database, "DELETE FROM setting WHERE name = ?");
    query_bind_text(&query, bytes_of_text(name));
    return query_run(&query);
}

enum daybook_status setting_rows_get(struct database *database, const char *name,
                                     struct arena *arena, struct bytes *out_value)
{
    struct query query = query_begin(database, "SELECT value FROM setting WHERE name = ?");
    query_bind_text(&query, bytes_of_text(name));
    bool found = query_next(&query);
    struct bytes value = {0};
    if (found) {
        value = query_copy(&query, 0, arena);
    }
    enum daybook_status status = query_end_one(&query, found);
    if (status == DAYBOOK_OK) {
        *out_value = value;
    }
    return status;
}

enum daybook_status
setting_rows_visit(struct database *database, const char *name,
                   enum daybook_status (*visit)(void *context, struct bytes value), void *context)
{
    struct query query = query_begin(database, "SELECT value FROM setting WHERE name = ?");
    query_bind_text(&query, bytes_of_text(name));
    bool found = query_next(&query);
    if (found) {
        query.status = visit(context, query_bytes(&query, 0));
    }
    return query_end_one(&query, found);
}

enum daybook_status setting_rows_put_number(struct database *database, const char *name,
                                            uint64_t value)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(value >> (8 * i));
    }
    return setting_rows_put(database, name, (struct bytes){bytes, sizeof bytes});
}

enum daybook_status setting_rows_get_number(struct database *database, const char *name,
                                            uint64_t *out_value)
{
    struct query query = query_begin(database, "SELECT value FROM setting WHERE name = ?");
    query_bind_text(&query, bytes_of_text(name));
    uint64_t value = 0;
    bool fits = true;
    if (query_next(&query)) {
        struct bytes bytes = query_bytes(&query, 0);
        fits = bytes.size == 8;
        for (size_t i = 0; fits && i < bytes.size; i++) {
            value |= (uint64_t)bytes.data[i] << (8 * i);
        }
    }
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK && !fits) {
        status = DAYBOOK_DAMAGED;
    }
    if (status == DAYBOOK_OK) {
        *out_value = value;
    }
    return status;
}
