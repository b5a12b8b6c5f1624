/* Messages that real devices of Daybook sent: topics are daybook/1/CIRCLE/DEVICE/STREAM/KIND, and
 * what goes to one device alone or belongs to joining is left out. */
#include "tape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demand.h"

enum { LEVELS_BEFORE_STREAM = 4 };

/* What stands behind a device's name in a topic, or NULL. */
static const char *ending_of(const char *topic)
{
    for (int level = 0; level < LEVELS_BEFORE_STREAM; level++) {
        topic = strchr(topic, '/');
        if (topic == NULL) {
            return NULL;
        }
        topic++;
    }
    return topic;
}

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text);
    size_t end_size = strlen(end);
    return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

static int digit_of(char character)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = character == '\0' ? NULL : strchr(digits, character);
    return found == NULL ? -1 : (int)(found - digits);
}

static void decode(struct tape_message *message, const char *hex)
{
    size_t size = strlen(hex) / 2;
    DEMAND(size >= TAPE_STAMP_SIZE && strlen(hex) % 2 == 0, "the tape has a message cut short");
    uint8_t *data = malloc(size);
    DEMAND(data != NULL, "no memory");
    for (size_t i = 0; i < size; i++) {
        int high = digit_of(hex[2 * i]);
        int low = digit_of(hex[2 * i + 1]);
        DEMAND(high >= 0 && low >= 0, "the tape has a message that is not hexadecimal");
        data[i] = (uint8_t)(high * 16 + low);
    }
    message->data = data;
    message->size = size;
}

static void note_stream(struct tape *tape, const char *ending)
{
    char stream[TAPE_STREAM_SIZE];
    (void)snprintf(stream, sizeof stream, "%.*s", (int)strcspn(ending, "/"), ending);
    for (size_t i = 0; i < tape->stream_count; i++) {
        if (strcmp(tape->streams[i], stream) == 0) {
            return;
        }
    }
    DEMAND(tape->stream_count < TAPE_STREAMS_MAX, "the tape has too many streams");
    memcpy(tape->streams[tape->stream_count++], stream, sizeof stream);
}

static void keep(struct tape *tape, const char *ending, const char *hex)
{
    DEMAND(strlen(ending) < TAPE_ENDING_SIZE, "the tape has a topic that is no stream's");
    struct tape_message *messages =
        realloc(tape->messages, (tape->count + 1) * sizeof *tape->messages);
    DEMAND(messages != NULL, "no memory");
    tape->messages = messages;
    struct tape_message *message = &messages[tape->count++];
    *message = (struct tape_message){.retain = ends_with(ending, "/have")};
    decode(message, hex);
    (void)snprintf(message->ending, sizeof message->ending, "%s", ending);
    note_stream(tape, ending);
    tape->size_total += message->size;
    if (message->size > tape->size_max) {
        tape->size_max = message->size;
    }
}

void tape_read(struct tape *tape, const char *path)
{
    *tape = (struct tape){0};
    FILE *file = fopen(path, "re");
    DEMAND_OF(file != NULL, path, "cannot be read");
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        char *hex = strchr(line, ' ');
        DEMAND_OF(hex != NULL, path, "has a line that is not of a topic and a payload");
        *hex++ = '\0';
        const char *ending = ending_of(line);
        if (ending != NULL && (ends_with(ending, "/ops") || ends_with(ending, "/have"))) {
            keep(tape, ending, hex);
        }
    }
    DEMAND_OF(ferror(file) == 0 && tape->count > 0, path, "holds no message to a stream");
    free(line);
    (void)fclose(file);
}

void tape_free(struct tape *tape)
{
    for (size_t i = 0; i < tape->count; i++) {
        free(tape->messages[i].data);
    }
    free(tape->messages);
    *tape = (struct tape){0};
}
