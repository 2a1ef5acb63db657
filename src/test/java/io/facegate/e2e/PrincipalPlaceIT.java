package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Where an organisation is whose calls another makes, from the command that registers it to the decision. */
class PrincipalPlaceIT {
    @TempDir
    private Path folder;

    @Test
    void whoseIsNotKnownCountsAgainstTheCallerAsItsOwnWould() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("policies")).resolve("boston.yaml"), """
            pack: boston
            title: No police in Boston
            binds: The police of Boston.
            rules:
              - {id: look, effect: permit, match: {capability: gallery_read}}
              - id: no-police
                effect: refuse
                match: {capability: gallery_read, organisation: law_enforcement.police, jurisdiction: US-MA/boston}
                reason: {code: city_code, text: Not in Boston.}
                citation: {ref: A city code, checked: 2026-11-01}
            """);
        var data = folder.resolve("data");
        assertThat(add(data, "boston-pd", "law_enforcement.police"))
                .contains("its place is not known", "each call made for it", "org change boston-pd --jurisdiction");
        assertThat(add(data, "salem-pd", "law_enforcement.police", "--jurisdiction", "US-OR/salem"))
                .doesNotContain("Warning");
        assertThat(add(data, "bend-pd", "law_enforcement.police", "--jurisdiction", "US-OR/bend"))
                .contains(
                        "Warning: the built-in list has no city 'US-OR/bend'; a law of that city binds bend-pd only if");
        assertThat(command(data, new String[] {"--jurisdiction", "US-OR/burns"}, "org", "change", "bend-pd")
                        .err())
                .contains("Warning: the built-in list has no city 'US-OR/burns'");
        assertThat(add(data, "lab", "contractor", "--jurisdiction", "US-OR")).doesNotContain("Warning");
        assertThat(add(data, "nowhere", "contractor")).contains("its place is not known");
        try (var gateway =
                Gateway.start(data, "--policies", folder.resolve("policies").toString())) {
            assertThat(decided(gateway, mint(data, "boston-pd"))).isEqualTo("boston/no-police");
            assertThat(decided(gateway, mint(data, "salem-pd"))).isEqualTo("boston/look");
            assertThat(decided(gateway, mint(data, "lab", "--for", "boston-pd")))
                    .isEqualTo("boston/no-police");
            assertThat(decided(gateway, mint(data, "lab", "--for", "salem-pd"))).isEqualTo("boston/look");
            assertThat(decided(gateway, mint(data, "nowhere", "--for", "salem-pd")))
                    .isEqualTo("boston/no-police");
            assertThat(decided(gateway, mint(data, "lab", "--for", "salem-pd", "--for", "boston-pd")))
                    .isEqualTo("boston/no-police");
        }
    }

    private static String add(Path data, String id, String type, String... more) {
        return command(
                        data,
                        more,
                        "org",
                        "add",
                        "--id",
                        id,
                        "--name",
                        id,
                        "--type",
                        type,
                        "--purpose",
                        "suspect_search")
                .err();
    }

    private static Gateway.Result mint(Path data, String org, String... more) {
        return command(data, more, "key", "mint", "--org", org);
    }

    private static Gateway.Result command(Path data, String[] more, String... words) {
        var all = new java.util.ArrayList<>(java.util.List.of(words));
        all.addAll(java.util.List.of(more));
        all.addAll(java.util.List.of("--data", data.toString()));
        return Gateway.run(all.toArray(String[]::new)).expect(0);
    }

    /** The rule that decided, once a running gateway knows the key. */
    private static String decided(Gateway gateway, Gateway.Result minted) {
        var key = minted.json();
        Gateway.pause(1_000);
        Wire.signed(
                        gateway.calls(),
                        AwsCredentialsIdentity.create(
                                key.get("accessKeyId").asText(),
                                key.get("secretAccessKey").asText()),
                        "ListCollections",
                        "{}",
                        Map.of(),
                        Wire.usual())
                .send();
        return gateway.records().stream()
                .filter(record -> record.path("kind").asText().equals("DECISION"))
                .filter(record -> record.path("key")
                        .asText()
                        .equals(key.get("accessKeyId").asText()))
                .map(record -> record.path("rule").asText())
                .findFirst()
                .orElse("no decision");
    }
}
