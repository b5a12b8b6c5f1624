/* Golden bytes, and what strangers may do to them. */
#include "wire/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"

enum { BYTES_PER_LINE = 32, PATH_SIZE = 512 };

static void write_file(const char *path, struct bytes content)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    size_t written = fwrite(content.data, 1, content.size, file);
    int closed = fclose(file);
    assert_int_equal(written, content.size);
    assert_int_equal(closed, 0);
}

static void read_file(const char *path, struct buffer *out_content)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fail_msg("%s is missing; DAYBOOK_ACCEPT=1 writes it", path);
        return;
    }
    uint8_t piece[4096];
    size_t size = fread(piece, 1, sizeof piece, file);
    while (size > 0) {
        buffer_append(out_content, (struct bytes){piece, size});
        size = fread(piece, 1, sizeof piece, file);
    }
    int failed = ferror(file);
    (void)fclose(file); /* only read from */
    assert_int_equal(failed, 0);
}

static void matches_file(const char *name, const char *ending, struct bytes actual)
{
    char path[PATH_SIZE];
    int size =
        snprintf(path, sizeof path, "%s/tests/golden/wire/%s%s", DAYBOOK_SOURCE_DIR, name, ending);
    assert_in_range(size, 1, sizeof path - 1);
    const char *accept = getenv("DAYBOOK_ACCEPT");
    if (accept != NULL && strcmp(accept, "1") == 0) {
        write_file(path, actual);
        return;
    }
    struct buffer expected = {0};
    read_file(path, &expected);
    bool equal = bytes_equal(buffer_bytes(&expected), actual);
    buffer_free(&expected);
    if (!equal) {
        fail_msg("%s%s differs; DAYBOOK_ACCEPT=1 rewrites it, then review the diff", name, ending);
    }
}

void golden_matches(const char *name, struct bytes actual)
{
    struct buffer text = {0};
    for (size_t i = 0; i < actual.size; i++) {
        char digits[4];
        bool ends_line = i % BYTES_PER_LINE == BYTES_PER_LINE - 1 || i == actual.size - 1;
        (void)snprintf(digits, sizeof digits, "%02x%s", actual.data[i], ends_line ? "\n" : "");
        buffer_append_text(&text, digits);
    }
    matches_file(name, ".hex", buffer_bytes(&text));
    buffer_free(&text);
}

void golden_text_matches(const char *name, struct bytes actual)
{
    struct buffer text = {0};
    buffer_append(&text, actual);
    buffer_append_text(&text, "\n");
    matches_file(name, ".txt", buffer_bytes(&text));
    buffer_free(&text);
}

static bool reads_exactly(struct bytes bytes, bool (*reads)(struct bytes damaged))
{
    uint8_t *exact = malloc(bytes.size == 0 ? 1 : bytes.size);
    assert_non_null(exact);
    memcpy(exact, bytes.data, bytes.size);
    bool read = reads((struct bytes){exact, bytes.size});
    free(exact);
    return read;
}

void golden_survives_damage(struct bytes good, bool (*reads)(struct bytes damaged))
{
    static const uint8_t changes[] = {0x01, 0x02, 0x10, 0x1f, 0x20, 0x40, 0x80, 0xff};
    assert_true(reads_exactly(good, reads));
    uint8_t *damaged = malloc(good.size);
    assert_non_null(damaged);
    memcpy(damaged, good.data, good.size);
    for (size_t i = 0; i < good.size; i++) {
        if (reads_exactly((struct bytes){good.data, i}, reads)) {
            fail_msg("the first %zu of %zu bytes are accepted", i, good.size);
        }
        for (size_t j = 0; j < sizeof changes; j++) {
            damaged[i] = good.data[i] ^ changes[j];
            (void)reads_exactly((struct bytes){damaged, good.size}, reads);
        }
        damaged[i] = good.data[i];
    }
    free(damaged);
}

static int digit_of(char character)
{
    const char *digits = "0123456789abcdef";
    const char *found = strchr(digits, character);
    assert_non_null(found);
    return (int)(found - digits);
}

uint8_t *golden_bytes_of(const char *hex, size_t *out_size)
{
    uint8_t *bytes = malloc(strlen(hex) / 2 + 1);
    assert_non_null(bytes);
    size_t size = 0;
    while (*hex != '\0') {
        if (*hex == ' ') {
            hex++;
            continue;
        }
        bytes[size++] = (uint8_t)(digit_of(hex[0]) * 16 + digit_of(hex[1]));
        hex += 2;
    }
    *out_size = size;
    return bytes;
}

struct key256 golden_key(uint8_t byte)
{
    struct key256 key;
    memset(key.bytes, byte, sizeof key.bytes);
    return key;
}

uint64_t golden_random(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15;
    uint64_t mixed = *state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
}
