-- The sum of the migrations. Written by tests/store/migration_test.c (DAYBOOK_ACCEPT=1), never by hand.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,      -- see client/store/settings.h
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE circle (
    circle_no   INTEGER PRIMARY KEY,
    circle      BLOB NOT NULL UNIQUE CHECK (length(circle) = 16),      -- digest of the genesis operation
    person      BLOB NOT NULL CHECK (length(person) = 16),             -- who the owner of this store is in it
    incarnation BLOB NOT NULL CHECK (length(incarnation) = 16),        -- of this device, new after a restore or a clone
    seat        BLOB,                                                  -- CBOR of the seat at the broker, NULL before one is set
    joined_ms   INTEGER NOT NULL,
    older_mqtt_ms INTEGER                                              -- when that broker was found to speak MQTT 3.1.1 alone,
                                                                       -- NULL: it was not
) STRICT;

CREATE TABLE feed (
    feed_no     INTEGER PRIMARY KEY,
    circle_no   INTEGER NOT NULL REFERENCES circle,
    feed        BLOB NOT NULL UNIQUE CHECK (length(feed) = 16),
    device      BLOB NOT NULL CHECK (length(device) = 32),             -- signing key of the author
    incarnation BLOB NOT NULL CHECK (length(incarnation) = 16),
    stream      INTEGER NOT NULL CHECK (stream BETWEEN 0 AND 3),       -- client/domain/stream.h
    number      INTEGER NOT NULL DEFAULT 0,                            -- the last operation held, 0 for none
    hash        BLOB NOT NULL CHECK (length(hash) = 32),               -- its hash, zeros for none
    rewritten   INTEGER                                                -- own, its tail given up: what stands behind this
                                                                       -- number is still to be written again elsewhere
) STRICT;

CREATE INDEX feed_of_circle ON feed (circle_no, stream);

CREATE TABLE given_up (
    feed_no INTEGER NOT NULL REFERENCES feed,
    number  INTEGER NOT NULL,
    hash    BLOB NOT NULL CHECK (length(hash) = 32),                   -- several histories may have the number
    PRIMARY KEY (feed_no, number, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE operation (
    operation_no INTEGER PRIMARY KEY,
    feed_no      INTEGER NOT NULL REFERENCES feed,
    number       INTEGER NOT NULL CHECK (number > 0),                  -- place in the feed
    hash         BLOB NOT NULL CHECK (length(hash) = 32),              -- of the chain up to here
    type         INTEGER NOT NULL,                                     -- client/domain/operation.h
    entity       BLOB NOT NULL CHECK (length(entity) = 16),            -- what it is about: an entry, a plan, a day
    hlc          INTEGER NOT NULL,                                     -- hybrid clock, its 64 bits as a signed number
    header       BLOB NOT NULL,                                        -- bytes as received
    body         BLOB,                                                 -- bytes as received, NULL once erased
    received_ms  INTEGER NOT NULL,                                     -- when this device first saw it
    quarantined  INTEGER NOT NULL DEFAULT 0 CHECK (quarantined IN (0, 1)), -- kept, and not applied: its author may not
    UNIQUE (feed_no, number)
) STRICT;

CREATE INDEX operation_of_entity ON operation (entity);

CREATE INDEX operation_that_erases ON operation (entity) WHERE type = 19;

CREATE INDEX operation_that_asks ON operation (feed_no, number) WHERE type = 33;

CREATE INDEX operation_in_quarantine ON operation (feed_no) WHERE quarantined = 1;

CREATE TABLE undone (
    operation_no INTEGER PRIMARY KEY REFERENCES operation
) STRICT;

CREATE TABLE head (
    feed_no   INTEGER NOT NULL REFERENCES feed,
    number    INTEGER NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (feed_no, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    entity          BLOB PRIMARY KEY CHECK (length(entity) = 16),
    circle_no       INTEGER NOT NULL REFERENCES circle,
    stream          INTEGER NOT NULL,          -- log, plan or trend
    kind            TEXT NOT NULL,             -- schema/catalog
    at_ms           INTEGER NOT NULL,          -- when it happened
    day             INTEGER NOT NULL,          -- local day of that in its own offset, days since 1970-01-01
    first_no        INTEGER NOT NULL REFERENCES operation (operation_no), -- the operation that made it: its author
    shown_no        INTEGER NOT NULL REFERENCES operation (operation_no), -- the version whose content is shown
    amended         INTEGER NOT NULL,          -- 1: shown_no is not first_no
    retracted       INTEGER NOT NULL,          -- 1: the current version takes it back
    concurrent      INTEGER NOT NULL           -- versions beside the shown one that no other has settled
) STRICT;

CREATE INDEX entry_in_time ON entry (circle_no, at_ms);

CREATE INDEX entry_of_day ON entry (circle_no, day);

CREATE INDEX entry_of_choice ON entry (circle_no) WHERE kind = 'sharing_choice';

CREATE INDEX entry_for_team ON entry (circle_no, stream, kind, at_ms, entity) WHERE stream <> 1;

CREATE TABLE dirty_day (
    circle_no INTEGER NOT NULL REFERENCES circle,
    own       INTEGER NOT NULL CHECK (own IN (0, 1)),                  -- 1: what the owner of this store keeps from the team
    day       INTEGER NOT NULL,
    PRIMARY KEY (circle_no, own, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE summary (
    circle_no INTEGER NOT NULL REFERENCES circle,
    person    BLOB NOT NULL CHECK (length(person) = 16),               -- whose own it is; zeros: the team's
    day       INTEGER NOT NULL,
    shown_no  INTEGER NOT NULL REFERENCES operation (operation_no),
    PRIMARY KEY (circle_no, person, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_day (
    circle_no INTEGER NOT NULL REFERENCES circle,
    day       INTEGER NOT NULL,
    rules     INTEGER NOT NULL,                -- by which measures it was reduced, client/journal/log_days.h
    body      BLOB,                            -- the reduced day; NULL: its entries changed since
    own_body  BLOB,                            -- what the owner of this store keeps from the team of it; NULL: nothing
    PRIMARY KEY (circle_no, day)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER log_day_of_new_entry AFTER INSERT ON entry WHEN new.stream = 1 AND NOT EXISTS (SELECT 1 FROM log_day
        WHERE circle_no = new.circle_no AND day = new.day AND body IS NULL AND own_body IS NULL) BEGIN
    INSERT INTO log_day (circle_no, day, rules) SELECT new.circle_no, new.day, 0
        WHERE NOT EXISTS (SELECT 1 FROM log_day WHERE circle_no = new.circle_no AND day = new.day);
    UPDATE log_day SET body = NULL, own_body = NULL WHERE circle_no = new.circle_no AND day = new.day;
END;

CREATE TRIGGER log_day_of_changed_entry AFTER UPDATE ON entry WHEN new.stream = 1 BEGIN
    INSERT INTO log_day (circle_no, day, rules) SELECT new.circle_no, new.day, 0
        WHERE NOT EXISTS (SELECT 1 FROM log_day WHERE circle_no = new.circle_no AND day = new.day);
    UPDATE log_day SET body = NULL, own_body = NULL WHERE circle_no = new.circle_no AND day = new.day;
    UPDATE log_day SET body = NULL, own_body = NULL WHERE circle_no = old.circle_no AND day = old.day;
END;

CREATE TRIGGER log_day_of_removed_entry AFTER DELETE ON entry WHEN old.stream = 1 BEGIN
    UPDATE log_day SET body = NULL, own_body = NULL WHERE circle_no = old.circle_no AND day = old.day;
END;

CREATE TABLE receipt (
    circle_no INTEGER NOT NULL REFERENCES circle,
    day       INTEGER NOT NULL,
    PRIMARY KEY (circle_no, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE overview (
    circle_no     INTEGER PRIMARY KEY REFERENCES circle,
    day           INTEGER NOT NULL,            -- the local day it is of: on another one it is made anew
    urgent        INTEGER NOT NULL,            -- flags nobody has acknowledged, by tier
    review        INTEGER NOT NULL,
    undetermined  INTEGER NOT NULL,            -- rules that cannot say: too little is known
    flag          TEXT NOT NULL,               -- the first of these flags, such as R16@2026-08-12; empty: there is none
    questions     INTEGER NOT NULL,            -- open ones
    received_day  INTEGER,                     -- when something came in last, NULL: never
    stale_days    INTEGER NOT NULL,            -- after so many days without anything it is old
    paused_since  INTEGER                      -- a day, NULL: not paused
) STRICT;

CREATE TRIGGER overview_of_new_entry AFTER INSERT ON entry BEGIN
    DELETE FROM overview WHERE circle_no = new.circle_no;
END;

CREATE TRIGGER overview_of_changed_entry AFTER UPDATE ON entry BEGIN
    DELETE FROM overview WHERE circle_no = new.circle_no;
END;

CREATE TRIGGER overview_of_removed_entry AFTER DELETE ON entry BEGIN
    DELETE FROM overview WHERE circle_no = old.circle_no;
END;

CREATE TRIGGER overview_of_new_summary AFTER INSERT ON summary BEGIN
    DELETE FROM overview WHERE circle_no = new.circle_no;
END;

CREATE TRIGGER overview_of_changed_summary AFTER UPDATE ON summary BEGIN
    DELETE FROM overview WHERE circle_no = new.circle_no;
END;

CREATE TRIGGER overview_of_removed_summary AFTER DELETE ON summary BEGIN
    DELETE FROM overview WHERE circle_no = old.circle_no;
END;

CREATE TRIGGER overview_of_receipt AFTER INSERT ON receipt BEGIN
    DELETE FROM overview WHERE circle_no = new.circle_no;
END;

CREATE TABLE epoch (
    circle_no  INTEGER NOT NULL REFERENCES circle,
    epoch      BLOB NOT NULL CHECK (length(epoch) = 32),               -- its name
    stream     INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    key        BLOB NOT NULL CHECK (length(key) = 32),
    PRIMARY KEY (circle_no, stream, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE peer (
    circle_no INTEGER NOT NULL REFERENCES circle,
    device    BLOB NOT NULL CHECK (length(device) = 32),
    heard_ms  INTEGER NOT NULL,                -- by the own clock, live, not from the broker's memory
    counter   INTEGER NOT NULL,                -- of its latest HAVE
    version   TEXT NOT NULL,                   -- of its program
    ahead_ms  INTEGER,                         -- of its clock, ahead of the own one; NULL: not known
    PRIMARY KEY (circle_no, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE peer_position (
    circle_no  INTEGER NOT NULL REFERENCES circle,
    device     BLOB NOT NULL CHECK (length(device) = 32),
    stream     INTEGER NOT NULL,
    feed       BLOB NOT NULL CHECK (length(feed) = 16),
    number     INTEGER NOT NULL,
    hash_start BLOB NOT NULL CHECK (length(hash_start) = 8),
    PRIMARY KEY (circle_no, device, stream, feed)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation (
    invitation BLOB PRIMARY KEY CHECK (length(invitation) = 16), -- public name, derived from the code's secret
    circle_no  INTEGER REFERENCES circle,      -- NULL on the joining side until it is complete
    state      INTEGER NOT NULL,               -- client/store/invitations.h
    expires_ms INTEGER NOT NULL,
    terms      BLOB NOT NULL,                  -- CBOR: name, role, grants, person, auto-approve; the seat when joining
    code       TEXT,                           -- joining side: the code as given
    pairing    BLOB NOT NULL,                  -- the vault's exported pairing
    request    BLOB,                           -- JOIN1 content
    answer     BLOB,                           -- JOIN2 as sent or received
    transcript BLOB                            -- digest of both, once known
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
    kind    INTEGER NOT NULL,                                          -- client/domain/notice.h
    circle  BLOB NOT NULL CHECK (length(circle) = 16),                 -- zeros: about the whole journal
    subject BLOB NOT NULL CHECK (length(subject) = 32),                -- the device, or the flag's reference; zeros for none
    at_ms   INTEGER NOT NULL,                                          -- when it happened, or was noticed
    seen    INTEGER NOT NULL CHECK (seen IN (0, 1)),
    PRIMARY KEY (kind, circle, subject)
) STRICT, WITHOUT ROWID;
