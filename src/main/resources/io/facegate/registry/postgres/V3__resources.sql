-- Owners of the resources that vendors keep, for all gateways. Columns stand in the order of handles.db, so that both
-- are read, sealed and verified by one code.
CREATE TABLE handle (
    provider text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    organisation text COLLATE "C" NOT NULL,
    purpose text COLLATE "C",
    capabilities text COLLATE "C" NOT NULL,
    threshold double precision,
    use text COLLATE "C" NOT NULL,
    token text COLLATE "C" NOT NULL,
    decision text COLLATE "C" NOT NULL,
    created bigint NOT NULL,
    expires bigint,
    mac bytea,
    version bigint,
    PRIMARY KEY (provider, kind, id)
);
CREATE INDEX handle_over ON handle (expires);
CREATE INDEX handle_whose ON handle (organisation, kind, created);

-- The rows that there are, with their HMACs. One that was removed stays without HMAC for a while, so that gateways
-- learn of it by its version.
CREATE TABLE handle_list (
    ref text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    mac bytea
);
CREATE INDEX handle_list_version ON handle_list (version);

-- The head of that list. Who changes a row locks this row first.
CREATE TABLE handle_head (
    "only" bigint PRIMARY KEY CHECK ("only" = 1),
    version bigint NOT NULL,
    count bigint NOT NULL,
    sum bytea NOT NULL,
    mac bytea NOT NULL
);

-- How often each resource was taken for one call alone. Who takes a lease locks this row first.
CREATE TABLE resource_generation (
    provider text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    generation bigint NOT NULL,
    used bigint NOT NULL,
    PRIMARY KEY (provider, kind, id)
);

-- Calls that use a resource now or wait for it. Times are the server's, in milliseconds.
CREATE TABLE resource_lease (
    provider text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    holder text COLLATE "C" NOT NULL,
    gateway text COLLATE "C" NOT NULL,
    exclusive boolean NOT NULL,
    granted boolean NOT NULL,
    generation bigint NOT NULL,
    until bigint NOT NULL,
    PRIMARY KEY (provider, kind, id, holder)
);
CREATE INDEX resource_lease_gateway ON resource_lease (gateway);
