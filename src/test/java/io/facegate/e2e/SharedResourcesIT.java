package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.FakeVendor;
import io.facegate.ledger.postgres.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two packaged gateways with one PostgreSQL: a collection or job that is made at one is known at the other. */
class SharedResourcesIT {
    private static final FakeVendor.Answer MADE = FakeVendor.Answer.of(
            200,
            "{\"CollectionArn\":\"aws:rekognition:us-east-1:1:collection/x\",\"FaceModelVersion\":\"7.0\",\"StatusCode\":200}");

    /** In milliseconds, for a busy machine; what was measured is printed, for docs/scale.md. */
    private static final long LATEST = 20_000;

    /** How long it may take until gateways answer again after the server is back, in milliseconds. */
    private static final long BACK_WITHIN = 5_000;

    private static final int MADE_EACH = 20;

    private static final String JOB = "a".repeat(64);
    private static final String VIDEO =
            "{\"Video\":{\"S3Object\":{\"Bucket\":\"videos\",\"Name\":\"a.mp4\",\"Version\":\"1\"}}}";

    @TempDir
    Path folder;

    private String url;

    private Gateway.Result run(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--ledger", url, "--registry", url));
        return Gateway.run(all.toArray(String[]::new));
    }

    @Test
    void whatIsMadeAtOneIsKnownAtTheOtherAndNothingGetsThroughWhenOneOrTheServerIsKilled() throws Exception {
        var a = folder.resolve("a");
        var b = folder.resolve("b");
        try (var server = Server.in(folder.resolve("server"), Map.of());
                var vendor = FakeVendor.start()) {
            vendor.answers(MADE);
            var key = setUp(server, a, b);
            try (var first = Gateways.inFrontOf(vendor.url(), a, "--ledger", url, "--registry", url);
                    var second = Gateways.inFrontOf(vendor.url(), b, "--ledger", url, "--registry", url)) {
                assertThat(call(second, key, "DescribeCollection", "never").status())
                        .isEqualTo(400);
                assertThat(vendor.seen()).as("unknown, so not forwarded").isEmpty();
                makeUnderCalls(first, second, key);
                fetchAJobElsewhere(vendor, first, second, key);
                killTheServer(server, vendor, List.of(first, second), key);
                killWhileItErases(vendor, first, second, key);
            }
            try (var again = Gateways.inFrontOf(vendor.url(), a, "--ledger", url, "--registry", url)) {
                assertThat(call(again, key, "DescribeCollection", "c-0").status())
                        .isEqualTo(200);
            }
            run("ledger", "verify", "--data", b.toString()).expect(0);
        }
    }

    private Gateway.Key setUp(Server server, Path a, Path b) {
        var name = server.empty();
        url = server.asGateway(name).url();
        var owner = server.asOwner(name).url();
        Gateway.run("ledger", "migrate", "--ledger", owner, "--role", "gateways")
                .expect(0);
        Gateway.run("registry", "migrate", "--registry", owner, "--role", "gateways")
                .expect(0);
        var words = "org add --id hope --name Hope --type nonprofit.child_protection --jurisdiction US-OR --purpose"
                + " missing_child --resource s3:videos --data " + a;
        run(words.split(" ")).expect(0);
        var minted = run("key", "mint", "--org", "hope", "--json", "--data", a.toString())
                .expect(0)
                .json();
        Gateway.run("gateway", "join", "--from", a.toString(), "--to", b.toString())
                .expect(0);
        return new Gateway.Key(
                minted.get("accessKeyId").asText(),
                minted.get("secretAccessKey").asText(),
                "");
    }

    private static Wire.Answer call(Gateway gateway, Gateway.Key key, String operation, String collection) {
        return Wire.signed(gateway.calls(), key, operation, "{\"CollectionId\":\"" + collection + "\"}")
                .send();
    }

    /** Each is made at one and used at the other, beside calls at both; no call on it is refused. */
    private static void makeUnderCalls(Gateway first, Gateway second, Gateway.Key key) throws Exception {
        var over = new AtomicBoolean();
        var calls = new AtomicInteger();
        var callers = List.of(first, second).stream()
                .map(at -> Thread.ofVirtual().start(() -> {
                    while (!over.get()) {
                        call(at, key, "DescribeCollection", "never");
                        calls.incrementAndGet();
                    }
                }))
                .toList();
        var waits = new ArrayList<Long>();
        for (int i = 0; i < 2 * MADE_EACH; i++) {
            var at = i % 2 == 0 ? first : second;
            var other = i % 2 == 0 ? second : first;
            var name = "c-" + i;
            assertThat(call(at, key, "CreateCollection", name).status()).isEqualTo(200);
            long began = System.nanoTime();
            assertThat(call(other, key, "DescribeCollection", name).status())
                    .as("at once")
                    .isEqualTo(200);
            waits.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
        over.set(true);
        for (var caller : callers) {
            caller.join();
        }
        Collections.sort(waits);
        System.out.println("a collection made at one gateway is answered at the other, beside " + calls + " calls, p50 "
                + waits.get(MADE_EACH) + " ms, p99 " + waits.getLast() + " ms after it was made");
        assertThat(waits.getLast()).isLessThan(LATEST);
    }

    /** A job is started at one gateway, and its result fetched at the other. */
    private static void fetchAJobElsewhere(FakeVendor vendor, Gateway first, Gateway second, Gateway.Key key) {
        var got = "{\"JobId\":\"" + JOB + "\"}";
        int seen = vendor.seen().size();
        assertThat(Wire.signed(second.calls(), key, "GetFaceDetection", got)
                        .send()
                        .status())
                .as("control: before it is started")
                .isEqualTo(400);
        assertThat(vendor.seen()).as("unknown, so not forwarded").hasSize(seen);
        vendor.answers(
                FakeVendor.Answer.of(200, "{\"JobId\":\"" + JOB + "\",\"JobStatus\":\"SUCCEEDED\",\"Faces\":[]}"));
        var started =
                Wire.signed(first.calls(), key, "StartFaceDetection", VIDEO).send();
        assertThat(started.status()).as(started.json().toString()).isEqualTo(200);
        var fetched = Wire.signed(second.calls(), key, "GetFaceDetection", got).send();
        assertThat(fetched.status()).as(fetched.json().toString()).isEqualTo(200);
        assertThat(fetched.json().path("JobStatus").asText()).isEqualTo("SUCCEEDED");
        vendor.answers(MADE);
    }

    private static void killTheServer(Server server, FakeVendor vendor, List<Gateway> gateways, Gateway.Key key)
            throws Exception {
        server.kill();
        int seen = vendor.seen().size();
        for (var each : gateways) {
            assertThat(call(each, key, "DescribeCollection", "c-0").status()).isEqualTo(503);
            assertThat(call(each, key, "CreateCollection", "lost").status()).isEqualTo(503);
        }
        assertThat(vendor.seen()).as("nothing is forwarded").hasSize(seen);
        server.startAgain();
        long began = System.nanoTime();
        for (var each : gateways) {
            while (call(each, key, "DescribeCollection", "c-0").status() != 200) {
                Gateway.pause(20);
            }
        }
        long back = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        System.out.println("both answer " + back + " ms after the server is back");
        assertThat(back).isLessThan(BACK_WITHIN);
        for (var each : gateways) {
            assertThat(call(each, key, "DescribeCollection", "lost").status()).isEqualTo(400);
            assertThat(call(each, key, "DescribeCollection", "c-1").status()).isEqualTo(200);
        }
    }

    /** The vendor has the erasure, and its gateway is gone: nobody waits for it longer than its lease lasts. */
    private static void killWhileItErases(FakeVendor vendor, Gateway first, Gateway second, Gateway.Key key)
            throws Exception {
        var never = new CountDownLatch(1);
        int seen = vendor.seen().size();
        vendor.answers(MADE.once(never));
        var erasing = Thread.ofVirtual().start(() -> ignore(() -> call(first, key, "DeleteCollection", "c-2")));
        while (vendor.seen().size() == seen) {
            Gateway.pause(10);
        }
        vendor.answers(MADE);
        var using = call(second, key, "DescribeCollection", "c-2");
        assertThat(using.status()).as("while it is being erased").isNotEqualTo(200);
        assertThat(vendor.seen()).as("not forwarded").hasSize(seen + 1);
        first.kill();
        long began = System.nanoTime();
        while (call(second, key, "CreateCollection", "c-2").status() != 200) {
            Gateway.pause(20);
        }
        long free = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        System.out.println("the collection is free " + free + " ms after its gateway was killed");
        assertThat(free).isLessThan(LATEST);
        never.countDown();
        erasing.join(Duration.ofMinutes(1));
    }

    private static void ignore(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException cut) {
            assertThat(cut).isNotNull();
        }
    }
}
