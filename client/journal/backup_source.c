/* What a backup is made of, as it was when the backup began. */
#include "journal/backup_source.h"

#include "store/operation_rows.h"

static enum daybook_status read_feeds(struct database *database, struct arena *arena,
                                      struct backup_source *source)
{
    struct feed_row *rows = NULL;
    size_t count = 0;
    enum daybook_status status =
        feed_rows_list(database, source->row.circle_no, arena, &rows, &count);
    source->feeds = arena_take_array(arena, count, sizeof *source->feeds);
    if (status == DAYBOOK_OK && source->feeds == NULL) {
        status = DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        if (rows[i].stream == STREAM_CIRCLE) {
            source->feeds[source->feed_count++] = rows[i];
        }
    }
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        if (rows[i].stream != STREAM_CIRCLE) {
            source->feeds[source->feed_count++] = rows[i];
        }
    }
    return status;
}

enum daybook_status backup_sources_read(struct database *database, struct arena *arena,
                                        struct backup_sources *out_sources)
{
    struct circle_row *rows = NULL;
    struct backup_sources sources = {0};
    enum daybook_status status = circle_rows_list(database, arena, &rows, &sources.count);
    sources.items = arena_take_array(arena, sources.count, sizeof *sources.items);
    if (status == DAYBOOK_OK && sources.items == NULL) {
        status = DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < sources.count && status == DAYBOOK_OK; i++) {
        struct backup_source *source = &sources.items[i];
        source->row = rows[i];
        status = read_feeds(database, arena, source);
        for (size_t j = 0; j < source->feed_count; j++) {
            sources.operations += source->feeds[j].number;
        }
    }
    if (status == DAYBOOK_OK) {
        *out_sources = sources;
    }
    return status;
}

static enum daybook_status head_holds(struct database *database, const struct feed_row *feed)
{
    struct key256 hash = {{0}};
    if (feed->number == 0) {
        return DAYBOOK_OK;
    }
    enum daybook_status status = operation_rows_hash(database, feed->feed_no, feed->number, &hash);
    if (status == DAYBOOK_NOT_FOUND || (status == DAYBOOK_OK && !key256_equal(hash, feed->hash))) {
        return DAYBOOK_INTERRUPTED;
    }
    return status;
}

enum daybook_status backup_sources_hold(struct database *database,
                                        const struct backup_sources *sources)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < sources->count; i++) {
        const struct backup_source *source = &sources->items[i];
        for (size_t j = 0; j < source->feed_count && status == DAYBOOK_OK; j++) {
            status = head_holds(database, &source->feeds[j]);
        }
    }
    return status;
}
