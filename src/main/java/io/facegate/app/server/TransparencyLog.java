package io.facegate.app.server;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.CheckpointSchedule;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.publish.CheckpointDistribution;
import io.facegate.ledger.publish.ForkCheck;
import io.facegate.ledger.publish.HttpLogSource;
import io.facegate.ledger.witness.WitnessClient;
import io.facegate.ledger.witness.WitnessPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The transparency log of a running gateway: checkpoints signed, witnessed and published. */
public final class TransparencyLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TransparencyLog.class.getName());

    private final LedgerAddress ledger;
    private final @Nullable Signing signing;

    /** What signs, and tells others; a gateway that only reads has none. */
    private record Signing(
            CheckpointSigner signer, CheckpointSchedule checkpoints, CheckpointDistribution distribution) {}

    private TransparencyLog(LedgerAddress ledger, @Nullable Signing signing) {
        this.ledger = ledger;
        this.signing = signing;
    }

    /** The log of a gateway that only reads: what was signed last is shown, and nothing is signed. */
    static TransparencyLog unsigned(LedgerAddress address) {
        return new TransparencyLog(address, null);
    }

    /**
     * Fork check at startup: demands that this ledger extends the history known to the publication target and the
     * witnesses. Otherwise the next record would begin a second history.
     *
     * @return why this is not known, or null
     * @throws Fault.LedgerDown if one of them has a different history
     */
    public static @Nullable String requireNoFork(LedgerAddress address, LogSettings settings) throws IOException {
        var fork = ForkCheck.compareWithWitnesses(policy(settings.witnesses()), address);
        String unknown = null;
        if (fork == null && settings.publish() != null) {
            try (var shelf = settings.publish().open()) {
                fork = ForkCheck.compareWithPublished(shelf, address);
            } catch (IOException unreadable) {
                unknown = ForkCheck.unreadableMessage(unreadable);
                LOG.log(System.Logger.Level.WARNING, unknown);
            }
        }
        if (fork != null) {
            throw new Fault.LedgerDown(fork);
        }
        return unknown;
    }

    /**
     * Starts signing and publishing.
     *
     * @param unknown why it is not known whether the log may be signed, or null; if set, signing waits until it is
     *     known
     * @throws Fault.LedgerDown if another signer is active, or the ledger does not match what was signed before
     */
    public static TransparencyLog open(
            LedgerAddress address, LogSettings settings, Ledger ledger, @Nullable String unknown) throws IOException {
        var policy = policy(settings.witnesses());
        var signer = CheckpointSigner.open(address)
                .orElseThrow(() -> new Fault.LedgerDown("Another process is signing the log in " + address.data()
                        + ": wait until `ledger publish` or `ledger prove` has ended."));
        signer.pause(unknown);
        CheckpointSchedule checkpoints = null;
        try {
            checkpoints = CheckpointSchedule.start(signer, ledger::halt);
            var shelf = settings.publish() == null ? null : settings.publish().open();
            return new TransparencyLog(
                    address,
                    new Signing(signer, checkpoints, CheckpointDistribution.start(address, signer, policy, shelf)));
        } catch (RuntimeException failed) {
            if (checkpoints != null) {
                checkpoints.close();
            }
            signer.close();
            throw failed;
        }
    }

    private static WitnessPolicy policy(@Nullable Path file) throws IOException {
        try {
            return file == null ? WitnessPolicy.NONE : WitnessPolicy.parse(Files.readString(file));
        } catch (VerificationException malformed) {
            throw new IOException(file + ": " + malformed.reason());
        }
    }

    /** The log as it is served to others. The caller closes it. */
    public HttpLogSource openServed() {
        return new HttpLogSource(ledger, () -> {
            if (signing != null) {
                return signing.distribution.newest();
            }
            var stored = SignedCheckpoint.readFrom(ledger.data());
            return stored == null ? null : stored.note();
        });
    }

    /** The newest signed checkpoint. */
    @Nullable
    SignedCheckpoint newest() {
        return signing == null ? SignedCheckpoint.readFrom(ledger.data()) : signing.checkpoints.newest();
    }

    /** Why the last signing or publication failed, or null. */
    @Nullable
    String problem() {
        if (signing == null) {
            return "Nothing is signed: the gateway was started with --read-only.";
        }
        var held = signing.signer.blockedReason();
        if (held != null) {
            return held;
        }
        return signing.checkpoints.problem() == null ? signing.distribution.problem() : signing.checkpoints.problem();
    }

    /** True if signing has stopped for good, because others hold a different history of this log. */
    boolean isStopped() {
        return signing != null && signing.checkpoints.isStopped();
    }

    /** True if signing or publication fails at the moment. */
    public boolean isFailing() {
        return problem() != null;
    }

    List<WitnessClient.State> witnesses() {
        return signing == null ? List.of() : signing.distribution.witnesses();
    }

    /** The public keys of the witnesses that may sign checkpoints, encoded. */
    List<String> witnessKeys() {
        return signing == null ? List.of() : signing.distribution.witnessKeys();
    }

    /** The present time of each witness that has signed since the start. */
    public Map<String, Instant> witnessTimes() {
        return signing == null ? Map.of() : signing.distribution.witnessTimes();
    }

    /** True if enough witnesses signed the newest checkpoint. */
    boolean isWitnessed() {
        return signing != null && signing.distribution.witnessed();
    }

    @Override
    public void close() {
        if (signing != null) {
            signing.checkpoints.close();
            signing.distribution.close();
            signing.signer.close();
        }
    }
}
