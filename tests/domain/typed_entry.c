/* Builds entries for tests from the words of a command line. */
#include "domain/typed_entry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/catalog.h"
#include "domain/field.h"

static struct bytes cut_until(struct bytes *rest, uint8_t end)
{
    struct bytes word = {rest->data, 0};
    while (word.size < rest->size && rest->data[word.size] != end) {
        word.size++;
    }
    size_t used = word.size < rest->size ? word.size + 1 : word.size;
    *rest = (struct bytes){rest->data + used, rest->size - used};
    return word;
}

static size_t word_count(struct bytes words)
{
    size_t count = words.size > 0 ? 1 : 0;
    for (size_t i = 0; i < words.size; i++) {
        count += words.data[i] == ' ' ? 1 : 0;
    }
    return count;
}

struct entry typed_entry(struct arena *arena, const char *kind_name, const char *words)
{
    const struct kind *kind = catalog_find(bytes_of_text(kind_name));
    assert_non_null(kind);
    struct bytes rest = bytes_of_text(words);
    size_t count = word_count(rest);
    struct value_pair *pairs = arena_take_array(arena, count, sizeof *pairs);
    assert_non_null(pairs);
    for (size_t i = 0; i < count; i++) {
        struct bytes text = cut_until(&rest, ' ');
        struct complaint complaint = {0};
        pairs[i].key = cut_until(&text, '=');
        const struct field_rule *rule = kind_field(kind, pairs[i].key);
        assert_non_null(rule);
        enum daybook_status status =
            field_from_text(rule, text, arena, &pairs[i].value, &complaint);
        assert_string_equal(complaint.text, "");
        assert_int_equal(status, DAYBOOK_OK);
    }
    return (struct entry){
        .kind = bytes_of_text(kind->name),
        .at = {.utc_ms = INT64_C(1780000000000), .offset_minutes = 120},
        .recorded_at_ms = INT64_C(1780000000000),
        .fields = {.type = VALUE_MAP, .as.map = {pairs, count}},
    };
}
