package io.facegate.ledger.publish;

import io.facegate.call.Fault;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.CheckpointSigner;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.note.SignedNote;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.tiles.LogSource;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.UpperTileCache;
import io.facegate.ledger.witness.WitnessClient;
import io.facegate.ledger.witness.WitnessPolicy;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Distributor of new checkpoints: sends each to the witnesses, then publishes it. */
public final class CheckpointDistribution implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CheckpointDistribution.class.getName());
    private static final long EVERY_MILLIS = 250;
    private static final long AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final LedgerAddress ledger;
    private final Path folder;
    private final CheckpointSigner signer;
    private final WitnessPolicy policy;
    private final List<WitnessClient> witnesses;
    private final LogSource log;
    private final UpperTileCache file;
    private final @Nullable LogPublication publication;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform()
            .name("ledger-outlet")
            .daemon(true)
            .uncaughtExceptionHandler((_, failed) -> trouble = "Publishing stopped: " + failed)
            .unstarted(this::run);
    private @Nullable SignedNote done;
    private long doneAt;
    private volatile @Nullable SignedNote newest;
    private volatile @Nullable String trouble;

    private CheckpointDistribution(
            LedgerAddress ledger, CheckpointSigner signer, WitnessPolicy policy, @Nullable PublicationTarget shelf) {
        this.ledger = ledger;
        this.folder = ledger.data();
        this.signer = signer;
        this.policy = policy;
        this.log = StoreLogSource.open(ledger);
        this.file = new UpperTileCache(folder, log);
        this.publication = shelf == null ? null : new LogPublication(shelf, log, file);
        this.witnesses = policy.witnesses().values().stream()
                .filter(witness -> witness.url() != null)
                .map(witness -> new WitnessClient(witness, Objects.requireNonNull(witness.url()), http))
                .toList();
    }

    /**
     * Starts distributing.
     *
     * @param shelf closed with this
     */
    public static CheckpointDistribution start(
            LedgerAddress ledger, CheckpointSigner signer, WitnessPolicy policy, @Nullable PublicationTarget shelf) {
        var begun = new CheckpointDistribution(ledger, signer, policy, shelf);
        begun.thread.start();
        return begun;
    }

    private void run() {
        try {
            while (!closing.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                distribute();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** True for a new checkpoint, and ten seconds after a failure. */
    private boolean isDue(SignedNote own) {
        boolean whole = trouble == null
                && witnesses.stream().allMatch(witness -> witness.state().problem() == null);
        return !own.encoded().equals(done == null ? "" : done.encoded())
                || (!whole && System.nanoTime() - doneAt > AGAIN_NANOS);
    }

    private void distribute() {
        if (signer.pauseReason() != null) {
            retryUnreadable();
        }
        var signed = signer.signed();
        if (signed == null) {
            return;
        }
        if (!signer.isLeader()) {
            follow(signed);
        } else if (isDue(signed.withoutCosignatures())) {
            distribute(signed);
        }
    }

    /** Retries a place that could not be read at the start; nothing is signed before it can be. */
    private void retryUnreadable() {
        try {
            var fork = publication == null ? null : ForkCheck.compareWithPublished(publication.target(), ledger);
            if (fork != null) {
                refuse(fork);
            }
            signer.pause(null);
        } catch (IOException unreadable) {
            signer.pause(ForkCheck.unreadableMessage(unreadable));
        } catch (Fault.LedgerDown unreadable) {
            signer.pause(String.valueOf(unreadable.getMessage()));
        }
    }

    private void refuse(String why) {
        if (!signer.isStopped()) {
            LOG.log(System.Logger.Level.ERROR, "Signing has stopped. {0}", why);
        }
        signer.refuse(why);
    }

    /** Stops signing if somebody published a fork of this log, or had it cosigned. */
    private void refuseForks() {
        for (var witness : witnesses) {
            if (witness.contradicts()) {
                refuse(ForkCheck.contradictionMessage(witness));
            }
        }
        var fork = publication == null || trouble == null
                ? null
                : ForkCheck.compareWithSignedByLog(publication.target(), ledger);
        if (fork != null) {
            refuse(fork);
        }
    }

    /** Follows another gateway, which signs, asks the witnesses and publishes; this one only serves the checkpoint. */
    private void follow(SignedCheckpoint signed) {
        newest = signed.note();
        done = null;
        trouble = null;
        if (publication != null) {
            publication.discardTargetState();
        }
    }

    private void distribute(SignedCheckpoint signed) {
        done = signed.withoutCosignatures();
        doneAt = System.nanoTime();
        try {
            newest = witnesses.isEmpty() ? signed.note() : witnessed(signed);
            if (publication != null) {
                publication.publish(
                        Objects.requireNonNull(newest), signer.chain(), Files.readString(folder.resolve(LogKey.CHAIN)));
            }
            logResult(null);
        } catch (IOException | VerificationException unable) {
            logResult("The log could not be published: " + unable.getMessage());
        } catch (Fault.LedgerDown unreadable) {
            logResult(String.valueOf(unreadable.getMessage()));
        }
        refuseForks();
    }

    /** Notes the result; logs each change. */
    private void logResult(@Nullable String now) {
        if (!Objects.equals(trouble, now)) {
            LOG.log(
                    now == null ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
                    now == null ? "The log is published again." : now);
        }
        trouble = now;
    }

    private SignedNote witnessed(SignedCheckpoint signed) throws IOException {
        var tree = file.tree(signed.checkpoint().size());
        var cosignatures = witnesses.stream()
                .map(witness -> witness.requestCosignature(signed.note(), tree::consistencyProof))
                .flatMap(Optional::stream)
                .toList();
        signer.addCosignatures(signed.note(), cosignatures);
        return signed.note().withSignatures(cosignatures);
    }

    /** The newest checkpoint that was distributed, with its cosignatures. */
    public @Nullable SignedNote newest() {
        return newest;
    }

    /** State of each witness. */
    public List<WitnessClient.State> witnesses() {
        return witnesses.stream().map(WitnessClient::state).toList();
    }

    /** The public keys of the witnesses of the policy, encoded. */
    public List<String> witnessKeys() {
        return policy.witnesses().values().stream()
                .map(witness -> witness.key().encoded())
                .toList();
    }

    /** The present time according to each witness that signed since the start. */
    public Map<String, Instant> witnessTimes() {
        var times = new TreeMap<String, Instant>();
        for (var witness : witnesses) {
            var time = witness.time();
            if (time != null) {
                times.put(witness.state().name(), time);
            }
        }
        return times;
    }

    /** True if enough witnesses signed the newest checkpoint. */
    public boolean witnessed() {
        var note = newest;
        try {
            return note != null && policy.meetsQuorum(policy.verifiedWitnesses(note));
        } catch (VerificationException never) {
            return false;
        }
    }

    /** Why the newest checkpoint could not be published, or null. */
    public @Nullable String problem() {
        return trouble;
    }

    /** Distributes the last checkpoint, then stops. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        distribute();
        http.close();
        if (publication != null) {
            publication.target().close();
        }
        file.close();
        log.close();
    }
}
