package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.export.ExportResult;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.publish.ForkCheck;
import io.facegate.ledger.publish.LogPublication;
import io.facegate.ledger.publish.PublicationTargets;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.UpperTileCache;
import java.io.IOException;
import java.nio.file.Files;

/** Publishes a log as tiles in a folder or a bucket, after recording who publishes it. */
public final class LogPublishing {
    private LogPublishing() {}

    /**
     * What was published.
     *
     * @param size the number of records of the log
     * @param fresh how many of them were not there before
     */
    public record Published(long size, long fresh) {}

    /** Nothing was published: the place has another log, or records were changed since. The message says which. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    /** Publishes the whole log. A publication that is there already is continued. */
    public static Published publish(LedgerAddress ledger, PublicationTargets place, String by)
            throws IOException, Refused {
        try {
            requireNoFork(ledger, place);
            Ledger.administrate(ledger, ExportResult.continuousExportAct("tiles", place.place(), by));
            return publish(ledger, place);
        } catch (VerificationException other) {
            throw new Refused("Nothing was published: " + other.reason() + '.');
        } catch (CheckpointSigner.Inconsistent other) {
            throw new Refused(String.valueOf(other.getMessage()));
        }
    }

    /** Fork check before anything is written or signed: otherwise the next record would begin a second history. */
    private static void requireNoFork(LedgerAddress ledger, PublicationTargets place)
            throws IOException, VerificationException {
        try (var shelf = place.open()) {
            var fork = ForkCheck.compareWithPublished(shelf, ledger);
            if (fork != null) {
                throw new VerificationException(fork.replaceFirst("\\.$", ""));
            }
        }
    }

    private static Published publish(LedgerAddress ledger, PublicationTargets place)
            throws IOException, VerificationException {
        var data = ledger.data().toRealPath();
        var signed = newestCheckpoint(ledger);
        try (var shelf = place.open();
                var log = StoreLogSource.open(ledger);
                var file = new UpperTileCache(data, log)) {
            var keys = Files.readString(data.resolve(LogKey.CHAIN));
            long fresh = new LogPublication(shelf, log, file).publish(signed.note(), new LogKey(data).chain(), keys);
            return new Published(signed.checkpoint().size(), fresh);
        }
    }

    /** The newest checkpoint of a running gateway; if none runs, signs the log's present state. */
    private static SignedCheckpoint newestCheckpoint(LedgerAddress ledger) throws IOException {
        var signer = CheckpointSigner.open(ledger);
        if (signer.isPresent()) {
            try (var own = signer.get()) {
                return own.sign();
            }
        }
        var signed = SignedCheckpoint.readFrom(ledger.data());
        if (signed == null) {
            throw new Fault.LedgerDown("The running gateway has not signed anything yet. Try again in a second.");
        }
        return signed;
    }
}
