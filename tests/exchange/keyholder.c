/* Somebody with a copy of a home who tries every key it holds on everything a broker carried.
 *
 *     keyholder HOME PASSPHRASE-FILE <CAPTURE
 *
 * The capture has a line a message: retained flag, topic, payload in hexadecimal. For each a line
 * is printed: "opened" or "closed", and the topic. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "journal/state.h"
#include "vault/secret.h"
#include "wire/envelope.h"

enum { PASSPHRASE_MAX = 256 };

static bool opens_as(const struct held_epoch *epoch, const struct own_circle *circle,
                     const struct envelope_clear *clear, struct key256 sender, struct bytes payload)
{
    const struct envelope_context context = {.kind = clear->kind,
                                             .flags = clear->flags,
                                             .circle = circle->row.circle,
                                             .stream = (uint8_t)epoch->stream,
                                             .sender = sender};
    struct buffer plain = {0};
    enum daybook_status status = epoch_open(epoch->epoch, &context, payload, &plain);
    assert(status == DAYBOOK_OK || status == DAYBOOK_FORGED || status == DAYBOOK_INVALID);
    buffer_free(&plain);
    return status == DAYBOOK_OK;
}

/* Under each key, as batch or as the statement of each device there ever was. */
static bool opens_with_keys(const struct own_circle *circle, const struct envelope_clear *clear,
                            struct bytes payload)
{
    bool opened = false;
    for (size_t i = 0; i < circle->epoch_count && !opened; i++) {
        opened = opens_as(&circle->epochs[i], circle, clear, (struct key256){{0}}, payload);
        for (size_t j = 0; j < circle->circle->device_count && !opened; j++) {
            opened = opens_as(&circle->epochs[i], circle, clear, circle->circle->devices[j].sign,
                              payload);
        }
    }
    return opened;
}

static bool opens(const struct journal *journal, struct bytes payload)
{
    struct envelope_clear clear;
    struct buffer plain = {0};
    if (envelope_clear_decode(payload, &clear) != DAYBOOK_OK) {
        return false;
    }
    const struct bytes sealed = {payload.data + ENVELOPE_CLEAR_SIZE,
                                 payload.size - ENVELOPE_CLEAR_SIZE};
    bool opened = identity_open(journal->identity, sealed, &plain) == DAYBOOK_OK;
    buffer_free(&plain);
    return opened || opens_with_keys(journal->circles[0], &clear, payload);
}

/* False: no hexadecimal. */
static bool read_payload(const char *text, struct buffer *out_payload)
{
    for (size_t i = 0; text[i] != '\0' && text[i] != '\n'; i += 2) {
        const char digits[3] = {text[i], text[i + 1], '\0'};
        char *end = NULL;
        unsigned long byte = strtoul(digits, &end, 16);
        if (end != digits + 2) {
            return false;
        }
        const uint8_t one = (uint8_t)byte;
        buffer_append(out_payload, (struct bytes){&one, 1});
    }
    return !out_payload->failed;
}

static void try_all(const struct journal *journal)
{
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, stdin) >= 0) {
        struct buffer payload = {0};
        char *topic = strchr(line, ' ');
        char *text = topic == NULL ? NULL : strchr(topic + 1, ' ');
        if (text == NULL) {
            continue;
        }
        *text = '\0';
        bool opened = read_payload(text + 1, &payload) && opens(journal, buffer_bytes(&payload));
        printf("%s %s\n", opened ? "opened" : "closed", topic + 1);
        buffer_free(&payload);
    }
    free(line);
}

static enum daybook_status read_passphrase(const char *path, struct secret **out_passphrase)
{
    char text[PASSPHRASE_MAX];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return DAYBOOK_NOT_FOUND;
    }
    bool read = fgets(text, sizeof text, file) != NULL;
    (void)fclose(file); /* it was only read */
    size_t size = read ? strcspn(text, "\n") : 0;
    enum daybook_status status = size == 0 ? DAYBOOK_INVALID : secret_create(size, out_passphrase);
    if (status == DAYBOOK_OK) {
        memcpy(secret_fill(*out_passphrase), text, size);
    }
    return status;
}

int main(int count, char **words)
{
    struct secret *passphrase = NULL;
    struct journal *journal = NULL;
    struct complaint complaint = {0};
    const struct journal_ports ports = journal_machine_ports();
    if (count != 3 || secret_begin() != DAYBOOK_OK ||
        read_passphrase(words[2], &passphrase) != DAYBOOK_OK) {
        (void)fputs("keyholder HOME PASSPHRASE-FILE <CAPTURE\n", stderr);
        return EXIT_FAILURE;
    }
    const struct journal_opening opening = {
        .folder = words[1], .type = KEY_SLOT_PASSPHRASE, .secret = passphrase};
    enum daybook_status status = journal_open(&opening, &ports, &journal, &complaint);
    if (status == DAYBOOK_OK && journal->circle_count == 1) {
        try_all(journal);
    } else {
        (void)fprintf(stderr, "the journal does not open: %s\n", complaint.text);
        status = DAYBOOK_FAILED;
    }
    journal_close(journal);
    secret_free(passphrase);
    return status == DAYBOOK_OK && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
