package io.facegate.usecase.ledger;

import io.facegate.ledger.publish.HttpLogSource;
import io.facegate.ledger.tiles.TilePath;
import java.util.Optional;

/** The log of a running gateway as tiles (c2sp.org/tlog-tiles). Who takes records is recorded first. */
public final class LogTiles {
    private final HttpLogSource log;
    private final ViewAudit views;

    public LogTiles(HttpLogSource log, ViewAudit views) {
        this.log = log;
        this.views = views;
    }

    /** The newest checkpoint; empty just after a start. */
    public Optional<byte[]> checkpoint() {
        return log.checkpoint().map(note -> note.bytes());
    }

    /** The log's key chain. */
    public String keys() {
        return log.keys();
    }

    /** The tile of hashes at that path; empty if the newest checkpoint has no such tile. */
    public Optional<byte[]> hashes(String path) {
        return TilePath.parse(path)
                .filter(tile -> tile.level() != TilePath.ENTRIES)
                .flatMap(log::tile);
    }

    /**
     * The bundle of records at that path; empty if the newest checkpoint has no such bundle.
     *
     * @throws ViewAudit.Unrecorded if the view cannot be recorded
     */
    public Optional<byte[]> records(String path, String viewer) {
        var bundle = TilePath.parse(path).filter(tile -> tile.level() == TilePath.ENTRIES);
        bundle.ifPresent(tile -> views.recordView(viewer, "entries/" + tile.number()));
        return bundle.flatMap(log::tile);
    }
}
