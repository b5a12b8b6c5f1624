/* Digests are the ones that tests/vault/golden/derive.py computes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "vault/digest.h"
#include "vault/given.h"

static void digests_are_the_golden_ones(void **state)
{
    (void)state;
    struct bytes header = bytes_of_text("header");
    struct bytes body = bytes_of_text("body");
    struct id128 circle = digest_circle(header, body);
    expect_hex((struct bytes){circle.bytes, 16}, "9582f39b03110860285a82c669ae256b");

    struct id128 feed = digest_feed(given_id(0x10), given_key(0x30), given_id(0x50), 2);
    expect_hex((struct bytes){feed.bytes, 16}, "bee4918cb2792e2c7a31f32a20c8c683");

    struct key256 body_digest = digest_body(body);
    expect_hex((struct bytes){body_digest.bytes, 32},
               "0ce6326af716db8b733cfea17dec9d4568200332dc2a2b9814456c32a8843bc4");

    struct key256 operation = digest_operation(feed, 258, body_digest, header);
    expect_hex((struct bytes){operation.bytes, 32},
               "abe131802993b4758ca7fa51e1949e6b97eddf0a420fb715ba349fab9f3004e0");

    struct id128 fingerprint = digest_fingerprint(given_key(0x30));
    expect_hex((struct bytes){fingerprint.bytes, 16}, "e0cedb9f489002c504cf1962e3e2a575");
}

static void a_stream_has_a_topic_name_of_its_circle(void **state)
{
    (void)state;
    char name[STREAM_TOPIC_SIZE];
    char other_stream[STREAM_TOPIC_SIZE];
    char other_circle[STREAM_TOPIC_SIZE];
    digest_stream_topic(given_id(0x10), 2, name);
    digest_stream_topic(given_id(0x10), 3, other_stream);
    digest_stream_topic(given_id(0x11), 2, other_circle);
    assert_string_equal(name, "86863cd1d9bd41a5");
    assert_string_not_equal(name, other_stream);
    assert_string_not_equal(name, other_circle);
}

static void a_label_changes_the_digest(void **state)
{
    (void)state;
    struct bytes part = bytes_of_text("part");
    assert_false(
        key256_equal(digest_256("daybook/1/a", &part, 1), digest_256("daybook/1/b", &part, 1)));
    assert_false(
        id128_equal(digest_128("daybook/1/a", &part, 1), digest_128("daybook/1/a", &part, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(digests_are_the_golden_ones),
        VAULT_TEST(a_stream_has_a_topic_name_of_its_circle),
        VAULT_TEST(a_label_changes_the_digest),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
