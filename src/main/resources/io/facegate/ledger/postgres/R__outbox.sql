-- How far the records were sent to each sink. One gateway at a time sends to a sink: the one that holds its lock.
-- It is no numbered migration: a gateway of an older build, which does not know this table, goes on beside a newer one.
CREATE TABLE IF NOT EXISTS ${flyway:defaultSchema}.outbox (
    name text PRIMARY KEY,
    next bigint NOT NULL,
    leaf bytea NOT NULL
);
