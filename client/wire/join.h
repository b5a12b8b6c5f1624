/* Bytes of the three JOIN messages (schema/wire/join.cddl). */
#ifndef WIRE_JOIN_H
#define WIRE_JOIN_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "wire/envelope.h"

/* A JOIN message as it is published: clear bytes, in JOIN2 the inviter's ephemeral key (the
 * joiner's is inside JOIN1), and what the vault sealed. */
struct join_message {
    enum envelope_kind kind;                         /* JOIN1 to JOIN3 */
    uint8_t flags;                                   /* of envelope_pack() */
    uint8_t name_start[ENVELOPE_KEY_REFERENCE_SIZE]; /* of the invitation's public name */
    struct key256 ephemeral;                         /* JOIN2; zero otherwise */
    struct bytes sealed;
};
void join_message_encode(const struct join_message *message, struct buffer *out_bytes);
/* INVALID: too short, or another kind of envelope; NEWER. Borrows from bytes. */
enum daybook_status join_message_decode(struct bytes bytes, struct join_message *out_message);

/* JOIN1, under the code's secret. */
struct join_request {
    struct key256 sign;
    struct key256 box;
    struct key256 ephemeral;
    struct bytes name;
    struct bytes client_id;
    uint8_t signature[64]; /* of the device over the rest */
};
void join_request_encode(const struct join_request *request, bool with_signature,
                         struct buffer *out_bytes);
/* INVALID. Borrows from bytes, as join_answer_decode() does. */
enum daybook_status join_request_decode(struct bytes bytes, struct join_request *out_request);

/* JOIN2, under the exchanged key. */
struct join_answer {
    struct id128 circle;
    struct id128 person; /* the person the joiner becomes */
    struct key256 sign;  /* the inviter's device */
    struct key256 box;
    struct bytes client_id;
    struct bytes patient_name;
    uint8_t signature[64]; /* of the inviter's device over the transcript */
};
void join_answer_encode(const struct join_answer *answer, bool with_signature,
                        struct buffer *out_bytes);
enum daybook_status join_answer_decode(struct bytes bytes, struct join_answer *out_answer);

/* JOIN3, under the exchanged key: the joiner's signature over the transcript. */
void join_confirmation_encode(const uint8_t signature[static 64], struct buffer *out_bytes);
enum daybook_status join_confirmation_decode(struct bytes bytes, uint8_t out_signature[static 64]);

#endif
