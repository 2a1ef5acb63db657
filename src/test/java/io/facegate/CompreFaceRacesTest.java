package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.OwnedResource;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.call.ResourceLeases;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.Caller;
import io.facegate.ledger.Passes;
import io.facegate.registry.OwnedResources;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.testkit.TestPlan;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.compreface.client.CompreFaceProvider;
import io.facegate.vendor.compreface.client.CompreFaceServer;
import io.facegate.vendor.compreface.client.CompreFaceServiceKeys;
import io.facegate.vendor.compreface.wire.Requests;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
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
import org.junit.jupiter.api.io.TempDir;

/** Two purposes of one organisation never share what it keeps on a CompreFace server, whoever is quicker. */
class CompreFaceRacesTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Picture PICTURE = new Picture(Requests.PIXELS, Picture.Format.PNG, 2, 2);
    private static final Caller CHILD = caller("missing_child");
    private static final Caller PERSON = caller("missing_person");

    /** As long as somebody who does not wait would need, with much to spare. */
    private static final int PATIENCE = 3;

    @TempDir
    private Path data;

    private FakeCompreFace server;
    private final AtomicReference<Runnable> beforeTheFirst = new AtomicReference<>(() -> {});
    private ResourceOwners kept;
    private CompreFaceProvider provider;
    private CompreFaceProvider beside;
    private ExecutorService threads;

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
        server = FakeCompreFace.start();
        kept = OwnedResources.open(data, InstantSource.system());
        begin();
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    void begin() {
        provider = provider(owners());
        beside = owners() == ownersBeside() ? provider : provider(ownersBeside());
    }

    void end() {
        provider.close();
        if (beside != provider) {
            beside.close();
        }
    }

    private CompreFaceProvider provider(ResourceOwners owners) {
        var keys = CompreFaceServiceKeys.of(FakeCompreFace.KEYS);
        return new CompreFaceProvider(
                VERTX,
                new CompreFaceServer(server.url(), keys, null, null, VendorLimits.defaults()),
                new Watched(owners, beforeTheFirst));
    }

    @AfterEach
    void close() {
        threads.close();
        end();
        ((OwnedResources) kept).close();
        server.close();
    }

    /** The record, with something to do just before a collection comes on it for the first time. */
    private record Watched(ResourceOwners kept, AtomicReference<Runnable> first) implements ResourceOwners {
        @Override
        public Optional<OwnedResource> find(ResourceId handle) {
            return kept.find(handle);
        }

        @Override
        public void register(OwnedResource owned) {
            if (owned.handle().kind() == ResourceKind.COLLECTION) {
                first.getAndSet(() -> {}).run();
            }
            kept.register(owned);
        }

        @Override
        public boolean registerIfAbsent(OwnedResource owned) {
            if (owned.handle().kind() == ResourceKind.COLLECTION) {
                first.getAndSet(() -> {}).run();
            }
            return kept.registerIfAbsent(owned);
        }

        @Override
        public ResourceLeases leases() {
            return kept.leases();
        }

        @Override
        public void remove(ResourceId handle) {
            kept.remove(handle);
        }
    }

    /** Both are judged before either is sent. */
    @Test
    void ofTwoFirstExamplesForTwoPurposesOneIsAdded() {
        assertThat(TestPlan.failure(provider, CHILD, add("Jane"))).isNull();
        assertThat(TestPlan.failure(beside, PERSON, add("Jim"))).isNull();
        assertThat(send(CHILD, add("Jane"))).isInstanceOf(Reply.Verbatim.class);
        assertThat(send(PERSON, add("Jim"))).isInstanceOf(Reply.Failed.class);
        assertThat(server.subjects()).containsExactly("6.rescue.Jane");
    }

    /** Both are sent before either is on record. */
    @Test
    void ofTwoThatBeginInTheSameMomentOneIsAdded() throws Exception {
        var other = new AtomicReference<Future<Reply>>();
        beforeTheFirst.set(() -> {
            other.set(threads.submit(() -> send(PERSON, add("Jim"))));
            waitFor(other.get());
        });
        var child = send(CHILD, add("Jane"));
        requireOne(child, other.get().get(1, TimeUnit.MINUTES));
    }

    /** Here the second waits for the first. */
    void requireOne(Reply child, Reply person) {
        assertThat(child).isInstanceOf(Reply.Verbatim.class);
        assertThat(person).isInstanceOf(Reply.Failed.class);
        assertThat(subjects()).containsExactly("6.rescue.Jane");
    }

    List<String> subjects() {
        return List.copyOf(server.subjects());
    }

    @Test
    void whatIsOnItsWayWhileAllIsErasedIsErasedToo() throws Exception {
        var arrived = new CountDownLatch(1);
        var erased = new AtomicReference<Future<Reply>>();
        var erasing = new CountDownLatch(1);
        server.whenAdding(() -> {
            arrived.countDown();
            await(erasing);
            waitFor(erased.get());
        });
        var adding = threads.submit(() -> send(CHILD, add("Jane")));
        await(arrived);
        erased.set(threads.submit(() -> send(PERSON, call("DeleteSubjects", Map.of(), Map.of()))));
        erasing.countDown();
        assertThat(adding.get(1, TimeUnit.MINUTES)).isInstanceOf(Reply.Verbatim.class);
        assertThat(erased.get().get(1, TimeUnit.MINUTES)).isInstanceOf(Reply.Verbatim.class);
        assertThat(server.subjects()).isEmpty();
        server.whenAdding(() -> {});
        assertThat(TestPlan.failure(beside, PERSON, add("Jim"))).isNull();
        assertThat(send(PERSON, add("Jim"))).isInstanceOf(Reply.Verbatim.class);
        assertThat(server.subjects()).containsExactly("6.rescue.Jim");
    }

    @Test
    void aSearchThatWasJudgedBeforeAllBeganAnewFindsNothingOfIt() {
        send(CHILD, add("Jane"));
        var search = call("Recognize", Map.of(), Map.of("file", PICTURE));
        assertThat(TestPlan.failure(provider, CHILD, search)).isNull();
        send(PERSON, call("DeleteSubjects", Map.of(), Map.of()));
        send(PERSON, add("Jim"));
        assertThat(send(CHILD, search)).isInstanceOf(Reply.Failed.class);
        assertThat(send(PERSON, search))
                .as("the control: for whom it is begun, it is found")
                .isInstanceOfSatisfying(
                        Reply.Verbatim.class,
                        found -> assertThat(new String(found.body(), StandardCharsets.UTF_8))
                                .contains("Jim"));
    }

    private Reply send(Caller caller, FaceCall call) {
        return (caller == CHILD ? provider : beside).send(Passes.of(caller, call));
    }

    private static FaceCall add(String subject) {
        return call("AddFace", Map.of("subject", subject), Map.of("file", PICTURE));
    }

    private static FaceCall call(String operation, Map<String, String> query, Map<String, Object> body) {
        var facts = Facts.of(VendorApi.COMPREFACE.rest().byName(operation).capabilities());
        Map<String, Object> params = Map.of("path", Map.of(), "query", query, "body", body);
        return new FaceCall(
                "compreface",
                operation,
                facts,
                new NormalizedRequest.VendorSpecific("as it is"),
                Map.copyOf(params),
                null);
    }

    private static Caller caller(String purpose) {
        var rescue =
                TestOrganisation.of("rescue", "nonprofit").purposes(purpose).build();
        return TestCaller.of(rescue).purpose(purpose).by("api_key", "FGAK").build();
    }

    /** Gives somebody who does not wait for us the time to be done. */
    private static void waitFor(Future<Reply> other) {
        try {
            other.get(PATIENCE, TimeUnit.SECONDS);
        } catch (TimeoutException itWaits) {
            assertThat(other.isDone()).isFalse();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
