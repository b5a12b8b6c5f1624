/* Bytes of an invitation and of the three JOIN messages (schema/wire/join.cddl). */
#ifndef WIRE_INVITATION_H
#define WIRE_INVITATION_H

#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"
#include "domain/role.h"

/* A device's place at a broker, as its keeper hands it out. Borrowed. */
struct invitation_seat {
    struct bytes broker;    /* "mqtts://host:port" */
    struct bytes ca;        /* PEM, empty for the system's authorities */
    struct bytes circle;    /* [a-z0-9]{16,32} */
    struct bytes client_id; /* [a-z0-9]{16,32} */
    struct bytes username;
    struct bytes password;
};

/* What the code says. The text is "DAYBOOK1." and base64url of deflated CBOR with a 4-byte
 * checksum; white space inside is ignored when it is read. */
struct invitation {
    uint8_t secret[16];
    uint8_t inviter_fingerprint[16]; /* first half of BLAKE2b-256 of the inviter's signing key, made
                                        by the vault */
    int64_t expires_ms;
    enum role role; /* what the invited person will be, so that the joiner can be told */
    struct invitation_seat seat;
};
void invitation_encode(const struct invitation *invitation, struct buffer *out_text);
/* INVALID: not a code, damaged or incomplete; NEWER. */
enum daybook_status invitation_decode(struct bytes text, struct arena *arena,
                                      struct invitation *out_invitation);

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
enum daybook_status join_request_decode(struct bytes bytes, struct join_request *out_request);

/* JOIN2, under the exchanged key. It follows the sender's ephemeral key, which stands in clear
 * before it. */
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
