/* Tests of the text of an invitation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "wire/base64url.h"
#include "wire/golden.h"
#include "wire/invitation.h"

static struct invitation an_invitation(void)
{
    struct invitation invitation = {
        .expires_ms = INT64_C(1780384400000),
        .role = ROLE_THERAPIST,
        .seat =
            {
                .broker = bytes_of_text("mqtts://broker.example:8883"),
                .ca =
                    bytes_of_text("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
                .circle = bytes_of_text("c1rcl3c1rcl3c1rcl3"),
                .client_id = bytes_of_text("k3j9dwq2m8xv5t1z"),
                .username = bytes_of_text("k3j9dwq2m8xv5t1z"),
                .password = bytes_of_text("not a secret, a test"),
            },
    };
    memset(invitation.secret, 0x5e, sizeof invitation.secret);
    memset(invitation.inviter_fingerprint, 0xf1, sizeof invitation.inviter_fingerprint);
    return invitation;
}

static enum daybook_status status_of(struct bytes text)
{
    struct arena *arena = arena_create(0);
    struct invitation invitation;
    enum daybook_status status = invitation_decode(text, arena, &invitation);
    arena_free(arena);
    return status;
}

static bool reads(struct bytes text)
{
    return status_of(text) == DAYBOOK_OK;
}

static bool same_seat(const struct invitation_seat *left, const struct invitation_seat *right)
{
    return bytes_equal(left->broker, right->broker) && bytes_equal(left->ca, right->ca) &&
           bytes_equal(left->circle, right->circle) &&
           bytes_equal(left->client_id, right->client_id) &&
           bytes_equal(left->username, right->username) &&
           bytes_equal(left->password, right->password) &&
           left->messages_per_second == right->messages_per_second;
}

static void an_invitation_has_its_golden_text(void **state)
{
    (void)state;
    const struct invitation invitation = an_invitation();
    struct buffer text = {0};
    invitation_encode(&invitation, &text);
    assert_false(text.failed);
    golden_text_matches("invitation", buffer_bytes(&text));
    struct arena *arena = arena_create(0);
    struct invitation read;
    assert_int_equal(invitation_decode(buffer_bytes(&text), arena, &read), DAYBOOK_OK);
    assert_memory_equal(read.secret, invitation.secret, sizeof read.secret);
    assert_memory_equal(read.inviter_fingerprint, invitation.inviter_fingerprint, 16);
    assert_int_equal(read.expires_ms, invitation.expires_ms);
    assert_int_equal(read.role, ROLE_THERAPIST);
    assert_true(same_seat(&read.seat, &invitation.seat));
    arena_free(arena);
    buffer_free(&text);
}

static void a_seat_may_say_how_much_its_broker_takes(void **state)
{
    (void)state;
    static const uint32_t rates[] = {1, 1000, 1001};
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        struct invitation invitation = an_invitation();
        struct invitation read;
        struct buffer text = {0};
        struct arena *arena = arena_create(0);
        invitation.seat.messages_per_second = rates[i];
        invitation_encode(&invitation, &text);
        bool possible = rates[i] <= MESSAGES_PER_SECOND_MAX;
        assert_int_equal(invitation_decode(buffer_bytes(&text), arena, &read),
                         possible ? DAYBOOK_OK : DAYBOOK_INVALID);
        assert_true(!possible || same_seat(&read.seat, &invitation.seat));
        arena_free(arena);
        buffer_free(&text);
    }
}

static void a_code_with_one_wrong_character_is_refused(void **state)
{
    (void)state;
    const struct invitation invitation = an_invitation();
    struct buffer text = {0};
    invitation_encode(&invitation, &text);
    golden_survives_damage(buffer_bytes(&text), reads);
    for (size_t i = 9; i < text.size; i++) {
        uint8_t kept = text.data[i];
        text.data[i] = kept == 'A' ? 'B' : 'A';
        if (reads(buffer_bytes(&text))) {
            fail_msg("character %zu may be wrong", i);
        }
        text.data[i] = kept;
    }
    buffer_free(&text);
}

static void white_space_in_a_code_is_ignored(void **state)
{
    (void)state;
    const struct invitation invitation = an_invitation();
    struct buffer text = {0};
    struct buffer spaced = {0};
    invitation_encode(&invitation, &text);
    buffer_append_text(&spaced, " \n");
    for (size_t i = 0; i < text.size; i++) {
        buffer_append(&spaced, (struct bytes){text.data + i, 1});
        if (i >= 8 && i % 5 == 0) {
            buffer_append_text(&spaced, "\r\n\t ");
        }
    }
    assert_true(reads(buffer_bytes(&spaced)));
    buffer_free(&text);
    buffer_free(&spaced);
}

static void a_code_of_a_later_version_is_newer(void **state)
{
    (void)state;
    assert_int_equal(status_of(bytes_of_text("DAYBOOK2.AAAA")), DAYBOOK_NEWER);
    assert_int_equal(status_of(bytes_of_text("DAYBOOK12.AAA")), DAYBOOK_NEWER);
    assert_int_equal(status_of(bytes_of_text("DAYBOOK1.")), DAYBOOK_INVALID);
    assert_int_equal(status_of(bytes_of_text("DAYBOOK.1")), DAYBOOK_INVALID);
    assert_int_equal(status_of(bytes_of_text("HANDBOOK1.AAAA")), DAYBOOK_INVALID);
    assert_int_equal(status_of((struct bytes){0}), DAYBOOK_INVALID);
}

static void a_seat_with_a_telling_name_is_not_written(void **state)
{
    (void)state;
    static const char *const names[] = {"", "short", "Capital-letters-x", "with space in name",
                                        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct invitation invitation = an_invitation();
        invitation.seat.client_id = bytes_of_text(names[i]);
        struct buffer text = {0};
        invitation_encode(&invitation, &text);
        assert_true(text.failed);
        buffer_free(&text);
    }
}

static void base64url_is_that_of_the_standard(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},      {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"\xfb\xff", "-_8"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct buffer text = {0};
        struct buffer bytes = {0};
        base64url_encode(bytes_of_text(pairs[i][0]), &text);
        assert_true(bytes_equal_text(buffer_bytes(&text), pairs[i][1]));
        assert_true(base64url_decode(buffer_bytes(&text), &bytes));
        assert_true(bytes_equal_text(buffer_bytes(&bytes), pairs[i][0]));
        buffer_free(&text);
        buffer_free(&bytes);
    }
}

static void base64url_that_no_encoder_gives_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"Z", "Zh", "Zm9", "Zg==", "+_8", "/_8", "Zm9vZ", "Zm9\x80"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct buffer bytes = {0};
        assert_false(base64url_decode(bytes_of_text(texts[i]), &bytes));
        buffer_free(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_invitation_has_its_golden_text),
        cmocka_unit_test(a_seat_may_say_how_much_its_broker_takes),
        cmocka_unit_test(a_code_with_one_wrong_character_is_refused),
        cmocka_unit_test(white_space_in_a_code_is_ignored),
        cmocka_unit_test(a_code_of_a_later_version_is_newer),
        cmocka_unit_test(a_seat_with_a_telling_name_is_not_written),
        cmocka_unit_test(base64url_is_that_of_the_standard),
        cmocka_unit_test(base64url_that_no_encoder_gives_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
