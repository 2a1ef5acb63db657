package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.ai.vision.imageanalysis.ImageAnalysisClientBuilder;
import com.azure.ai.vision.imageanalysis.models.VisualFeatures;
import com.azure.core.credential.KeyCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import io.facegate.FakeVendor;
import io.facegate.SelfSigned;
import io.facegate.app.server.PictureMemory;
import io.facegate.call.MemoryHandles;
import io.facegate.http.CallExecutor;
import io.facegate.http.MemoryBudget;
import io.facegate.http.RequestIntake;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.identity.RegisteredResource;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestGateway;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.azure.client.AzureCredential;
import io.facegate.vendor.azure.client.AzureProvider;
import io.facegate.vendor.azure.client.AzureResource;
import io.facegate.vendor.azure.client.AzureService;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.azure.wire.AzureVisionWire;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.fetch.Web;
import io.facegate.vendor.wire.VendorWire;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures at URLs by Microsoft's own clients, unmodified, on wires over TLS. Public hosts lead to a server of this test, so
 * the gateway runs in this process; its guard is the one that ships.
 */
class PictureUrlIT {
    private static final long MIB = 1 << 20;
    private static final String FACES = "[{\"faceRectangle\":{\"top\":131,\"left\":177,\"width\":162,\"height\":162}}]";
    private static final String PEOPLE = """
        {"modelVersion":"2023-10-01","metadata":{"width":9,"height":8},
         "peopleResult":{"values":[{"boundingBox":{"x":1,"y":2,"w":3,"h":4},"confidence":0.9}]}}\
        """;

    private final Vertx vertx = Vertx.vertx();
    private final MemoryBudget room = MemoryBudget.split(128 * MIB, 64);

    @TempDir
    private Path folder;

    private Web web;
    private FakeVendor vendor;
    private Ledger ledger;
    private HttpServer server;
    private Path certificate;

    @BeforeEach
    void open() throws Exception {
        var hosts = Files.createDirectories(folder.resolve("hosts"));
        web = Web.start(hosts).serves("/one.jpg", Photos.bytes(Photos.ONE)).name("other.example", "93.184.215.14");
        vendor = FakeVendor.start();
        ledger = Ledger.open(folder, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(20)));
        certificate = SelfSigned.pem(folder, "ip:127.0.0.1,dns:localhost");
        var router = Router.router(vertx);
        router.route(AzureFaceWire.PATHS).handler(intake(AzureService.FACE, new AzureFaceWire())::handle);
        router.routeWithRegex(AzureVisionWire.PATHS)
                .handler(intake(AzureService.VISION, new AzureVisionWire())::handle);
        var keys = new PemKeyCertOptions()
                .addCertPath(certificate.toString())
                .addKeyPath(folder.resolve("vendor.key").toString());
        server = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(keys))
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void close() {
        vertx.close();
        ledger.close();
        vendor.close();
        web.close();
    }

    @Test
    void theClientForFacesIsAnsweredAndRefused() throws Exception {
        vendor.answers(FakeVendor.Answer.of(200, FACES));
        var story = Node.tell(
                "azure-url.mjs",
                Map.of("GATEWAY", url(), "KEY", "rescue", "NODE_EXTRA_CA_CERTS", certificate.toString()));
        assertThat(story.at("/answered/status").asText()).isEqualTo("200");
        assertThat(story.at("/answered/faces").toString()).isEqualTo(FACES);
        assertThat(story.at("/missing/status").asText()).isEqualTo("400");
        assertThat(story.at("/missing/code").asText()).isEqualTo("InvalidURL");
        assertThat(story.at("/missing/message").asText()).contains("status 404");
        for (var refused : List.of("/refused", "/metadata")) {
            assertThat(story.at(refused + "/status").asText()).isEqualTo("403");
            assertThat(story.at(refused + "/message").asText()).contains("--resource url:https://HOST");
        }
        assertThat(vendor.only().body()).isEqualTo(Photos.bytes(Photos.ONE));
        assertThat(web.seen()).hasSize(1);
        assertThat(web.asked()).hasSize(2).containsOnly(Web.HOST);
        assertThat(room.heldBytes()).isZero();
    }

    @Test
    void theClientForImageAnalysisIsAnsweredAndRefused() throws Exception {
        vendor.answers(FakeVendor.Answer.of(200, PEOPLE));
        var client = new ImageAnalysisClientBuilder()
                .endpoint(url())
                .credential(new KeyCredential("rescue"))
                .httpClient(new JdkHttpClientBuilder(HttpClient.newBuilder().sslContext(trust(certificate))).build())
                .buildClient();
        var asked = List.of(VisualFeatures.PEOPLE);
        var found = client.analyzeFromUrl("https://pictures.example/one.jpg", asked, null);
        assertThat(found.getPeople().getValues()).hasSize(1);
        assertThat(vendor.only().body()).isEqualTo(Photos.bytes(Photos.ONE));
        var missing = catchThrowableOfType(
                HttpResponseException.class,
                () -> client.analyzeFromUrl("https://pictures.example/none.jpg", asked, null));
        assertThat(missing.getResponse().getStatusCode()).isEqualTo(400);
        assertThat(missing).hasMessageContaining("InvalidImageUrl");
        var refused = catchThrowableOfType(
                HttpResponseException.class, () -> client.analyzeFromUrl("https://other.example/one.jpg", asked, null));
        assertThat(refused.getResponse().getStatusCode()).isEqualTo(403);
        assertThat(refused).hasMessageContaining("url_not_registered");
        assertThat(vendor.seen()).hasSize(1);
    }

    private String url() {
        return "https://127.0.0.1:" + server.actualPort();
    }

    private RequestIntake intake(AzureService service, VendorWire wire) throws Exception {
        var resource = new AzureResource(
                service, vendor.url(), AzureCredential.key("key"), null, null, VendorLimits.defaults());
        var provider = new AzureProvider(vertx, resource, new MemoryHandles());
        var packs = Files.createDirectories(folder.resolve(service.code()));
        Files.writeString(packs.resolve("house.yaml"), """
            pack: house
            title: A house's own rules
            binds: Whoever calls here.
            rules:
              - {id: all, effect: permit, match: {provider: %s}}
            """.formatted(service.code()));
        var policies = PolicyEngine.load(packs);
        var gate = TestGateway.of(policies, ledger, provider)
                .calledBy(caller())
                .withPictureFetcher(web.fetching(vertx, new PictureMemory(room.fetched())));
        return new RequestIntake(
                new VendorCallHandler(gate, wire), room, InstantSource.system(), CallExecutor.defaults());
    }

    private static Caller caller() {
        var resources = Set.of(Objects.requireNonNull(RegisteredResource.parse("url:https://" + Web.HOST)));
        var known = TestOrganisation.of("rescue", "nonprofit.child_protection")
                .in("US-OR")
                .purposes("missing_child")
                .resources(resources)
                .build();
        return TestCaller.of(known)
                .purpose("missing_child")
                .in("US-OR")
                .by("api_key", "FGAKRESCUE")
                .build();
    }

    private static SSLContext trust(Path certificate) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trusted.getTrustManagers(), null);
        return context;
    }
}
