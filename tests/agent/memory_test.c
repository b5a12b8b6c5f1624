/* What lies in the memory of an agent: its keys while it is open, and none of them once it is
 * locked. Whoever may look into another process (root) looks. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include <cmocka.h>

#include "agent/running_agent.h"
#include "journal/state.h"
#include "vault/random.h"
#include "vault/store_key.h"

enum { CANARIES = 6, KEY_SIZE = 32, PASSPHRASE_SIZE = 32, STRETCH = 1 << 20 };
enum { MAPPING_SIZE_MAX = 1 << 28 };

/* Known bytes to look for, kept inverted so that this process, of which the agent is a child, never
 * spreads them. */
struct canary {
    const char *name;
    uint8_t inverted[KEY_SIZE];
};

struct memory {
    struct running_agent agent;
    struct daybook *door;
    char passphrase[PASSPHRASE_SIZE + 1];
    struct canary canaries[CANARIES];
    size_t count;
};

static void remember(struct memory *memory, const char *name, const uint8_t *bytes)
{
    assert_true(memory->count < CANARIES);
    struct canary *canary = &memory->canaries[memory->count++];
    canary->name = name;
    for (size_t i = 0; i < KEY_SIZE; i++) {
        canary->inverted[i] = bytes[i] ^ UINT8_MAX;
    }
}

static bool is_at(const uint8_t *bytes, const struct canary *canary)
{
    size_t same = 0;
    while (same < KEY_SIZE && (bytes[same] ^ canary->inverted[same]) == UINT8_MAX) {
        same++;
    }
    return same == KEY_SIZE;
}

/* How often a canary is in these bytes. Its first byte alone gives nothing away. */
static size_t count_in(const uint8_t *bytes, size_t size, const struct canary *canary)
{
    const uint8_t first = canary->inverted[0] ^ UINT8_MAX;
    size_t found = 0;
    size_t at = 0;
    while (at + KEY_SIZE <= size) {
        const uint8_t *next = memchr(bytes + at, first, size - KEY_SIZE + 1 - at);
        if (next == NULL) {
            break;
        }
        found += is_at(next, canary) ? 1 : 0;
        at = (size_t)(next - bytes) + 1;
    }
    return found;
}

/* Count in one mapping, in stretches that overlap. What cannot be read holds nothing of ours. */
static void count_mapping(int file, uint64_t start, uint64_t end, const struct memory *memory,
                          size_t out_found[static CANARIES])
{
    static uint8_t stretch[STRETCH];
    for (uint64_t at = start; at < end; at += STRETCH - KEY_SIZE) {
        uint64_t left = end - at;
        ssize_t size =
            pread(file, stretch, left < STRETCH ? (size_t)left : (size_t)STRETCH, (off_t)at);
        for (size_t i = 0; size > 0 && i < memory->count; i++) {
            out_found[i] += count_in(stretch, (size_t)size, &memory->canaries[i]);
        }
    }
}

/* How often each canary is in the agent. False: we may not look. */
static bool count_canaries(const struct memory *memory, size_t out_found[static CANARIES])
{
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%d/mem", (int)memory->agent.process);
    int file = open(path, O_RDONLY);
    (void)snprintf(path, sizeof path, "/proc/%d/maps", (int)memory->agent.process);
    FILE *maps = fopen(path, "r");
    if (file < 0 || maps == NULL) {
        return false;
    }
    memset(out_found, 0, CANARIES * sizeof *out_found);
    char line[512];
    while (fgets(line, sizeof line, maps) != NULL) {
        char *rest = NULL;
        uint64_t start = strtoull(line, &rest, 16);
        uint64_t end = strtoull(rest + 1, NULL, 16);
        /* Neither the kernel's own pages, nor what is too large to be in use, as the map that a
         * sanitizer keeps of all memory. */
        if (strstr(line, "[v") == NULL && end - start <= MAPPING_SIZE_MAX) {
            count_mapping(file, start, end, memory, out_found);
        }
    }
    assert_int_equal(fclose(maps), 0);
    assert_int_equal(close(file), 0);
    return true;
}

static void read_header(const struct memory *memory, uint8_t out_header[static KEY_HEADER_SIZE])
{
    char path[OWN_HOME_PATH_SIZE + 20];
    (void)snprintf(path, sizeof path, "%s/store.db", memory->agent.home.path);
    int file = open(path, O_RDONLY);
    assert_true(file >= 0);
    assert_int_equal(read(file, out_header, KEY_HEADER_SIZE), KEY_HEADER_SIZE);
    assert_int_equal(close(file), 0);
}

static struct secret *passphrase_of(const struct memory *memory)
{
    struct secret *secret = NULL;
    assert_int_equal(secret_create(PASSPHRASE_SIZE, &secret), DAYBOOK_OK);
    memcpy(secret_fill(secret), memory->passphrase, PASSPHRASE_SIZE);
    return secret;
}

static void remember_store_keys(struct memory *memory, const struct secret *passphrase)
{
    uint8_t header[KEY_HEADER_SIZE];
    struct store_key *key = NULL;
    read_header(memory, header);
    assert_int_equal(key_header_open(header, KEY_SLOT_PASSPHRASE, passphrase, &key), DAYBOOK_OK);
    remember(memory, "data key", key->data);
    remember(memory, "key of the main file", key->unit[UNIT_MAIN]);
    remember(memory, "key of the log", key->unit[UNIT_LOG]);
    store_key_free(key);
}

/* The agent is locked, so that its journal may be opened here. */
static void remember_identity(struct memory *memory, const struct secret *passphrase)
{
    struct complaint complaint = {0};
    struct journal *journal = NULL;
    struct secret *exported = NULL;
    const struct journal_ports ports = journal_machine_ports();
    const struct journal_opening opening = {
        .folder = memory->agent.home.path, .type = KEY_SLOT_PASSPHRASE, .secret = passphrase};
    assert_int_equal(journal_open(&opening, &ports, &journal, &complaint), DAYBOOK_OK);
    assert_int_equal(identity_export(journal->identity, &exported), DAYBOOK_OK);
    assert_true(secret_size(exported) / 2 >= KEY_SIZE);
    remember(memory, "signing key", secret_data(exported));
    remember(memory, "box key", secret_data(exported) + secret_size(exported) - KEY_SIZE);
    secret_free(exported);
    journal_close(journal);
}

/* An agent whose passphrase nobody knew before it was started. */
static int given_locked_agent(void **state)
{
    static struct memory memory;
    memory = (struct memory){.count = 0};
    running_agent_begin(&memory.agent, "diary", OWN_HOME_PASSPHRASE);
    memory.door = own_home_door(&memory.agent.home);
    id128_to_hex(random_id(), memory.passphrase);
    json_decref(own_home_tell(memory.door, "passphrase", memory.passphrase, DAYBOOK_OK));
    json_decref(own_home_ask(memory.door, "lock", NULL, DAYBOOK_OK));
    struct secret *passphrase = passphrase_of(&memory);
    remember(&memory, "passphrase", secret_data(passphrase));
    remember_store_keys(&memory, passphrase);
    remember_identity(&memory, passphrase);
    secret_free(passphrase);
    *state = &memory;
    return 0;
}

static int ended_agent(void **state)
{
    struct memory *memory = *state;
    daybook_close(memory->door);
    running_agent_end(&memory->agent);
    return 0;
}

static void expect_no_key(const struct memory *memory)
{
    size_t found[CANARIES] = {0};
    assert_true(count_canaries(memory, found));
    for (size_t i = 0; i < memory->count; i++) {
        if (found[i] > 0) {
            print_error("%s: %zu times in a locked agent\n", memory->canaries[i].name, found[i]);
        }
        assert_int_equal(found[i], 0);
    }
}

static void an_agent_that_was_locked_holds_no_key(void **state)
{
    struct memory *memory = *state;
    size_t found[CANARIES];
    if (!count_canaries(memory, found)) {
        print_message("skipped: this process may not read another one's memory (%s)\n",
                      strerror(errno));
        skip();
    }
    expect_no_key(memory);
    for (int times = 0; times < 2; times++) {
        json_decref(own_home_tell(memory->door, "unlock", memory->passphrase, DAYBOOK_OK));
        json_decref(own_home_ask(memory->door, "log", "{\"kind\":\"pain\",\"words\":[\"worst=3\"]}",
                                 DAYBOOK_OK));
        json_decref(own_home_ask(memory->door, "list", NULL, DAYBOOK_OK));
        assert_true(count_canaries(memory, found));
        for (size_t i = 1; i < memory->count; i++) { /* the control: all but the passphrase */
            print_message("%s: %zu times in an open agent\n", memory->canaries[i].name, found[i]);
            assert_true(found[i] > 0);
        }
        assert_int_equal(found[0], 0); /* wiped as soon as it has opened */
        json_decref(own_home_ask(memory->door, "lock", NULL, DAYBOOK_OK));
        expect_no_key(memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_agent_that_was_locked_holds_no_key, given_locked_agent,
                                        ended_agent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
