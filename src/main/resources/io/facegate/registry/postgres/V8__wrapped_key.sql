-- The data key, wrapped by a master key; all NULL where the data key stands in the file registry.key.

ALTER TABLE vault
    ADD COLUMN master text COLLATE "C",
    ADD COLUMN data_key text COLLATE "C",
    ADD COLUMN generation bigint,
    ADD COLUMN wrapped bytea,
    ADD COLUMN link bytea;
