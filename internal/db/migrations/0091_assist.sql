-- What an administrator has set of the model that may arrange opinions: one row a body,
-- whose id it is. Neither the key nor the list of hosts is kept here.
CREATE TABLE assists (
    id         TEXT    NOT NULL PRIMARY KEY,
    body       TEXT    NOT NULL,
    rev        BIGINT  NOT NULL CHECK (rev > 0),
    switched_on BOOLEAN NOT NULL,
    endpoint   TEXT    NOT NULL,
    model      TEXT    NOT NULL,
    ceiling    TEXT    NOT NULL CHECK (ceiling IN ('public', 'internal', 'restricted')),
    context    INTEGER NOT NULL CHECK (context > 0),
    timeout    BIGINT  NOT NULL CHECK (timeout > 0),
    caps       TEXT    NOT NULL,
    trial      TEXT,
    changed_by TEXT    NOT NULL,
    changed_at TEXT    NOT NULL,
    CHECK (id = body),
    CHECK (trial IS NOT NULL OR NOT switched_on)
);
