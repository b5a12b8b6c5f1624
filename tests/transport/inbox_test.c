/* Tests of the queue between paho's threads and ours. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "transport/inbox.h"

enum { WRITERS = 4, MESSAGES_EACH = 1000 };

static bool is_readable(const struct inbox *inbox)
{
    struct pollfd wake = {.fd = inbox->wake_fd, .events = POLLIN};
    return poll(&wake, 1, 0) == 1;
}

static void what_was_put_comes_out_in_order(void **state)
{
    (void)state;
    struct inbox inbox;
    assert_int_equal(inbox_open(&inbox), DAYBOOK_OK);
    struct inbox_item begun = {.event = {.type = TRANSPORT_CONNECTED}};
    inbox_put(&inbox, &begun);
    inbox_put_message(&inbox, bytes_of_text("topic"), bytes_of_text("payload"), true);
    assert_ptr_equal(inbox_take(&inbox), &begun);
    struct inbox_item *item = inbox_take(&inbox);
    assert_int_equal(item->event.type, TRANSPORT_MESSAGE);
    assert_string_equal(item->event.topic, "topic");
    assert_true(bytes_equal_text(item->event.payload, "payload"));
    assert_true(item->event.retained);
    inbox_item_free(item);
    inbox_item_free(&begun);
    assert_null(inbox_take(&inbox));
    inbox_close(&inbox);
}

static void the_descriptor_is_readable_while_something_waits(void **state)
{
    (void)state;
    struct inbox inbox;
    assert_int_equal(inbox_open(&inbox), DAYBOOK_OK);
    assert_false(is_readable(&inbox));
    inbox_put_message(&inbox, bytes_of_text("a"), (struct bytes){0}, false);
    inbox_put_message(&inbox, bytes_of_text("b"), (struct bytes){0}, false);
    inbox_item_free(inbox_take(&inbox));
    assert_true(is_readable(&inbox));
    inbox_item_free(inbox_take(&inbox));
    assert_false(is_readable(&inbox));
    inbox_close(&inbox);
}

static void a_flood_is_dropped_but_no_answer_is(void **state)
{
    (void)state;
    struct inbox inbox;
    assert_int_equal(inbox_open(&inbox), DAYBOOK_OK);
    uint8_t *flood = calloc(1, TRANSPORT_PAYLOAD_MAX);
    assert_non_null(flood);
    struct bytes payload = {flood, TRANSPORT_PAYLOAD_MAX};
    size_t fitting = TRANSPORT_INBOX_SIZE_MAX / TRANSPORT_PAYLOAD_MAX;
    for (size_t i = 0; i < fitting + 3; i++) {
        inbox_put_message(&inbox, bytes_of_text("topic"), payload, false);
    }
    struct inbox_item answer = {.event = {.type = TRANSPORT_PUBLISHED}};
    inbox_put(&inbox, &answer);
    for (size_t i = 0; i < fitting; i++) {
        struct inbox_item *item = inbox_take(&inbox);
        assert_int_equal(item->event.type, TRANSPORT_MESSAGE);
        inbox_item_free(item);
    }
    assert_ptr_equal(inbox_take(&inbox), &answer);
    inbox_put_message(&inbox, bytes_of_text("topic"), payload, false);
    assert_true(is_readable(&inbox));
    inbox_close(&inbox);
    free(flood);
}

static void *write_messages(void *context)
{
    for (int i = 0; i < MESSAGES_EACH; i++) {
        inbox_put_message(context, bytes_of_text("topic"), bytes_of_text("payload"), false);
    }
    return NULL;
}

static void many_threads_may_write(void **state)
{
    (void)state;
    struct inbox inbox;
    assert_int_equal(inbox_open(&inbox), DAYBOOK_OK);
    pthread_t writers[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(pthread_create(&writers[i], NULL, write_messages, &inbox), 0);
    }
    size_t count = 0;
    while (count < (size_t)WRITERS * MESSAGES_EACH) {
        struct pollfd wake = {.fd = inbox.wake_fd, .events = POLLIN};
        assert_int_equal(poll(&wake, 1, 20000), 1);
        for (struct inbox_item *item = inbox_take(&inbox); item != NULL;
             item = inbox_take(&inbox)) {
            inbox_item_free(item);
            count++;
        }
    }
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(pthread_join(writers[i], NULL), 0);
    }
    assert_false(is_readable(&inbox));
    inbox_close(&inbox);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_comes_out_in_order),
        cmocka_unit_test(the_descriptor_is_readable_while_something_waits),
        cmocka_unit_test(a_flood_is_dropped_but_no_answer_is),
        cmocka_unit_test(many_threads_may_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
