package io.facegate.e2e;

import static io.facegate.e2e.JavaSdkIT.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.AwsModel;
import io.facegate.FakeRekognition;
import io.facegate.vendor.rekognition.client.Moto;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.AccessDeniedException;

/** Two AWS accounts behind one gateway, each with a role that is assumed; the SDK and moto are as others wrote them. */
class AccountsIT {
    private static final String HOUSE = """
        pack: house
        title: A house's own rules
        binds: Whoever calls here.
        rules:
          - {id: all, effect: permit, match: {provider: rekognition}}
          - id: eu-only
            effect: refuse
            match: {organisation_id: hope}
            unless: [{processed_in: EU}]
            reason: {code: outside_the_eu, text: Pictures of hope stay in the European Union.}
            citation: {ref: A house rule, checked: 2026-11-28}
        """;

    @TempDir
    private Path folder;

    private Path data;
    private Cast cast;

    @BeforeEach
    void register() throws IOException {
        data = folder.resolve("data");
        cast = Cast.register(data);
        Files.writeString(Files.createDirectories(folder.resolve("policies")).resolve("house.yaml"), HOUSE);
    }

    @Test
    void eachOrganisationIsAnsweredByItsAccountUnderARoleThere() throws Exception {
        var eu = Moto.start();
        var us = Moto.start();
        try {
            accounts("{name: eu, provider: rekognition, processed_in: [IE], region: eu-west-1, endpoint: '" + eu.url()
                    + "', role: 'arn:aws:iam::111111111111:role/facegate', external_id: from-facegate}, "
                    + "{name: us, provider: rekognition, processed_in: [US-VA], region: us-east-1, endpoint: '"
                    + us.url() + "', role: 'arn:aws:iam::222222222222:role/facegate'}");
            routes("{organisations: [hope], providers: [rekognition/eu]}, {providers: [rekognition/us]}");
            try (var gateway = start(eu.url())) {
                assertThat(account(gateway, cast.hope())).isEqualTo("eu");
                assertThat(account(gateway, cast.beacon())).isEqualTo("us");
                assertThat(get(gateway, "/metrics"))
                        .contains("facegate_circuit_open{provider=\"rekognition/eu\"} 0.0")
                        .contains("facegate_circuit_open{provider=\"rekognition/us\"} 0.0");
                assertThat(get(gateway, "/health")).contains("\"rekognition/eu\": \"closed\"");
            }
            routes("{providers: [rekognition/us]}");
            try (var gateway = start(eu.url());
                    var hope = new Sdk(gateway.calls()).client(cast.hope())) {
                assertThatThrownBy(() -> compare(hope))
                        .isInstanceOf(AccessDeniedException.class)
                        .hasMessageContaining("outside_the_eu");
                assertThat(gateway.settledRecords().getLast().path("account").asText())
                        .isEqualTo("us");
            }
        } finally {
            eu.stop();
            us.stop();
        }
    }

    @Test
    void aRoleThatIsNotToBeHadSendsNothingAndTheOtherAccountGoesOn() throws Exception {
        var us = Moto.start();
        try {
            accounts("{name: eu, provider: rekognition, processed_in: [IE], region: eu-west-1, endpoint: '" + us.url()
                    + "', role: 'arn:aws:iam::111111111111:role/facegate'}, "
                    + "{name: us, provider: rekognition, processed_in: [US-VA], region: us-east-1, endpoint: '"
                    + us.url() + "'}");
            routes("{organisations: [hope], providers: [rekognition/eu]}, {providers: [rekognition/us]}");
            try (var gateway = start(URI.create("http://127.0.0.1:" + io.facegate.Ports.free()));
                    var hope = new Sdk(gateway.calls()).client(cast.hope())) {
                assertThatThrownBy(() -> compare(hope)).hasMessageContaining("cannot be reached");
                assertThat(account(gateway, cast.beacon())).isEqualTo("us");
                assertThat(get(gateway, "/health"))
                        .contains("rekognition/eu.credentials", "The AWS role of the account could not be assumed");
            }
        } finally {
            us.stop();
        }
    }

    @Test
    void aGalleryOfOneAccountCannotBeUsedInTheOther() throws Exception {
        try (var one = FakeRekognition.start(AwsModel.load());
                var two = FakeRekognition.start(AwsModel.load())) {
            accounts("{name: one, provider: rekognition, processed_in: [IE], region: eu-west-1, endpoint: '" + one.url()
                    + "'}, {name: two, provider: rekognition, processed_in: [DE], region: eu-central-1, endpoint: '"
                    + two.url() + "'}");
            routes("{providers: [rekognition/one]}");
            try (var gateway = start(one.url());
                    var hope = new Sdk(gateway.calls()).client(cast.hope())) {
                hope.createCollection(call -> call.collectionId("missing"));
                assertThat(one.kept("collection")).containsExactly("4.hope.missing");
            }
            routes("{providers: [rekognition/two]}");
            try (var gateway = start(one.url());
                    var hope = new Sdk(gateway.calls()).client(cast.hope())) {
                assertThatThrownBy(() -> hope.searchFacesByImage(
                                call -> call.collectionId("missing").image(image(Photos.ONE))))
                        .isInstanceOf(AccessDeniedException.class)
                        .hasMessageContaining("(gallery_not_owned)");
                hope.createCollection(call -> call.collectionId("missing"));
                assertThat(two.kept("collection")).containsExactly("4.hope.missing");
            }
        }
    }

    @Test
    void aMistakeStopsTheStartAndOneAccountCanBeChecked() throws Exception {
        var accounts = accounts("{name: eu, provider: rekognition, processed_in: [IE]}");
        assertThat(Gateway.run(
                                "serve",
                                "--data",
                                data.toString(),
                                "--provider",
                                "rekognition",
                                "--accounts",
                                accounts.toString())
                        .expect(2)
                        .err())
                .contains("The account eu of rekognition: it needs region.");
        accounts("{name: eu, provider: rekognition, processed_in: [IE], region: eu-west-1}");
        assertThat(check(accounts, "eu").expect(0).out())
                .contains("These calls would be made at rekognition with your account eu:");
        assertThat(check(accounts, "us").expect(2).err())
                .contains("no account us of rekognition. Its accounts are: eu");
    }

    private Gateway.Result check(Path accounts, String name) {
        return Gateway.run(
                "vendor",
                "check",
                "--provider",
                "rekognition",
                "--accounts",
                accounts.toString(),
                "--account",
                name,
                "--data",
                data.toString());
    }

    private Path accounts(String entries) throws IOException {
        return Files.writeString(folder.resolve("accounts.yaml"), "accounts: [" + entries + "]\n");
    }

    private void routes(String entries) throws IOException {
        Files.writeString(folder.resolve("routes.yaml"), "routes: [" + entries + "]\n");
    }

    private Gateway start(URI sts) {
        return Gateways.inFrontOf(
                sts,
                data,
                Map.of("AWS_ENDPOINT_URL_STS", sts.toString()),
                "--policies",
                folder.resolve("policies").toString(),
                "--accounts",
                folder.resolve("accounts.yaml").toString(),
                "--routes",
                folder.resolve("routes.yaml").toString());
    }

    /** Makes a call, and returns the account on its record. */
    private static String account(Gateway gateway, Gateway.Key key) {
        var sdk = new Sdk(gateway.calls());
        try (var client = sdk.client(key)) {
            compare(client);
        }
        gateway.settledRecords();
        return gateway.show(sdk.lastDecision()).getFirst().path("account").asText();
    }

    private static void compare(RekognitionClient client) {
        client.compareFaces(call -> call.sourceImage(image(Photos.ONE)).targetImage(image(Photos.SAME)));
    }

    private static String get(Gateway gateway, String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create(gateway.health() + path)).build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }
}
