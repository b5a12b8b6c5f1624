/* Bytes as text that survives mail, chat and a QR code: RFC 4648 base64url without padding. */
#ifndef WIRE_BASE64URL_H
#define WIRE_BASE64URL_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/bytes.h"

void base64url_encode(struct bytes bytes, struct buffer *out_text);

/* Append what the text says; space, tab and line ends anywhere in it are ignored. False for any
 * other character, a length no encoder gives, or bits left over. Memory that runs out is seen in
 * out_bytes->failed. */
bool base64url_decode(struct bytes text, struct buffer *out_bytes);

#endif
