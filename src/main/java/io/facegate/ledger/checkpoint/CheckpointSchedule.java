package io.facegate.ledger.checkpoint;

import io.facegate.call.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Scheduler that signs a running gateway's log in every second in which it grew; calls never wait for it. */
public final class CheckpointSchedule implements AutoCloseable {
    private static final long EVERY_MILLIS = 1000;
    /**
     * Interval at which the signed checkpoint is also remembered outside the log's own files, besides at the start and
     * the end.
     */
    private static final Duration ELSEWHERE = Duration.ofHours(1);

    /** Interval of retries of that. */
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(CheckpointSchedule.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String NOBODY =
            "No gateway signs the log: copy log.skey, the newest, into the data folder of one that runs.";

    private final CheckpointSigner signer;
    private final Consumer<String> halt;
    private final Duration patience;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform()
            .name("ledger-signer")
            .daemon(true)
            .uncaughtExceptionHandler((_, failed) -> trouble = "The signer stopped: " + failed)
            .unstarted(this::run);
    private long last;
    private long moved = System.nanoTime();
    private long elsewhereDue = System.nanoTime();
    private volatile @Nullable String trouble;

    private CheckpointSchedule(CheckpointSigner signer, Consumer<String> halt, Duration patience) {
        this.signer = signer;
        this.halt = halt;
        this.patience = patience;
    }

    /**
     * Signs once, then continuously until closed.
     *
     * @param halt receives the reason when the log is not the one that was signed before; nothing may be added to it
     * @throws Fault.LedgerDown if the first checkpoint cannot be signed
     */
    public static CheckpointSchedule begin(CheckpointSigner signer, Consumer<String> halt) {
        return begin(signer, halt, PATIENCE);
    }

    /** Same, with a limit for how long another gateway may take to sign. */
    static CheckpointSchedule begin(CheckpointSigner signer, Consumer<String> halt, Duration patience) {
        try {
            signer.attempt();
        } catch (CheckpointSigner.Inconsistent other) {
            throw new Fault.LedgerDown(String.valueOf(other.getMessage()));
        } catch (IOException unable) {
            throw new Fault.LedgerDown("The first checkpoint could not be kept on disk: " + unable);
        }
        var begun = new CheckpointSchedule(signer, halt, patience);
        begun.thread.start();
        return begun;
    }

    private void run() {
        try {
            while (!closing.await(EVERY_MILLIS, TimeUnit.MILLISECONDS) && sign()) {
                if (System.nanoTime() - elsewhereDue >= 0) {
                    rememberElsewhere();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Signs; returns false if nothing will ever be signed again. */
    private boolean sign() {
        try {
            signer.attempt();
            trouble = signer.held() != null ? signer.held() : moves() ? null : NOBODY;
            return true;
        } catch (CheckpointSigner.Inconsistent other) {
            trouble = String.valueOf(other.getMessage());
            halt.accept(trouble);
            return false;
        } catch (IOException unable) {
            trouble = "The checkpoint could not be kept on disk: " + unable;
            return true;
        } catch (Fault.LedgerDown unreadable) {
            trouble = String.valueOf(unreadable.getMessage());
            return true;
        }
    }

    private void rememberElsewhere() {
        boolean done = false;
        try {
            done = signer.rememberElsewhere();
        } catch (IOException | Fault unable) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The registry could not store what the log signed: {0}",
                    unable.getMessage());
        }
        elsewhereDue = System.nanoTime() + (done ? ELSEWHERE : AGAIN).toNanos();
    }

    /** True if some gateway signs the written records. */
    private boolean moves() {
        var now = signer.signed();
        long size = now == null ? 0 : now.checkpoint().size();
        if (size != last || !signer.behind()) {
            last = size;
            moved = System.nanoTime();
        }
        return System.nanoTime() - moved < patience.toNanos();
    }

    /** The newest signed checkpoint. */
    public @Nullable SignedCheckpoint newest() {
        return signer.signed();
    }

    /** Why the last attempt to sign failed, or null. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** True if signing stopped because others hold another history of this log. */
    public boolean refuses() {
        return signer.refuses();
    }

    /** Stops, after signing the last records. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        if (trouble == null && sign()) {
            rememberElsewhere();
        }
    }
}
