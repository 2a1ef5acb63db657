-- Stops of a capability, a vendor or everything; who asked to lift one, and who confirmed it.

CREATE TABLE stop (
    id text COLLATE "C" PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    word text COLLATE "C",
    set_by text COLLATE "C" NOT NULL,
    set_at bigint NOT NULL,
    set_reason text COLLATE "C" NOT NULL,
    requested_by text COLLATE "C",
    requested_at bigint,
    requested_reason text COLLATE "C",
    lifted_by text COLLATE "C",
    lifted_at bigint,
    lifted_reason text COLLATE "C",
    version bigint,
    mac bytea
);
