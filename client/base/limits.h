/* Every limit of the journal in one place. What exceeds one is refused with a sentence, never cut
 * silently. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
    NAME_TEXT_MAX = 120,           /* bytes of a person's name */
    ENTRY_NOTE_MAX = 8000,         /* bytes of a note, 2000 characters of up to 4 bytes */
    ENTRY_NOTE_CHARACTERS = 2000,  /* characters of a note */
    ENTRY_TEXT_MAX = 2000,         /* bytes of a text field */
    ENTRY_BODY_MAX = 32768,        /* bytes of an encoded body */
    ENTRY_LIST_MAX = 64,           /* elements of a repeating field */
    OPERATION_SUPERSEDES_MAX = 16, /* versions one operation settles at once */
    OPERATION_HEADER_MAX = 1024,   /* bytes of an encoded header */
    BATCH_OPERATIONS_MAX = 256,    /* operations in one envelope */
    AHEAD_RUN_MAX = 64,            /* runs of a circle kept while one before them is missing */
    AHEAD_SIZE_MAX = 2097152,      /* bytes of memory for them */
    BATCH_SIZE_MAX =
        49152, /* bytes of one published envelope, below every broker's limit we know */
    ENVELOPE_PLAIN_MAX = 1048576,   /* bytes an envelope may inflate to */
    MESSAGES_PER_SECOND_MAX = 1000, /* that a seat may let its device send */
    SIGNATURE_SPAN_MAX = 64,        /* operations between two signed heads of a feed */
    CIRCLE_DEVICE_MAX = 64,         /* devices in one circle */
    CIRCLE_PERSON_MAX = 64,         /* people in one circle */
    HAVE_FEED_MAX = 1024,           /* feeds named in one HAVE */
    IMPORT_FILE_MAX = 33554432, /* bytes of a file that is taken in: a week at a reading a second */
    REQUEST_SIZE_MAX = 67108864, /* bytes of one request or answer at the door */
    PASSPHRASE_SIZE_MIN = 8,     /* bytes */
    PASSPHRASE_SIZE_MAX = 1024,  /* bytes */
    VALUE_DEPTH_MAX = 6,         /* lists and maps inside each other in an entry */
};

#endif
