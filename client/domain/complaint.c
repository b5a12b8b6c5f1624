/* Building one sentence in a fixed space, without printf and its locale. */
#include "domain/complaint.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const char ellipsis[] = "...";

/* A continuation byte never begins a character, so a cut before one would split it. */
static bool splits_character(const char *text, size_t at)
{
    return ((unsigned char)text[at] & 0xC0) == 0x80;
}

static void add_bytes(struct complaint *complaint, const char *text, size_t text_size)
{
    size_t size = strlen(complaint->text);
    if (size + text_size < COMPLAINT_TEXT_SIZE) {
        memcpy(complaint->text + size, text, text_size);
        complaint->text[size + text_size] = '\0';
        return;
    }
    size_t cut_size = COMPLAINT_TEXT_SIZE - sizeof ellipsis;
    if (size < cut_size) {
        memcpy(complaint->text + size, text, cut_size - size + 1);
    }
    while (splits_character(complaint->text, cut_size)) {
        cut_size--;
    }
    memcpy(complaint->text + cut_size, ellipsis, sizeof ellipsis);
}

void complaint_begin(struct complaint *complaint, const char *text)
{
    assert(complaint != NULL);
    complaint->text[0] = '\0';
    complaint_add(complaint, text);
}

void complaint_add(struct complaint *complaint, const char *text)
{
    assert(complaint != NULL && text != NULL);
    add_bytes(complaint, text, strlen(text));
}

enum { NUMBER_TEXT_SIZE = 32, NAME_SIZE_MAX = 40 };

static const double decimals_scale = 1e6;

/* The digits of a whole number, right-aligned in the space; returns where they begin. */
static char *write_whole(char *end, uint64_t whole)
{
    do {
        *--end = (char)('0' + whole % 10);
        whole /= 10;
    } while (whole > 0);
    return end;
}

static char *write_decimals(char *end, uint64_t millionths)
{
    int digits = 6;
    while (digits > 0 && millionths % 10 == 0) {
        millionths /= 10;
        digits--;
    }
    if (digits == 0) {
        return end;
    }
    for (; digits > 0; digits--) {
        *--end = (char)('0' + millionths % 10);
        millionths /= 10;
    }
    *--end = '.';
    return end;
}

void complaint_add_number(struct complaint *complaint, double number)
{
    double size = number < 0 ? -number : number;
    if (!(size < 1e12)) {
        complaint_add(complaint, "a number far too large");
        return;
    }
    uint64_t millionths = (uint64_t)(size * decimals_scale + 0.5);
    char text[NUMBER_TEXT_SIZE];
    char *end = text + sizeof text;
    char *begin = write_decimals(end, millionths % 1000000);
    begin = write_whole(begin, millionths / 1000000);
    if (number < 0 && millionths > 0) {
        *--begin = '-';
    }
    add_bytes(complaint, begin, (size_t)(end - begin));
}

static bool is_name_letter(uint8_t letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
}

static bool is_name(struct bytes name)
{
    if (name.size == 0 || name.size > NAME_SIZE_MAX) {
        return false;
    }
    for (size_t i = 0; i < name.size; i++) {
        if (!is_name_letter(name.data[i])) {
            return false;
        }
    }
    return true;
}

void complaint_add_name(struct complaint *complaint, struct bytes name)
{
    assert(complaint != NULL);
    if (!is_name(name)) {
        complaint_add(complaint, "that name");
        return;
    }
    complaint_add(complaint, "\"");
    add_bytes(complaint, (const char *)name.data, name.size);
    complaint_add(complaint, "\"");
}
