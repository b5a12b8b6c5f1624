/* What is signed and hashed in the name of the exchange, apart from everything else
 * (schema/wire/keys.md). For journal/ only. */
#ifndef JOURNAL_LABELS_H
#define JOURNAL_LABELS_H

#define LABEL_HAVE                                                                                 \
    "daybook/1/have" /* signature of a HAVE over its signed part, circle and stream */
#define LABEL_JOIN_REQUEST "daybook/1/join/request" /* signature of JOIN1 by the joining device */
#define LABEL_JOIN_FIRST                                                                           \
    "daybook/1/join/first" /* digest of JOIN1 and the inviter's ephemeral key */
#define LABEL_JOIN_FINAL "daybook/1/join/final" /* digest of the first one and JOIN2 */
#define LABEL_JOIN_INVITER                                                                         \
    "daybook/1/join/inviter" /* signature over the final digest by the inviter's device */
#define LABEL_JOIN_JOINER "daybook/1/join/joiner" /* and by the joining device */

#endif
