package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.FakeVendor.Answer;
import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.OwnedResource;
import io.facegate.call.Picture;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceLeases;
import io.facegate.call.ResourceOwners;
import io.facegate.call.SendCheck;
import io.facegate.identity.Caller;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.NamedResources;
import io.facegate.vendor.client.OwnershipGuard;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.rekognition.client.RekognitionProvider;
import io.facegate.vendor.rekognition.client.RekognitionSettings;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stop that begins while a call waits for its lock, or between two tries of it: the rest is not sent. */
class StopInFlightTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Caller RESCUE = TestCaller.of(TestOrganisation.of("rescue", "nonprofit")
                    .purposes("search")
                    .build())
            .purpose("search")
            .by("api_key", "FGAK")
            .build();
    /** On the neutral API, whose clients do not try again by themselves. */
    private static final FaceCall CALL = new FaceCall(
            "facegate",
            "detect",
            Facts.of(Set.of(Capability.DETECT)),
            new NormalizedRequest.Detect(new Picture(Stage.PIXELS, Picture.Format.PNG, 2, 2)),
            Map.of(),
            null,
            new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "detect", null, "rekognition"),
            null);

    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final AtomicInteger checks = new AtomicInteger();
    private FakeVendor vendor;
    private RekognitionProvider provider;

    private static final class NoOwners implements ResourceOwners {
        @Override
        public Optional<OwnedResource> find(ResourceId handle) {
            return Optional.empty();
        }

        @Override
        public void register(OwnedResource owned) {}

        @Override
        public void remove(ResourceId handle) {}
    }

    @BeforeEach
    void open() throws Exception {
        System.setProperty("aws.accessKeyId", "GATEWAYKEY");
        System.setProperty("aws.secretAccessKey", "secret");
        vendor = FakeVendor.start().answers(Answer.error(500, "InternalServerError"));
        provider = RekognitionProvider.create(
                VERTX,
                new RekognitionSettings("eu-west-1", vendor.url(), null, null, VendorLimits.defaults()),
                new NoOwners(),
                FileFollower.ONCE);
    }

    @AfterEach
    void close() throws Exception {
        provider.close();
        vendor.close();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    private void check() {
        checks.incrementAndGet();
        if (isStopped.get()) {
            throw new Fault.Stopped(new Refusal("stopped", "facegate/stopped", "Stopped.", null, null, "ask"));
        }
    }

    private Reply send() {
        var way = provider.plan(RESCUE, CALL).ways().getFirst();
        return provider.send(Passes.of(RESCUE, way.call()));
    }

    /** The control is the first part: without a stop the vendor is tried again. */
    @Test
    void aRetryIsNotSent() {
        assertThatThrownBy(() -> SendCheck.run(this::check, this::send)).isInstanceOf(Fault.ProviderDown.class);
        int tried = vendor.seen().size();
        assertThat(tried).isGreaterThan(1);

        Runnable stopAfterOne = () -> {
            if (vendor.seen().size() > tried) {
                isStopped.set(true);
            }
            check();
        };
        assertThatThrownBy(() -> SendCheck.run(stopAfterOne, this::send)).isInstanceOf(Fault.Stopped.class);
        assertThat(vendor.seen()).hasSize(tried + 1);
    }

    @Test
    void aCallThatWaitedForItsLockIsNotSent() throws Exception {
        var guard = new OwnershipGuard(ResourceLeases.NONE);
        var gallery = new ResourceId("rekognition", ResourceKind.COLLECTION, "g");
        var decided = new OwnershipGuard.Decided(RESCUE, CALL, new NamedResources(Set.of(gallery), true));
        var holds = new CountDownLatch(1);
        var sent = new AtomicBoolean();
        long deadline = System.nanoTime() + 20_000_000_000L;
        var first = Thread.ofVirtual()
                .start(() -> guard.sendIfUnchanged(decided, (_, call) -> call, deadline, () -> {
                    holds.countDown();
                    Await.until(isStopped::get);
                    return new Reply.Failed(Reply.Failure.NOT_FOUND, "none");
                }));
        holds.await();
        var second = new FutureTask<Reply>(() -> SendCheck.run(
                this::check,
                () -> guard.sendIfUnchanged(decided, (_, call) -> call, deadline, () -> {
                    sent.set(true);
                    return new Reply.Failed(Reply.Failure.NOT_FOUND, "none");
                })));
        Thread.ofVirtual().start(second);
        Await.until(() -> checks.get() == 1);
        isStopped.set(true);
        assertThatThrownBy(second::get).hasCauseInstanceOf(Fault.Stopped.class);
        first.join();
        assertThat(sent).isFalse();
    }
}
