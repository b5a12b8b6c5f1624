/* The versions of an entity as they are merged. */
#include "journal/versions.h"

#include <string.h>

#include "domain/entry.h"
#include "wire/body.h"
#include "wire/operation.h"

/* While the rows of a list are read. */
struct reading {
    struct operation_list *list; /* kept ones first */
    struct operation_header *headers;
    struct merge_version *merged;
    struct versions_names names;
    size_t kept;
    size_t salvaged; /* of those kept or joined, how many were written again */
    struct arena *arena;
};

bool versions_hold_content(const struct operation_row *row)
{
    return operation_holds_entry(row->type) && row->body.data != NULL;
}

bool versions_are_one(const struct operation_row *left, const struct operation_header *left_header,
                      const struct operation_row *right,
                      const struct operation_header *right_header)
{
    return (left_header->salvaged || right_header->salvaged) && left->type == right->type &&
           key256_equal(left->device, right->device) &&
           key256_equal(left_header->body_hash, right_header->body_hash);
}

static void add_name(struct reading *reading, struct key256 hash, size_t version)
{
    reading->names.items[reading->names.count++] = (struct versions_name){hash, version};
}

/* The lower hash names a version that was written twice; it cites what either cites, and a body
 * that one of them lacks is the other's. */
static enum daybook_status join(struct reading *reading, size_t version,
                                const struct operation_row *row,
                                const struct operation_header *header)
{
    struct merge_version *merged = &reading->merged[version];
    size_t count = merged->supersedes_count + header->supersedes_count;
    struct key256 *both = arena_take_array(reading->arena, count, sizeof *both);
    if (both == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        bool first = i < merged->supersedes_count;
        both[i] = first ? merged->supersedes[i] : header->supersedes[i - merged->supersedes_count];
    }
    merged->supersedes = both;
    merged->supersedes_count = count;
    bool lower = key256_compare(row->hash, merged->hash) < 0;
    bool has_body = row->body.data != NULL;
    bool had_body = reading->list->rows[version].body.data != NULL;
    merged->hash = lower ? row->hash : merged->hash;
    if (has_body == had_body ? lower : has_body) {
        reading->list->rows[version] = *row;
        reading->headers[version] = *header;
    }
    reading->headers[version].salvaged = true; /* one of its writings is, for the next comparison */
    return DAYBOOK_OK;
}

static enum daybook_status keep(struct reading *reading, const struct operation_row *row,
                                const struct operation_header *header)
{
    size_t version = reading->kept;
    reading->salvaged += header->salvaged ? 1 : 0;
    for (size_t i = 0; reading->salvaged > 0 && i < reading->kept; i++) {
        if (versions_are_one(row, header, &reading->list->rows[i], &reading->headers[i])) {
            version = i;
        }
    }
    add_name(reading, row->hash, version);
    if (header->salvaged) {
        add_name(reading, header->former, version);
    }
    if (version < reading->kept) {
        return join(reading, version, row, header);
    }
    reading->list->rows[version] = *row;
    reading->headers[version] = *header;
    reading->merged[version] = (struct merge_version){.hash = row->hash,
                                                      .hlc = row->hlc,
                                                      .supersedes = header->supersedes,
                                                      .supersedes_count = header->supersedes_count};
    reading->kept++;
    return DAYBOOK_OK;
}

/* INVALID: it does not decode. */
static enum daybook_status decode(const struct operation_row *row, struct arena *arena,
                                  struct operation_header *out_header)
{
    struct entry content;
    enum daybook_status status = operation_header_decode(row->header, arena, out_header);
    if (status == DAYBOOK_OK && versions_hold_content(row)) {
        status = body_decode_entry(row->body, arena, &content);
    }
    return status;
}

/* The name the merge knows a version by that is cited by another of its names. */
static struct key256 known_name(const struct reading *reading, struct key256 cited)
{
    for (size_t i = 0; i < reading->names.count; i++) {
        if (key256_equal(reading->names.items[i].hash, cited)) {
            return reading->merged[reading->names.items[i].version].hash;
        }
    }
    return cited;
}

/* What a version cites, by the names the merge knows. */
static enum daybook_status rename_cited(struct reading *reading, struct merge_version *merged)
{
    struct key256 *cited =
        arena_take_array(reading->arena, merged->supersedes_count, sizeof *cited);
    if (cited == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < merged->supersedes_count; i++) {
        cited[i] = known_name(reading, merged->supersedes[i]);
    }
    merged->supersedes = cited;
    return DAYBOOK_OK;
}

enum daybook_status versions_read(struct operation_list *list,
                                  bool (*counts)(const struct operation_row *row),
                                  struct arena *arena, struct merge_version *out_merged,
                                  struct versions_names *out_names)
{
    struct reading reading = {.list = list, .merged = out_merged, .arena = arena};
    reading.headers = arena_take_array(arena, list->count, sizeof *reading.headers);
    reading.names.items = arena_take_array(arena, 2 * list->count, sizeof *reading.names.items);
    if (reading.headers == NULL || reading.names.items == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < list->count; i++) {
        struct operation_header header;
        const struct operation_row row = list->rows[i];
        enum daybook_status status = counts(&row) ? decode(&row, arena, &header) : DAYBOOK_INVALID;
        if (status == DAYBOOK_OK) {
            status = keep(&reading, &row, &header);
        }
        if (status != DAYBOOK_OK && status != DAYBOOK_INVALID) {
            return status;
        }
    }
    for (size_t i = 0; reading.salvaged > 0 && i < reading.kept; i++) {
        enum daybook_status status = rename_cited(&reading, &out_merged[i]);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    list->count = reading.kept;
    *out_names = reading.names;
    return DAYBOOK_OK;
}

static bool header_cites(const struct operation_header *header, struct key256 hash)
{
    size_t at = 0;
    while (at < header->supersedes_count && !key256_equal(hash, header->supersedes[at])) {
        at++;
    }
    return at < header->supersedes_count;
}

bool versions_cite(const struct versions_names *names, const struct operation_header *header,
                   size_t version)
{
    bool cites = false;
    for (size_t i = 0; i < names->count && !cites; i++) {
        cites = names->items[i].version == version && header_cites(header, names->items[i].hash);
    }
    return cites;
}
