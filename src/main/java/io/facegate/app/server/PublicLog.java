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
import io.facegate.ledger.publish.ServedLog;
import io.facegate.ledger.witness.WitnessClient;
import io.facegate.ledger.witness.WitnessPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The log of a running gateway, as everybody else sees it: signed, witnessed, published. */
public final class PublicLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PublicLog.class.getName());

    private final LedgerAddress ledger;
    private final CheckpointSigner signer;
    private final CheckpointSchedule checkpoints;
    private final CheckpointDistribution distribution;

    private PublicLog(
            LedgerAddress ledger,
            CheckpointSigner signer,
            CheckpointSchedule checkpoints,
            CheckpointDistribution distribution) {
        this.ledger = ledger;
        this.signer = signer;
        this.checkpoints = checkpoints;
        this.distribution = distribution;
    }

    /**
     * Demands that neither the published place nor a witness holds a history that this ledger does not begin with: a
     * second one would begin with the first record that is written now.
     *
     * @return why that is not known, or null
     * @throws Fault.LedgerDown when one does
     */
    public static @Nullable String demandNoFork(LedgerAddress address, LogSettings settings) throws IOException {
        var fork = ForkCheck.witnessed(policy(settings.witnesses()), address);
        String unknown = null;
        if (fork == null && settings.publish() != null) {
            try (var shelf = settings.publish().open()) {
                fork = ForkCheck.published(shelf, address);
            } catch (IOException unreadable) {
                unknown = ForkCheck.unknown(unreadable);
                LOG.log(System.Logger.Level.WARNING, unknown);
            }
        }
        if (fork != null) {
            throw new Fault.LedgerDown(fork);
        }
        return unknown;
    }

    /**
     * Begins to sign and to publish.
     *
     * @param unknown why it is not known whether it may be signed, or null; then nothing is signed until it is
     *
     * @throws Fault.LedgerDown when another signs there, or what is there is not what was signed before
     */
    public static PublicLog open(LedgerAddress address, LogSettings settings, Ledger ledger, @Nullable String unknown)
            throws IOException {
        var policy = policy(settings.witnesses());
        var signer = CheckpointSigner.of(address)
                .orElseThrow(() -> new Fault.LedgerDown("Another process signs the log in " + address.data()
                        + ": wait until `ledger publish` or `ledger prove` has ended."));
        signer.waitFor(unknown);
        CheckpointSchedule checkpoints = null;
        try {
            checkpoints = CheckpointSchedule.begin(signer, ledger::halt);
            var shelf = settings.publish() == null ? null : settings.publish().open();
            return new PublicLog(
                    address, signer, checkpoints, CheckpointDistribution.begin(address, signer, policy, shelf));
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
            throw new IOException(file + ": " + malformed.why());
        }
    }

    /** The log as others fetch it; the caller closes it. */
    public ServedLog served() {
        return new ServedLog(ledger, distribution::newest);
    }

    /** What was signed last. */
    @Nullable
    SignedCheckpoint newest() {
        return checkpoints.newest();
    }

    /** Why it could not be signed or published the last time, or null. */
    @Nullable
    String trouble() {
        var held = signer.held();
        if (held != null) {
            return held;
        }
        return checkpoints.trouble() == null ? distribution.trouble() : checkpoints.trouble();
    }

    /** Whether nothing is signed any more, because others hold another history of this log. */
    boolean refuses() {
        return checkpoints.refuses();
    }

    /** Whether it cannot be signed or published at the moment. */
    public boolean isFailing() {
        return trouble() != null;
    }

    List<WitnessClient.State> witnesses() {
        return distribution.witnesses();
    }

    /** The present time by each witness that signed since the start. */
    public Map<String, Instant> witnessTimes() {
        return distribution.witnessTimes();
    }

    /** Whether enough witnesses signed the newest checkpoint. */
    boolean witnessed() {
        return distribution.witnessed();
    }

    @Override
    public void close() {
        checkpoints.close();
        distribution.close();
        signer.close();
    }
}
