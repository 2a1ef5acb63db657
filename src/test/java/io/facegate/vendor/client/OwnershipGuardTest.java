package io.facegate.vendor.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceLeases;
import io.facegate.call.VendorTrail;
import io.facegate.identity.Caller;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OwnershipGuardTest {
    private static final Caller RESCUE = ProviderContract.rescue();
    private static final ResourceId GALLERY = new ResourceId("vendor", ResourceKind.COLLECTION, "g");
    private static final NamedResources USES = new NamedResources(Set.of(GALLERY), false);
    private static final NamedResources ERASES = new NamedResources(Set.of(GALLERY), true);
    private static final FaceCall CALL = new FaceCall(
            "vendor", "Search", Facts.of(Set.of()), new NormalizedRequest.VendorSpecific("as it is"), Map.of(), null);
    private static final Reply DONE = new Reply.GalleryErased("g");

    private final AtomicReference<PreconditionFailure> change = new AtomicReference<>();
    private final OwnershipGuard guard = new OwnershipGuard(ResourceLeases.NONE);

    /** The owner is asked when the lock is held, not while the call waits for it. */
    @Test
    void aCallThatWaitsForAnErasureIsNotSentAfterIt() throws Exception {
        assertThat(sendsWhileErasing(USES)).isZero();
    }

    /** The control: without the resource's lock, the same call is sent while the resource is being erased. */
    @Test
    void aCallThatNamesNoResourceIsSentWhileAnotherIsErased() throws Exception {
        assertThat(sendsWhileErasing(NamedResources.NONE)).isEqualTo(1);
    }

    private int sendsWhileErasing(NamedResources used) throws Exception {
        var sent = new AtomicInteger();
        var erasing = new CountDownLatch(1);
        var isErased = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var eraser = threads.submit(() -> send(ERASES, () -> {
                erasing.countDown();
                Thread.sleep(300);
                change.set(PreconditionFailure.GALLERY_NOT_OWNED);
                isErased.set(true);
                return DONE;
            }));
            assertThat(erasing.await(1, TimeUnit.MINUTES)).isTrue();
            var user = threads.submit(() -> send(used, () -> {
                assertThat(isErased).isFalse();
                sent.incrementAndGet();
                return DONE;
            }));
            assertThat(eraser.get(1, TimeUnit.MINUTES)).isEqualTo(DONE);
            assertThat(user.get(1, TimeUnit.MINUTES))
                    .isInstanceOf(sent.get() == 0 ? Reply.Failed.class : Reply.GalleryErased.class);
        }
        return sent.get();
    }

    @Test
    void aStoppedCallIsNotForwardedUnlessAStepOfItWasSent() {
        change.set(PreconditionFailure.UNKNOWN_HANDLE);
        var decided = new OwnershipGuard.Decided(RESCUE, CALL, USES);
        var none = new VendorTrail("d");
        assertThat(none.isNotForwarded()).isFalse();
        assertThat(none.runRecorded(() -> OwnershipGuard.findChange(decided, this::ask)))
                .isInstanceOf(Reply.Failed.class);
        assertThat(none.isNotForwarded()).isTrue();
        var step = new VendorTrail("d");
        step.recordAnswered("r-1");
        step.runRecorded(() -> OwnershipGuard.findChange(decided, this::ask));
        assertThat(step.isNotForwarded()).isFalse();
    }

    private FaceCall ask(Caller caller, FaceCall call) {
        var now = change.get();
        return now == null ? call : call.withPreconditionFailure(now);
    }

    /** What a rule redacts from a call is no change of its resource. */
    @Test
    void attributesThatWereRedactedDoNotCount() {
        var made = CALL.withFacts(Facts.of(Set.of(Capability.DETECT, Capability.ANALYZE_AGE)));
        var redacted = new OwnershipGuard.Decided(RESCUE, CALL.withFacts(Facts.of(Set.of(Capability.DETECT))), USES);
        assertThat(OwnershipGuard.findChange(redacted, (caller, call) -> made)).isNull();
        assertThat(OwnershipGuard.findChange(new OwnershipGuard.Decided(RESCUE, CALL, USES), (caller, call) -> made))
                .as("the control: what is no attribute")
                .isInstanceOf(Reply.Failed.class);
    }

    private Reply send(NamedResources named, java.util.concurrent.Callable<Reply> vendor) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        return guard.sendIfUnchanged(new OwnershipGuard.Decided(RESCUE, CALL, named), this::ask, deadline, () -> {
            try {
                return vendor.call();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
    }
}
