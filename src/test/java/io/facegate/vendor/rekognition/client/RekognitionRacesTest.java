package io.facegate.vendor.rekognition.client;

import static io.facegate.call.Capability.GALLERY_ADMIN;
import static io.facegate.call.Capability.GALLERY_ERASE;
import static io.facegate.call.Capability.IDENTIFY_RETRO;
import static io.facegate.vendor.rekognition.client.Calls.NONPROFIT;
import static io.facegate.vendor.rekognition.client.Calls.WITH_ROLE;
import static io.facegate.vendor.rekognition.client.Calls.caller;
import static io.facegate.vendor.rekognition.client.CustodyTest.call;
import static io.facegate.vendor.rekognition.client.CustodyTest.other;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import io.facegate.call.FaceCall;
import io.facegate.call.MemoryHandles;
import io.facegate.call.OwnedResource;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceLeases;
import io.facegate.call.ResourceOwners;
import io.facegate.identity.Caller;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestPlan;
import io.facegate.vendor.client.VendorLimits;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A collection that is erased and made anew for another purpose, while calls for the first one are on their way. */
class RekognitionRacesTest {
    private static final Caller RESCUE = caller(NONPROFIT);

    private static final FaceCall CREATE = call("CreateCollection", Map.of("CollectionId", "missing"), GALLERY_ADMIN);
    private static final FaceCall ERASE = call("DeleteCollection", Map.of("CollectionId", "missing"), GALLERY_ERASE);
    private static final FaceCall SEARCH = call("SearchFaces", Map.of("CollectionId", "missing"), IDENTIFY_RETRO);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Runnable> beforeRemoval = new AtomicReference<>(() -> {});
    private final ResourceOwners kept = new MemoryHandles();
    private FakeVendor vendor;
    private RekognitionProvider provider;
    private RekognitionProvider beside;

    /** The owners as the gateway of the first purpose knows them. */
    protected ResourceOwners owners() {
        return kept;
    }

    /** The owners as the gateway of the second purpose knows them; another object if that is another gateway. */
    protected ResourceOwners ownersBeside() {
        return owners();
    }

    @BeforeEach
    void open() throws IOException {
        vendor = FakeVendor.start();
        begin();
    }

    final void begin() {
        provider = provider(new Watched(owners(), beforeRemoval));
        beside = owners() == ownersBeside() ? provider : provider(ownersBeside());
    }

    final void end() {
        provider.close();
        if (beside != provider) {
            beside.close();
        }
    }

    @AfterEach
    void close() throws Exception {
        end();
        vendor.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatWasJudgedBeforeACollectionWasMadeAnewIsNotSent() {
        provider.send(Passes.of(RESCUE, CREATE));
        assertThat(TestPlan.prepared(provider, RESCUE, SEARCH).preconditionFailure())
                .isNull();
        beside.send(Passes.of(other(RESCUE), ERASE));
        beside.send(Passes.of(other(RESCUE), CREATE));
        int before = vendor.seen().size();

        assertThat(provider.send(Passes.of(RESCUE, SEARCH)))
                .isInstanceOfSatisfying(
                        Reply.Failed.class, failed -> assertThat(failed.kind()).isEqualTo(Reply.Failure.NOT_FOUND));
        assertThat(vendor.seen()).hasSize(before);
        assertThat(beside.send(Passes.of(other(RESCUE), SEARCH)))
                .as("the control")
                .isInstanceOf(Reply.Verbatim.class);
    }

    /** It is made while the old one is erased there and not yet here; with a role of its own, what is not on record is anybody's. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCollectionThatIsMadeAnewKeepsItsPurpose(boolean role) throws Exception {
        var first = role ? caller(WITH_ROLE) : RESCUE;
        var second = new AtomicReference<Future<Reply>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            provider.send(Passes.of(RESCUE, CREATE));
            beforeRemoval.set(() -> {
                second.set(threads.submit(() -> beside.send(Passes.of(other(RESCUE), CREATE))));
                waitFor(second.get());
            });
            provider.send(Passes.of(RESCUE, ERASE));
            second.get().get(1, TimeUnit.MINUTES);

            assertThat(TestPlan.prepared(beside, other(first), SEARCH).preconditionFailure())
                    .isNull();
            assertThat(TestPlan.prepared(provider, first, SEARCH).preconditionFailure())
                    .isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
        }
    }

    /** Gives somebody who does not wait for us the time to be done. */
    private static void waitFor(Future<Reply> other) {
        try {
            other.get(3, TimeUnit.SECONDS);
        } catch (TimeoutException itWaits) {
            assertThat(other.isDone()).isFalse();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private RekognitionProvider provider(ResourceOwners known) {
        return RekognitionProvider.create(
                vertx,
                new RekognitionSettings("eu-west-1", vendor.url(), null, null, VendorLimits.defaults()),
                known,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("GATEWAYKEY", "secret")));
    }

    /** The same owners; before one is removed, something else happens once. */
    private record Watched(ResourceOwners owners, AtomicReference<Runnable> hook) implements ResourceOwners {
        @Override
        public Optional<OwnedResource> find(ResourceId handle) {
            return owners.find(handle);
        }

        @Override
        public void register(OwnedResource owned) {
            owners.register(owned);
        }

        @Override
        public boolean registerIfAbsent(OwnedResource owned) {
            return owners.registerIfAbsent(owned);
        }

        @Override
        public void remove(ResourceId handle) {
            hook.getAndSet(() -> {}).run();
            owners.remove(handle);
        }

        @Override
        public ResourceLeases leases() {
            return owners.leases();
        }
    }
}
