package io.facegate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.MemoryHandles;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.OwnedResource;
import io.facegate.call.Picture;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceLeases;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.Caller;
import io.facegate.ledger.Passes;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.testkit.TestPlan;
import io.facegate.vendor.azure.client.AzureCredential;
import io.facegate.vendor.azure.client.AzureProvider;
import io.facegate.vendor.azure.client.AzureResource;
import io.facegate.vendor.azure.client.AzureService;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.compreface.wire.Requests;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A face list that is erased and made anew for another purpose has nothing of the one before it, whoever is quicker. */
class AzureRacesTest {
    private static final Picture PICTURE = new Picture(Requests.PIXELS, Picture.Format.PNG, 2, 2);
    private static final Caller CHILD = caller("missing_child");
    private static final Caller PERSON = caller("missing_person");
    private static final FaceCall CREATE = call("CreateFaceList", Map.of("name", "g"));
    private static final FaceCall ADD = call("AddFaceListFace", PICTURE);
    private static final FaceCall READ = call("GetFaceList", Map.of());
    private static final FaceCall ERASE = call("DeleteFaceList", Map.of());

    /** As long as somebody who does not wait would need, with much to spare. */
    private static final int PATIENCE = 3;

    private final AtomicReference<Runnable> beforeForgetting = new AtomicReference<>(() -> {});
    private final Vertx vertx = Vertx.vertx();
    private final MemoryHandles memory = new MemoryHandles();
    private final AtomicReference<Future<?>> other = new AtomicReference<>();
    private FakeAzureResource vendor;
    private AzureProvider provider;
    private AzureProvider beside;
    private ExecutorService threads;

    /** The owners as the gateway of the first purpose knows them. */
    protected ResourceOwners owners() {
        return memory;
    }

    /** The owners as the gateway of the second purpose knows them; another object if that is another gateway. */
    protected ResourceOwners ownersBeside() {
        return owners();
    }

    /** The record, with something to do before a resource is taken off it. */
    private record Watched(ResourceOwners kept, AtomicReference<Runnable> beforeForgetting) implements ResourceOwners {
        @Override
        public Optional<OwnedResource> find(ResourceId handle) {
            return kept.find(handle);
        }

        @Override
        public void register(OwnedResource owned) {
            kept.register(owned);
        }

        @Override
        public boolean registerIfAbsent(OwnedResource owned) {
            return kept.registerIfAbsent(owned);
        }

        @Override
        public void remove(ResourceId handle) {
            beforeForgetting.getAndSet(() -> {}).run();
            kept.remove(handle);
        }

        @Override
        public ResourceLeases leases() {
            return kept.leases();
        }
    }

    @BeforeEach
    void open() throws IOException {
        vendor = FakeAzureResource.start();
        begin(null);
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    void begin(String owner) {
        provider = provider(owner, owners());
        beside = owners() == ownersBeside() ? provider : provider(owner, ownersBeside());
    }

    void end() {
        provider.close();
        if (beside != provider) {
            beside.close();
        }
    }

    @AfterEach
    void close() {
        threads.close();
        end();
        vendor.close();
        vertx.close();
    }

    @Test
    void aFaceThatIsOnItsWayWhileItsListIsErasedIsErasedWithIt() throws Exception {
        send(CHILD, CREATE);
        vendor.before(
                "AddFaceListFace",
                () -> meanwhile(() -> {
                    send(PERSON, ERASE);
                    send(PERSON, CREATE);
                }));
        assertThat(send(CHILD, ADD)).isInstanceOf(Reply.Verbatim.class);
        other.get().get(1, TimeUnit.MINUTES);
        assertThat(read(PERSON)).doesNotContain("persistedFaceId");
        send(PERSON, ADD);
        assertThat(read(PERSON)).as("the control: a face of its own").contains("persistedFaceId");
    }

    @Test
    void whatWasJudgedBeforeTheListWasMadeAnewIsNotSent() {
        send(CHILD, CREATE);
        assertThat(TestPlan.failure(provider, CHILD, ADD)).isNull();
        send(PERSON, ERASE);
        send(PERSON, CREATE);
        assertThat(send(CHILD, ADD))
                .isInstanceOfSatisfying(
                        Reply.Failed.class, failed -> assertThat(failed.kind()).isEqualTo(Reply.Failure.NOT_FOUND));
        assertThat(send(CHILD, READ)).isInstanceOf(Reply.Failed.class);
        assertThat(read(PERSON)).doesNotContain("persistedFaceId");
    }

    /** The new one is made while the old one is erased there and not yet here. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "rescue")
    void aListThatIsMadeAnewKeepsItsPurpose(String owner) throws Exception {
        end();
        begin(owner);
        send(CHILD, CREATE);
        beforeForgetting.set(() -> meanwhile(() -> send(PERSON, CREATE)));
        send(CHILD, ERASE);
        other.get().get(1, TimeUnit.MINUTES);
        assertThat(TestPlan.failure(beside, PERSON, ADD)).isNull();
        assertThat(TestPlan.failure(provider, CHILD, ADD)).isEqualTo(PreconditionFailure.HANDLE_PURPOSE);
    }

    /** Another begins to do something, and has the time to be done if nothing keeps it. */
    private void meanwhile(Runnable what) {
        other.set(threads.submit(what));
        try {
            other.get().get(PATIENCE, TimeUnit.SECONDS);
        } catch (TimeoutException itWaits) {
            assertThat(other.get().isDone()).isFalse();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private String read(Caller caller) {
        return new String(((Reply.Verbatim) send(caller, READ)).body(), UTF_8);
    }

    private Reply send(Caller caller, FaceCall call) {
        return (caller == CHILD ? provider : beside).send(Passes.of(caller, call));
    }

    private AzureProvider provider(String owner, ResourceOwners kept) {
        return new AzureProvider(
                vertx,
                new AzureResource(
                        AzureService.FACE,
                        vendor.url(),
                        AzureCredential.key("key"),
                        owner,
                        null,
                        VendorLimits.defaults()),
                new Watched(kept, beforeForgetting));
    }

    private static FaceCall call(String operation, Object body) {
        var facts = Facts.of(VendorApi.AZURE_FACE.rest().byName(operation).capabilities());
        Map<String, Object> params =
                Map.of("path", Map.of("version", "v1.2", "faceListId", "g"), "query", Map.of(), "body", body);
        return new FaceCall(
                "azure_face", operation, facts, new NormalizedRequest.VendorSpecific("as it is"), params, null);
    }

    private static Caller caller(String purpose) {
        var rescue =
                TestOrganisation.of("rescue", "nonprofit").purposes(purpose).build();
        return TestCaller.of(rescue).purpose(purpose).by("api_key", "FGAK").build();
    }
}
