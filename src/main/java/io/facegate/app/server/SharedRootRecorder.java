package io.facegate.app.server;

import io.facegate.registry.ChangeJournal;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.OwnedResources;
import java.time.Duration;

/**
 * Records the newest roots of the vendors' resources and held answers that gateways share, at the start and each half minute in which it
 * changed, so that a gateway that starts later refuses an older state.
 */
public final class SharedRootRecorder implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final OwnedResources resources;
    private final HeldResponses reviews;
    private final ChangeJournal journal;
    private final Thread thread;

    private SharedRootRecorder(OwnedResources resources, HeldResponses reviews, ChangeJournal journal) {
        this.resources = resources;
        this.reviews = reviews;
        this.journal = journal;
        this.thread = Thread.ofPlatform().daemon().name("shared roots").unstarted(this::run);
    }

    /** Records once, and goes on if gateways share the resources. */
    static SharedRootRecorder start(OwnedResources resources, HeldResponses reviews, ChangeJournal journal) {
        var recorder = new SharedRootRecorder(resources, reviews, journal);
        if (resources.isShared()) {
            recorder.recordAll();
            recorder.thread.start();
        }
        return recorder;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                record();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void recordAll() {
        resources.recordSharedRoot(journal);
        reviews.recordRoot();
    }

    /** A failure is logged and tried again; calls fail by themselves while the database or the ledger is away. */
    private void record() {
        try {
            recordAll();
        } catch (RuntimeException failed) {
            System.getLogger(SharedRootRecorder.class.getName())
                    .log(System.Logger.Level.WARNING, "The roots of shared rows could not be recorded.", failed);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
