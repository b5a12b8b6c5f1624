/* The text of an invitation (schema/wire/invitation.cddl). */
#ifndef WIRE_INVITATION_H
#define WIRE_INVITATION_H

#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"
#include "domain/role.h"
#include "wire/join.h"

/* A device's place at a broker, as its keeper hands it out. Borrowed. */
struct invitation_seat {
    struct bytes broker;    /* "mqtts://host:port" */
    struct bytes ca;        /* PEM, empty for the system's authorities */
    struct bytes circle;    /* [a-z0-9]{16,32} */
    struct bytes client_id; /* [a-z0-9]{16,32} */
    struct bytes username;
    struct bytes password;
    uint32_t messages_per_second; /* 0: not said */
};

/* What the code says. The text is "DAYBOOK1." and base64url of deflated CBOR with a 4-byte
 * checksum; white space inside is ignored when it is read. */
struct invitation {
    uint8_t secret[16];
    uint8_t inviter_fingerprint[16]; /* of the inviter's signing key (schema/wire/keys.md) */
    int64_t expires_ms;
    enum role role; /* what the invited person will be, so that the joiner can be told */
    struct invitation_seat seat;
};

/* Append the text. A member that invitation_decode() would refuse, or memory that runs out, sets
 * failed. */
void invitation_encode(const struct invitation *invitation, struct buffer *out_text);
/* INVALID: not a code, damaged or incomplete; NEWER; NO_MEMORY. Borrows from the arena. */
enum daybook_status invitation_decode(struct bytes text, struct arena *arena,
                                      struct invitation *out_invitation);

#endif
