/* Writing the story of a circle in a few words, for tests. */
#include "domain/circle_script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const uint8_t sealed[CIRCLE_SEALED_KEY_SIZE];

static struct key256 key_of(uint8_t first, unsigned number)
{
    struct key256 key = {{first, (uint8_t)(number >> 8), (uint8_t)number}};
    return key;
}

struct id128 script_person(unsigned number)
{
    return (struct id128){{0x70, (uint8_t)(number >> 8), (uint8_t)number}};
}

struct key256 script_device(unsigned number)
{
    return key_of(number == 0 ? 0x4e : 0xd0, number);
}

struct key256 script_epoch_id(unsigned number)
{
    return key_of(0xe0, number);
}

struct id128 script_feed(unsigned number)
{
    return (struct id128){{0xfe, (uint8_t)(number >> 8), (uint8_t)number}};
}

static struct circle_operation *append(struct script *script, unsigned author,
                                       enum operation_type type)
{
    assert_in_range(script->count, 0, SCRIPT_OPERATIONS_MAX - 1);
    struct circle_operation *operation = &script->operations[script->count];
    script->count++;
    script->hlc += 10;
    *operation = (struct circle_operation){
        .hash = key_of((uint8_t)(script->count * 37), (unsigned)script->count),
        .hlc = script->hlc,
        .author = script_device(author),
        .change = {.type = type},
    };
    return operation;
}

static struct circle_device device_of(unsigned device, unsigned person)
{
    static const char *const names[] = {"k3j9dwq2m8xv5t1a", "k3j9dwq2m8xv5t1b"};
    return (struct circle_device){.sign = script_device(device),
                                  .box = key_of(0xb0, device),
                                  .person = script_person(person),
                                  .client_id = bytes_of_text(names[device % 2])};
}

void script_begin(struct script *script)
{
    *script = (struct script){.arena = arena_create(0)};
    assert_non_null(script->arena);
    struct circle_change *change = &append(script, 1, OPERATION_GENESIS)->change;
    change->person = (struct circle_person){.person = script_person(1),
                                            .name = bytes_of_text("Ada"),
                                            .role = ROLE_PATIENT,
                                            .grants = {.log_from_day = INT32_MIN}};
    change->device = device_of(1, 1);
    change->recovery_sign = script_device(0);
    change->recovery_box = key_of(0xb0, 0);
}

void script_end(struct script *script)
{
    arena_free(script->arena);
}

size_t script_add_person(struct script *script, unsigned author, unsigned person, enum role role,
                         bool co_owner)
{
    struct circle_change *change = &append(script, author, OPERATION_ADD_PERSON)->change;
    change->person = (struct circle_person){
        .person = script_person(person),
        .name = bytes_of_text("Bo"),
        .role = role,
        .grants = {.co_owner = co_owner, .log_from_day = INT32_MIN},
    };
    return script->count - 1;
}

size_t script_add_device(struct script *script, unsigned author, unsigned device, unsigned person)
{
    append(script, author, OPERATION_ADD_DEVICE)->change.device = device_of(device, person);
    return script->count - 1;
}

size_t script_recover(struct script *script, unsigned author, unsigned device, unsigned person)
{
    append(script, author, OPERATION_RECOVER)->change.device = device_of(device, person);
    return script->count - 1;
}

size_t script_grant(struct script *script, unsigned author, unsigned person,
                    struct circle_grants grants)
{
    struct circle_change *change = &append(script, author, OPERATION_GRANT)->change;
    change->person.person = script_person(person);
    change->person.grants = grants;
    return script->count - 1;
}

size_t script_retire(struct script *script, unsigned author, unsigned device)
{
    append(script, author, OPERATION_RETIRE_DEVICE)->change.target_device = script_device(device);
    return script->count - 1;
}

size_t script_remove(struct script *script, unsigned author, unsigned person)
{
    append(script, author, OPERATION_REMOVE_PERSON)->change.target_person = script_person(person);
    return script->count - 1;
}

size_t script_epoch(struct script *script, unsigned author, enum stream stream, uint64_t generation,
                    uint64_t recipients)
{
    struct circle_change *change = &append(script, author, OPERATION_NEW_EPOCH)->change;
    struct circle_recipient *list = arena_take_array(script->arena, 64, sizeof *list);
    assert_non_null(list);
    size_t count = 0;
    for (unsigned device = 0; device < 64; device++) {
        if ((recipients >> device & 1) != 0) {
            list[count].sealed = (struct bytes){sealed, sizeof sealed};
            list[count].device = device > 0 ? script_device(device) : (struct key256){0};
            count++;
        }
    }
    change->epoch = (struct circle_epoch){.stream = stream,
                                          .generation = generation,
                                          .id = script_epoch_id((unsigned)script->count),
                                          .recipients = list,
                                          .recipient_count = count};
    return script->count - 1;
}

void script_begin_cast(struct script *script)
{
    script_begin(script);
    script_add_device(script, PATIENT_PHONE, PATIENT_TABLET, ADA);
    script_add_person(script, PATIENT_PHONE, BO, ROLE_CAREGIVER, true);
    script_add_device(script, PATIENT_PHONE, CO_OWNER, BO);
    script_add_person(script, PATIENT_PHONE, CLEO, ROLE_CAREGIVER, false);
    script_add_device(script, PATIENT_PHONE, CAREGIVER, CLEO);
    script_add_person(script, PATIENT_PHONE, DINA, ROLE_THERAPIST, false);
    script_add_device(script, PATIENT_PHONE, THERAPIST, DINA);
}

void script_cut(struct script *script, unsigned feed, uint64_t number)
{
    struct circle_cut *cut = arena_take(script->arena, sizeof *cut);
    assert_non_null(cut);
    *cut = (struct circle_cut){.feed = script_feed(feed), .number = number};
    script->operations[script->count - 1].change.cuts = cut;
    script->operations[script->count - 1].change.cut_count = 1;
}

void script_at(struct script *script, uint64_t hlc)
{
    script->operations[script->count - 1].hlc = hlc;
}

enum daybook_status script_fold(struct script *script)
{
    struct circle_operation *sorted =
        arena_take_array(script->arena, script->count, sizeof *sorted);
    assert_non_null(sorted);
    memcpy(sorted, script->operations, script->count * sizeof *sorted);
    enum daybook_status status = circle_fold(sorted, script->count, script->arena, &script->circle);
    /* The script keeps its own order; what was refused is looked up by hash. */
    for (size_t i = 0; i < script->count; i++) {
        for (size_t j = 0; j < script->count; j++) {
            if (key256_equal(sorted[j].hash, script->operations[i].hash)) {
                script->operations[i].refused = sorted[j].refused;
            }
        }
    }
    return status;
}

bool script_refused(const struct script *script, size_t operation)
{
    return script->operations[operation].refused;
}

int script_set_up(void **state)
{
    script_begin_cast(*state);
    return 0;
}

int script_tear_down(void **state)
{
    script_end(*state);
    return 0;
}

void script_fold_well(struct script *script)
{
    assert_int_equal(script_fold(script), DAYBOOK_OK);
}

const struct circle_device *script_found_device(const struct script *script, unsigned number)
{
    const struct circle_device *found = circle_find_device(script->circle, script_device(number));
    assert_non_null(found);
    return found;
}
