-- +goose Up
-- Instants are TIMESTAMPTZ (UTC), legal days DATE, absent text '' and absent time NULL.
-- A citizen's personal data lives in message, message_raw, requester, document, blob and
-- letter, and nowhere else: requests, events and tasks refer to them by ID.

CREATE TABLE message (
    id           TEXT PRIMARY KEY,
    account      TEXT NOT NULL,
    mailbox      TEXT NOT NULL,
    uidvalidity  BIGINT NOT NULL,
    uid          BIGINT NOT NULL,
    received_at  TIMESTAMPTZ,
    message_id   TEXT NOT NULL,
    from_address TEXT NOT NULL,
    subject      TEXT NOT NULL,
    size         BIGINT NOT NULL,
    too_big      BOOLEAN NOT NULL,
    kept_at      TIMESTAMPTZ NOT NULL,
    fate         TEXT NOT NULL DEFAULT '',
    reason       TEXT NOT NULL DEFAULT '',
    request      TEXT NOT NULL DEFAULT '',
    suggested    TEXT NOT NULL DEFAULT '',
    letter       TEXT NOT NULL DEFAULT '',
    settled_at   TIMESTAMPTZ,
    settled_by   TEXT NOT NULL DEFAULT '',
    note         TEXT NOT NULL DEFAULT ''
);
CREATE INDEX message_fate ON message (fate, kept_at);
CREATE INDEX message_request ON message (request, received_at) WHERE request <> '';
CREATE INDEX message_message_id ON message (message_id) WHERE message_id <> '';

-- The bytes apart, so that lists do not drag them along.
CREATE TABLE message_raw (
    message TEXT PRIMARY KEY REFERENCES message (id),
    raw     BYTEA NOT NULL
);

-- Every place where the same bytes were seen.
CREATE TABLE message_sighting (
    message     TEXT NOT NULL REFERENCES message (id),
    account     TEXT NOT NULL,
    mailbox     TEXT NOT NULL,
    uidvalidity BIGINT NOT NULL,
    uid         BIGINT NOT NULL,
    seen_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (message, account, mailbox, uidvalidity, uid)
);

-- The last number given in each year. It moves in the transaction that inserts the request:
-- a sequence would leave gaps.
CREATE TABLE register_counter (
    year INTEGER PRIMARY KEY,
    last BIGINT NOT NULL
);

-- Above the line what registering fixed; below it the projection of the case, written only
-- from its events. ordinal = year * 1 000 000 + n sorts as the numbers do.
CREATE TABLE request (
    id            TEXT PRIMARY KEY,
    ordinal       BIGINT NOT NULL UNIQUE,
    number        TEXT NOT NULL UNIQUE,
    ingest_key    TEXT NOT NULL UNIQUE,
    status_code   TEXT NOT NULL,
    reply_token   TEXT NOT NULL UNIQUE,
    procedure     TEXT NOT NULL,
    version       TEXT NOT NULL,
    office        TEXT NOT NULL,
    channel       TEXT NOT NULL,
    delivery_mode TEXT NOT NULL,
    received_at   TIMESTAMPTZ NOT NULL,
    received_on   DATE NOT NULL,
    policy        TEXT NOT NULL,
    first_due_on  DATE,
    sheets        INTEGER NOT NULL,
    received_by   TEXT NOT NULL,
    message       TEXT NOT NULL,
    registered_at TIMESTAMPTZ NOT NULL,

    seq           INTEGER NOT NULL DEFAULT 0,
    chain         TEXT NOT NULL DEFAULT '',
    state         TEXT NOT NULL DEFAULT '',
    hands         TEXT NOT NULL DEFAULT '',
    holder        TEXT NOT NULL DEFAULT '',
    due_on        DATE,
    alarm_on      DATE,
    outcome       TEXT NOT NULL DEFAULT '',
    answered_at   TIMESTAMPTZ,
    closed_at     TIMESTAMPTZ,
    closed_as     TEXT NOT NULL DEFAULT '' -- '' open, in_time, late, unanswered
);
-- A page is chosen by ordinals alone, so an index that holds filter and order answers it
-- without reading rows.
CREATE INDEX request_due ON request (due_on, ordinal);
CREATE INDEX request_received ON request (received_at, ordinal);
CREATE INDEX request_closed ON request (closed_as, due_on, ordinal);
CREATE INDEX request_closed_received ON request (closed_as, received_at, ordinal);
CREATE INDEX request_office ON request (office, closed_as, due_on, ordinal);
CREATE INDEX request_office_received ON request (office, received_at, ordinal);
CREATE INDEX request_holder ON request (holder, closed_as, due_on, ordinal);
CREATE INDEX request_state ON request (state, due_on, ordinal);
CREATE INDEX request_outcome ON request (outcome, due_on, ordinal);
CREATE INDEX request_unstarted ON request (registered_at) WHERE seq = 0;
CREATE INDEX request_message ON request (message) WHERE message <> '';
-- All that the dashboard and the totals of lists ask: in the order of its groups, and by period.
CREATE INDEX request_figures ON request (office, procedure, holder, closed_as, received_on, channel, outcome);
CREATE INDEX request_period ON request (received_on, closed_as, procedure, office, holder);

-- Who asks, and in what words. The keys find the same person and the same text again.
CREATE TABLE requester (
    request            TEXT PRIMARY KEY REFERENCES request (id),
    name               TEXT NOT NULL,
    id_kind            TEXT NOT NULL,
    id_number          TEXT NOT NULL,
    address            TEXT NOT NULL,
    email              TEXT NOT NULL,
    phone              TEXT NOT NULL,
    email_consent      BOOLEAN NOT NULL,
    subject            TEXT NOT NULL,
    text               TEXT NOT NULL,
    fields             TEXT NOT NULL,
    thread_message_id  TEXT NOT NULL,
    thread_references  TEXT NOT NULL,
    thread_subject     TEXT NOT NULL,
    id_number_key      TEXT NOT NULL,
    email_key          TEXT NOT NULL,
    text_key           TEXT NOT NULL,
    search             TEXT NOT NULL
);
CREATE INDEX requester_id_number ON requester (id_number_key) WHERE id_number_key <> '';
CREATE INDEX requester_email ON requester (email_key) WHERE email_key <> '';
CREATE INDEX requester_text ON requester (text_key) WHERE text_key <> '';

-- The whole case as its workflow holds it, apart from the row that lists read.
CREATE TABLE request_case (
    request TEXT PRIMARY KEY REFERENCES request (id),
    body    TEXT NOT NULL
);

-- hash = SHA-256 of the hash before it and of body; the first one stands on the request's ID.
CREATE TABLE event (
    request TEXT NOT NULL REFERENCES request (id),
    seq     INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    at      TIMESTAMPTZ NOT NULL,
    body    TEXT NOT NULL,
    hash    TEXT NOT NULL,
    PRIMARY KEY (request, seq)
);

CREATE TABLE task (
    request   TEXT NOT NULL REFERENCES request (id),
    id        INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    state     TEXT NOT NULL,
    role      TEXT NOT NULL,
    holder    TEXT NOT NULL,
    unit      TEXT NOT NULL,
    opened_at TIMESTAMPTZ,
    due_on    DATE,
    next_on   DATE,
    ref       TEXT NOT NULL,
    PRIMARY KEY (request, id)
);
CREATE INDEX task_next ON task (next_on, opened_at) WHERE state <> 'done';
CREATE INDEX task_holder ON task (holder, next_on, opened_at) WHERE state <> 'done';
CREATE INDEX task_unit ON task (unit, next_on, opened_at) WHERE state <> 'done' AND unit <> '';

CREATE TABLE alarm (
    request  TEXT NOT NULL REFERENCES request (id),
    id       TEXT NOT NULL,
    rung     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    fired_at TIMESTAMPTZ,
    climbed  INTEGER NOT NULL,
    acked_at TIMESTAMPTZ,
    acked_by TEXT NOT NULL,
    obsolete BOOLEAN NOT NULL,
    PRIMARY KEY (request, id)
);

CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    bytes  BYTEA NOT NULL
);
CREATE TABLE document (
    id      TEXT PRIMARY KEY,
    key     TEXT UNIQUE,
    request TEXT NOT NULL,
    kind    TEXT NOT NULL,
    name    TEXT NOT NULL,
    type    TEXT NOT NULL,
    size    BIGINT NOT NULL,
    sha256  TEXT NOT NULL REFERENCES blob (sha256),
    by_user TEXT NOT NULL,
    kept_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX document_request ON document (request, kept_at) WHERE request <> '';

-- The outbox. raw is what went, or will go, on the wire; its first rendering is the only one.
CREATE TABLE letter (
    id            TEXT PRIMARY KEY,
    request       TEXT NOT NULL REFERENCES request (id),
    kind          TEXT NOT NULL,
    n             INTEGER NOT NULL,
    state         TEXT NOT NULL,
    message_id    TEXT NOT NULL,
    by_email      BOOLEAN NOT NULL,
    to_whom       TEXT NOT NULL,
    subject       TEXT NOT NULL,
    envelope_from TEXT NOT NULL,
    rcpts         TEXT NOT NULL,
    raw           BYTEA,
    raw_sha256    TEXT NOT NULL,
    pdf           TEXT NOT NULL,
    attempts      INTEGER NOT NULL,
    prepared_at   TIMESTAMPTZ NOT NULL,
    sending_at    TIMESTAMPTZ,
    sent_at       TIMESTAMPTZ,
    delivered_at  TIMESTAMPTZ,
    response      TEXT NOT NULL,
    last_error    TEXT NOT NULL,
    proof         TEXT NOT NULL,
    bounce        TEXT NOT NULL,
    bounce_status TEXT NOT NULL,
    UNIQUE (request, kind, n)
);
CREATE INDEX letter_state ON letter (state);
CREATE UNIQUE INDEX letter_message_id ON letter (message_id) WHERE message_id <> '';

CREATE TABLE app_user (
    id            TEXT PRIMARY KEY,
    login         TEXT NOT NULL,
    login_key     TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    email         TEXT NOT NULL,
    roles         TEXT NOT NULL,
    office        TEXT NOT NULL,
    unit          TEXT NOT NULL,
    disabled      BOOLEAN NOT NULL,
    password_hash TEXT NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL
);
CREATE TABLE absence (
    id       TEXT PRIMARY KEY,
    user_id  TEXT NOT NULL REFERENCES app_user (id),
    deputy   TEXT NOT NULL,
    from_day DATE NOT NULL,
    to_day   DATE NOT NULL
);
CREATE INDEX absence_user ON absence (user_id, from_day);
-- Who tried is kept as a hash: people type their password into the wrong box.
CREATE TABLE login_failure (
    login_hash TEXT NOT NULL,
    ip         TEXT NOT NULL,
    at         TIMESTAMPTZ NOT NULL
);
CREATE INDEX login_failure_login ON login_failure (login_hash, at);
CREATE TABLE session (
    token   TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    data    BYTEA NOT NULL,
    expiry  TIMESTAMPTZ NOT NULL
);
CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_expiry ON session (expiry);
CREATE TABLE token (
    id         TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES app_user (id),
    name       TEXT NOT NULL,
    hash       TEXT NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ
);
CREATE INDEX token_user ON token (user_id);

CREATE TABLE notice (
    id        TEXT PRIMARY KEY,
    key       TEXT NOT NULL UNIQUE,
    user_id   TEXT NOT NULL,
    request   TEXT NOT NULL,
    number    TEXT NOT NULL,
    alarm     TEXT NOT NULL,
    kind      TEXT NOT NULL,
    text      TEXT NOT NULL,
    at        TIMESTAMPTZ NOT NULL,
    read_at   TIMESTAMPTZ,
    mailed_at TIMESTAMPTZ
);
CREATE INDEX notice_user ON notice (user_id, at);

CREATE TABLE remembered (
    scope        TEXT NOT NULL,
    key          TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    response     BYTEA NOT NULL,
    status       INTEGER NOT NULL,
    at           TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX remembered_at ON remembered (at);
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
CREATE TABLE template (
    name    TEXT NOT NULL,
    version INTEGER NOT NULL,
    body    TEXT NOT NULL,
    by_user TEXT NOT NULL,
    at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (name, version)
);
