package io.facegate.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.ai.vision.imageanalysis.ImageAnalysisClient;
import com.azure.ai.vision.imageanalysis.ImageAnalysisClientBuilder;
import com.azure.ai.vision.imageanalysis.models.ImageAnalysisOptions;
import com.azure.ai.vision.imageanalysis.models.VisualFeatures;
import com.azure.core.credential.KeyCredential;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.SelfSigned;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Image analysis by Microsoft's own client for Java, unmodified, over TLS. */
class AzureVisionIT {
    private static final List<VisualFeatures> PEOPLE = List.of(VisualFeatures.PEOPLE);
    private static final HttpHeaderName DECISION = HttpHeaderName.fromString("Facegate-Decision");
    private static final String ANALYSED = """
        {"modelVersion":"2023-10-01","metadata":{"width":9,"height":8},
         "captionResult":{"text":"a woman","confidence":0.7},
         "peopleResult":{"values":[{"boundingBox":{"x":1,"y":2,"w":3,"h":4},"confidence":0.9}]}}\
        """;

    @TempDir
    private Path folder;

    @Test
    void theClientFindsPeopleAndIsToldNoMoreThanItAsked() throws Exception {
        try (var vendor = FakeVendor.start().answers(Answer.of(200, ANALYSED));
                var stage = Stage.forwarding(folder, vendor)) {
            var client = stage.client(stage.cast.hope().apiKey());
            var photo = BinaryData.fromBytes(Photos.bytes(Photos.ONE));

            var found = client.analyze(photo, PEOPLE, new ImageAnalysisOptions().setLanguage("en"));

            assertThat(found.getPeople().getValues()).singleElement().satisfies(person -> {
                assertThat(person.getBoundingBox().getWidth()).isEqualTo(3);
                assertThat(person.getConfidence()).isEqualTo(0.9);
            });
            assertThat(found.getMetadata().getWidth()).isEqualTo(9);
            assertThat(found.getCaption()).isNull();
            var seen = vendor.only();
            assertThat(seen.method() + ' ' + seen.uri())
                    .isEqualTo("POST /computervision/imageanalysis:analyze?api-version=2023-10-01&features=people"
                            + "&language=en");
            assertThat(seen.header("ocp-apim-subscription-key")).isEqualTo("the-gateways-own-key");
            assertThat(seen.body()).isEqualTo(Photos.bytes(Photos.ONE));

            var both = List.of(VisualFeatures.PEOPLE, VisualFeatures.CAPTION);
            var described = client.analyze(photo, both, new ImageAnalysisOptions().setGenderNeutralCaption(true));
            assertThat(described.getCaption().getText()).isEqualTo("a woman");
            assertThat(vendor.seen().getLast().uri()).contains("gender-neutral-caption=true");

            assertPeopleOfTheNeutralApi(stage, vendor);

            assertMistakeTold(client, photo);
            assertUrlRefused(client, stage.gateway);
            assertThat(vendor.seen()).hasSize(3);
            assertThat(stage.gateway.records().toString()).doesNotContain("the-gateways-own-key", "images.example");
        }
    }

    /** The same people, asked for in no vendor's words; Microsoft's client is in the gateway then. */
    private static void assertPeopleOfTheNeutralApi(Stage stage, FakeVendor vendor) throws Exception {
        var said = Neutral.of(stage.gateway)
                .send(stage.cast.hope(), "POST", "people", "{\"image\":" + Neutral.image(Photos.ONE) + "}")
                .as("detectPeople", 200);
        assertThat(said.json().path("provider").asText()).isEqualTo("azure_vision");
        assertThat(said.json().path("people")).hasSize(1);
        assertThat(said.json().at("/people/0/detection/raw").asDouble()).isEqualTo(0.9);
        assertThat(said.json().at("/people/0/box/height").asDouble()).isEqualTo(0.5);
        var seen = vendor.seen().getLast();
        assertThat(seen.method() + ' ' + seen.uri())
                .isEqualTo("POST /computervision/imageanalysis:analyze?api-version=2023-10-01&features=people");
        assertThat(seen.header("ocp-apim-subscription-key")).isEqualTo("the-gateways-own-key");
        assertThat(seen.body()).isEqualTo(Photos.bytes(Photos.ONE));
        var decision = said.response().headers().firstValue("facegate-decision").orElseThrow();
        assertThat(stage.gateway.settledRecords().stream()
                        .filter(record -> record.path("id").asText().equals(decision)))
                .first()
                .satisfies(record -> {
                    assertThat(record.get("provider").asText()).isEqualTo("azure_vision");
                    assertThat(record.get("operation").asText()).isEqualTo("Analyze");
                    assertThat(record.get("wire").asText()).isEqualTo("facegate");
                    assertThat(record.get("capabilities").toString()).isEqualTo("[\"not_face\"]");
                });
    }

    private static void assertMistakeTold(ImageAnalysisClient client, BinaryData photo) {
        var bogus = List.of(VisualFeatures.fromString("bogus"));
        var told = catchThrowableOfType(HttpResponseException.class, () -> client.analyze(photo, bogus, null));
        assertThat(told.getResponse().getStatusCode()).isEqualTo(400);
        assertThat(told)
                .hasMessageContaining("BadArgument")
                .hasMessageContaining("features is 'bogus'")
                .hasMessageContaining("people")
                .hasMessageNotContaining("operator");
    }

    private static void assertUrlRefused(ImageAnalysisClient client, Gateway gateway) {
        var refused = catchThrowableOfType(
                HttpResponseException.class, () -> client.analyzeFromUrl("https://images.example/a.jpg", PEOPLE, null));
        assertThat(refused.getResponse().getStatusCode()).isEqualTo(403);
        assertThat(refused).hasMessageContaining("url_not_registered");
        var decision = refused.getResponse().getHeaderValue(DECISION);
        assertThat(gateway.records().stream()
                        .filter(record -> record.path("id").asText().equals(decision)))
                .first()
                .satisfies(record -> {
                    assertThat(record.get("verdict").asText()).isEqualTo("refuse");
                    assertThat(record.get("provider").asText()).isEqualTo("azure_vision");
                    assertThat(record.get("operation").asText()).isEqualTo("Analyze");
                });
    }

    @Test
    void theSampleOfMicrosoftsPackageForJavaScriptIsAnswered() throws Exception {
        try (var vendor = FakeVendor.start().answers(Answer.of(200, ANALYSED));
                var stage = Stage.forwarding(folder, vendor)) {
            var story = Node.tell(
                    "vision.mjs",
                    Map.of(
                            "GATEWAY", stage.url.toString(),
                            "NODE_EXTRA_CA_CERTS", folder.resolve("vendor.pem").toString(),
                            "KEY", stage.cast.hope().apiKey(),
                            "PHOTO", Photos.ONE.toAbsolutePath().toString()));

            assertThat(story.get("status").asText()).as(story.toString()).isEqualTo("200");
            assertThat(story.at("/body/captionResult/text").asText()).isEqualTo("a woman");
            assertThat(vendor.only().uri())
                    .contains("features=caption%2CdenseCaptions%2Cobjects%2Cpeople%2Cread%2CsmartCrops%2Ctags")
                    .contains("smartcrops-aspect-ratios=0.9%2C1.33");
        }
    }

    @Test
    void theEngineFindsFacesAndPeopleByTheirFaces() throws Exception {
        try (var stage = Stage.open(folder)) {
            var photo = BinaryData.fromBytes(Photos.bytes(Photos.ONE));
            var found = stage.client(stage.cast.hope().apiKey()).analyze(photo, PEOPLE, null);
            assertThat(found.getPeople().getValues()).singleElement().satisfies(person -> {
                assertThat(person.getBoundingBox().getWidth()).isPositive();
                assertThat(person.getConfidence()).isBetween(0.5, 1.0);
            });
            assertThat(found.getMetadata().getWidth()).isPositive();
            var refused = catchThrowableOfType(
                    HttpResponseException.class,
                    () -> stage.client(stage.cast.pd().apiKey()).analyze(photo, PEOPLE, null));
            assertThat(refused).hasMessageContaining("microsoft-police-2020/us-police");
            var captions = List.of(VisualFeatures.CAPTION);
            var unsupported = catchThrowableOfType(
                    HttpResponseException.class,
                    () -> stage.client(stage.cast.hope().apiKey()).analyze(photo, captions, null));
            assertThat(unsupported.getResponse().getStatusCode()).isEqualTo(400);
            assertThat(unsupported).hasMessageContaining("NotSupportedFeature", "finds only faces");
            catchThrowableOfType(
                    ClientAuthenticationException.class,
                    () -> stage.client("nobody").analyze(photo, PEOPLE, null));

            var faces = stage.faces(stage.cast.hope().apiKey());
            assertThat(faces.statusCode()).as(faces.body()).isEqualTo(200);
            var body = Gateway.parsed(faces.body());
            assertThat(body.at("/faces")).hasSize(1);
            assertThat(body.at("/faces/0/faceRectangle/width").asInt()).isPositive();
            assertThat(body.at("/metadata/format").asText()).isEqualTo("Jpeg");
            var police = stage.faces(stage.cast.pd().apiKey());
            assertThat(police.statusCode()).isEqualTo(403);
            assertThat(police.body()).contains("microsoft-police-2020/us-police", "vendor_ban");
            assertThat(police.headers().firstValue("Facegate-Decision")).isPresent();
        }
    }

    /** A gateway with TLS, and clients that trust it. */
    private record Stage(Cast cast, Gateway gateway, URI url, HttpClient.Builder trusting) implements AutoCloseable {
        static Stage open(Path folder, String... options) throws Exception {
            var data = folder.resolve("data");
            var cast = Cast.register(data);
            var certificate = SelfSigned.pem(folder, "ip:127.0.0.1,dns:localhost");
            var gateway = Gateway.encrypting(certificate, data, options);
            var trusting = HttpClient.newBuilder().sslContext(trust(certificate));
            return new Stage(cast, gateway, gateway.encrypted(), trusting);
        }

        /** The same, which forwards to a fake vendor's Azure AI Vision with a key of its own. */
        static Stage forwarding(Path folder, FakeVendor vendor) throws Exception {
            var key = Files.writeString(folder.resolve("vision.key"), "the-gateways-own-key\n")
                    .toString();
            return open(
                    folder,
                    "--provider",
                    "azure",
                    "--azure-endpoint",
                    "https://faces.example",
                    "--azure-key",
                    key,
                    "--azure-vision-endpoint",
                    vendor.url().toString(),
                    "--azure-vision-key",
                    key);
        }

        ImageAnalysisClient client(String key) {
            return new ImageAnalysisClientBuilder()
                    .endpoint(url.toString())
                    .credential(new KeyCredential(key))
                    .httpClient(new JdkHttpClientBuilder(trusting).build())
                    .buildClient();
        }

        /** The photograph's faces, asked as version 3.2 has it. */
        HttpResponse<String> faces(String key) throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(url.resolve("/vision/v3.2/analyze?visualFeatures=Faces"))
                    .header("Ocp-Apim-Subscription-Key", key)
                    .header("Content-Type", "application/octet-stream")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Photos.bytes(Photos.ONE)))
                    .build();
            try (var client = trusting.build()) {
                return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
            }
        }

        @Override
        public void close() {
            gateway.close();
        }

        private static SSLContext trust(Path certificate) throws Exception {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            try (InputStream pem = Files.newInputStream(certificate)) {
                store.setCertificateEntry(
                        "gateway", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        }
    }
}
