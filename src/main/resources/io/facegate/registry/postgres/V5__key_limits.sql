-- What a key may be used for, and from when: NULL in an older row, whose HMAC stays valid.

ALTER TABLE access_key
    ADD COLUMN wires text COLLATE "C",
    ADD COLUMN places text COLLATE "C",
    ADD COLUMN holds_from bigint;
