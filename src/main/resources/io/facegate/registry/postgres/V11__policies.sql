-- The policies that all gateways decide by; the contents are authenticated by the digests in that row.

CREATE TABLE policy_activation (
    id text COLLATE "C" PRIMARY KEY,
    digest text COLLATE "C" NOT NULL,
    archive text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    permits_more text COLLATE "C",
    version bigint,
    mac bytea
);

CREATE TABLE policy_content (
    digest text COLLATE "C" PRIMARY KEY,
    archive bytea NOT NULL
);
