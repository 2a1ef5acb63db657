-- The ledger of many gateways. The owner of this schema makes and changes it; gateways only use it.

-- The tree: one row, changed in the transaction that adds entries. Who integrates holds the newest epoch.
CREATE TABLE head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    size bigint NOT NULL,
    root bytea NOT NULL,
    range bytea NOT NULL,
    epoch bigint NOT NULL,
    day date NOT NULL
);
INSERT INTO head VALUES
    (true, 0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '', 0, '2000-01-01');

-- How far the entries were hashed again.
CREATE TABLE verified (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    size bigint NOT NULL,
    range bytea NOT NULL
);
INSERT INTO verified VALUES (true, 0, '');

-- Tells whether a gateway's folder is of this ledger: an HMAC under the key that it was made with.
CREATE TABLE ledger_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    print bytea NOT NULL
);

-- Each gateway numbers its batches from 1: one that is handed over twice lands once, and one that is missing is missed.
CREATE TABLE gateway (
    id uuid PRIMARY KEY,
    written bigint NOT NULL,
    oldest_open bigint NOT NULL
) WITH (fillfactor = 50);

-- The last batch of each gateway that has its place in the tree.
CREATE TABLE taken (
    gateway uuid PRIMARY KEY,
    number bigint NOT NULL
) WITH (fillfactor = 50);

-- Batches that are durable and wait for their place in the tree.
CREATE TABLE pending (
    gateway uuid NOT NULL,
    number bigint NOT NULL,
    count integer NOT NULL,
    leaves bytea NOT NULL,
    lines bytea NOT NULL,
    PRIMARY KEY (gateway, number)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
ALTER TABLE pending ALTER leaves SET STORAGE EXTERNAL, ALTER lines SET STORAGE EXTERNAL;

-- The ledger: batches in their order, in a partition for each day on which they got their place.
CREATE TABLE entry (
    day date NOT NULL,
    first bigint NOT NULL,
    count integer NOT NULL,
    root bytea NOT NULL,
    leaves bytea NOT NULL,
    lines bytea NOT NULL,
    gateway uuid NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (day, first)
) PARTITION BY RANGE (day);
ALTER TABLE entry ALTER leaves SET STORAGE EXTERNAL, ALTER lines SET STORAGE EXTERNAL;
CREATE INDEX entry_of_gateway ON entry (gateway, number);

-- The first record of each day.
CREATE TABLE span (
    day date PRIMARY KEY,
    first bigint NOT NULL
);

-- What a gateway found changed. While a row stands here, no gateway takes anything.
CREATE TABLE damage (
    found timestamptz NOT NULL DEFAULT now(),
    what text NOT NULL
);

-- A row here seals the ledger: it goes on elsewhere.
CREATE TABLE moved (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    at timestamptz NOT NULL DEFAULT now()
);

-- The log that others see: its public keys, and the checkpoint that was signed last, which stands here before anybody sees it.
CREATE TABLE log (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    keys text NOT NULL,
    note bytea NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL
);

CREATE FUNCTION demand_growth() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.size > 0 AND NEW.root <> OLD.root)
            OR NOT starts_with(NEW.keys, OLD.keys) THEN
        RAISE EXCEPTION 'What was signed cannot be taken back.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER demand_growth BEFORE UPDATE ON log FOR EACH ROW EXECUTE FUNCTION demand_growth();

CREATE FUNCTION demand_not_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ${flyway:defaultSchema}.moved) THEN
        RAISE EXCEPTION 'This ledger was moved to another store and goes on there.';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER demand_not_moved BEFORE INSERT ON pending FOR EACH STATEMENT EXECUTE FUNCTION demand_not_moved();

-- A gateway may have partitions made, and owns none. A partition is attached, never created in place: that would wait
-- for every reader, and make every writer wait behind it.
CREATE FUNCTION make_partitions(since date, until date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    day date := since;
    name text;
BEGIN
    IF until - since > 40000 THEN
        RAISE EXCEPTION 'That is too many days: % to %', since, until;
    END IF;
    PERFORM pg_advisory_xact_lock(5068372010450583858);
    WHILE day <= until LOOP
        name := 'entry_' || to_char(day, 'YYYYMMDD');
        IF to_regclass('${flyway:defaultSchema}.' || name) IS NULL THEN
            EXECUTE format('CREATE TABLE %I.%I (LIKE %1$I.entry INCLUDING ALL)', '${flyway:defaultSchema}', name);
            EXECUTE format('ALTER TABLE %I.entry ATTACH PARTITION %1$I.%I FOR VALUES FROM (%L) TO (%L)',
                '${flyway:defaultSchema}', name, day, day + 1);
        END IF;
        day := day + 1;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION make_partitions(date, date) FROM PUBLIC;
