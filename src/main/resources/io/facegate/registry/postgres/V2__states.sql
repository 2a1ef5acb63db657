-- States, verification, dated purposes, relations and labels: NULL in an older row, whose HMAC stays valid.

ALTER TABLE organisation
    ADD COLUMN state text COLLATE "C",
    ADD COLUMN verified_kind text COLLATE "C",
    ADD COLUMN verified_reference text COLLATE "C",
    ADD COLUMN verified_by text COLLATE "C",
    ADD COLUMN verified_on bigint,
    ADD COLUMN verified_until bigint,
    ADD COLUMN parent text COLLATE "C",
    ADD COLUMN acts_for text COLLATE "C",
    ADD COLUMN contact text COLLATE "C";

ALTER TABLE organisation_purpose
    ADD COLUMN evidence text COLLATE "C",
    ADD COLUMN basis text COLLATE "C",
    ADD COLUMN holds_from bigint,
    ADD COLUMN holds_until bigint;

ALTER TABLE access_key ADD COLUMN label text COLLATE "C";

-- What each change was, before and after. The ledger has the hash of each content.
CREATE TABLE registry_change (
    digest text COLLATE "C" PRIMARY KEY,
    content text COLLATE "C" NOT NULL
);
