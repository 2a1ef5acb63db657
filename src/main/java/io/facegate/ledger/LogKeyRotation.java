package io.facegate.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.SigningKey;
import io.facegate.ledger.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** Key rotation of a log: a record names the new key, the old key signs that record, and then the new key signs. */
public final class LogKeyRotation {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 50;

    private LogKeyRotation() {}

    /**
     * Rotates the key of a gateway's data folder in the name of this machine's user, whether or not the gateway runs.
     *
     * @return the new public key
     * @throws Fault.LedgerDown if it is not possible, or the gateway did not take up the key in time
     */
    public static VerifierKey rotate(LedgerAddress ledger, Instant now) {
        return rotate(
                ledger,
                key -> new Ledger.Administrative(
                        KeyChain.ACT, key, Ledger.UNNAMED + System.getProperty("user.name"), now));
    }

    /**
     * Same, in a person's name.
     *
     * @param act builds the record of the act, {@link KeyChain#ACT}, from the new key in one line
     */
    public static VerifierKey rotate(LedgerAddress ledger, Function<String, Ledger.Administrative> act) {
        try {
            var key = new LogKey(ledger.data().toRealPath());
            var name = LogKey.name(ledger, null);
            if (!key.newest()) {
                throw new Fault.LedgerDown("This data folder does not have the current signing key. Rotate the key"
                        + " on the folder that has it.");
            }
            if (key.next() != null) {
                throw new Fault.LedgerDown("A new key is already waiting in log.next. Start the gateway to use it.");
            }
            var next = SigningKey.make(name);
            Ledger.administrate(ledger, act.apply(next.vkey().encoded()));
            key.ready(next);
            await(ledger, key, next.vkey());
            return next.vkey();
        } catch (IOException unusable) {
            throw new Fault.LedgerDown("The log's key cannot be rotated: " + unusable);
        } catch (CheckpointSigner.Inconsistent other) {
            throw new Fault.LedgerDown(String.valueOf(other.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Fault.LedgerDown("Interrupted. The new key waits in log.next.");
        }
    }

    /** Same, for the ledger file of the data folder. */
    public static VerifierKey rotate(Path data, Instant now) {
        return rotate(LedgerAddress.in(data), now);
    }

    private static void await(LedgerAddress ledger, LogKey key, VerifierKey next)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!key.secret().vkey().equals(next)) {
            var signer = CheckpointSigner.of(ledger);
            if (signer.isPresent()) {
                try (var own = signer.get()) {
                    own.sign();
                }
            }
            if (System.nanoTime() - until > 0) {
                throw new Fault.LedgerDown(
                        "The signing gateway did not switch to the new key. The key waits in log.next until this"
                                + " folder's gateway signs.");
            }
            Thread.sleep(signer.isPresent() ? 1 : PAUSE_MILLIS);
        }
    }
}
