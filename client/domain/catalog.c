/* Finding kinds in the compiled catalogue. */
#include "domain/catalog.h"

#include <assert.h>

#include "domain/catalog_table.h"
#include "domain/spelling.h"

const struct kind *catalog_find(struct bytes name)
{
    for (size_t i = 0; i < catalog_table_count; i++) {
        if (bytes_equal_text(name, catalog_table_kinds[i].name)) {
            return &catalog_table_kinds[i];
        }
    }
    return NULL;
}

size_t catalog_count(void)
{
    return catalog_table_count;
}

const struct kind *catalog_at(size_t index)
{
    assert(index < catalog_table_count);
    return &catalog_table_kinds[index];
}

const struct kind *catalog_nearest(struct bytes name)
{
    const struct kind *nearest = NULL;
    size_t nearest_distance = SPELLING_FAR;
    for (size_t i = 0; i < catalog_table_count; i++) {
        size_t distance = spelling_distance(name, catalog_table_kinds[i].name);
        if (distance < nearest_distance) {
            nearest = &catalog_table_kinds[i];
            nearest_distance = distance;
        }
    }
    return nearest;
}

static const struct field_rule *field_asked_at(const struct kind *kind, int place)
{
    for (size_t i = 0; i < kind->field_count; i++) {
        if (kind->fields[i].checkin == place) {
            return &kind->fields[i];
        }
    }
    return NULL;
}

bool catalog_checkin(int place, struct checkin_question *out_question)
{
    assert(place >= 1 && out_question != NULL);
    for (size_t i = 0; i < catalog_table_count; i++) {
        const struct field_rule *field = field_asked_at(&catalog_table_kinds[i], place);
        if (field != NULL) {
            *out_question = (struct checkin_question){&catalog_table_kinds[i], field};
            return true;
        }
    }
    return false;
}
