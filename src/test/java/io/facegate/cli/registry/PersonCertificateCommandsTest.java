package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client certificates of people at the command line. */
class PersonCertificateCommandsTest {
    @TempDir
    private Path data;

    private final Shell shell = new Shell();
    private Path certificate;

    @BeforeEach
    void people() throws Exception {
        certificate = data.resolve("client.pem");
        SelfSigned.client("a.lee", certificate, SelfSigned.pem(data, "dns:localhost"));
        shell.registerPolice(data);
        assertThat(by("person add --id m.roe --role operator")).as(shell.err()).isZero();
        assertThat(by("person add --id a.lee --role officer")).as(shell.err()).isZero();
    }

    private int by(String words) {
        var all = new ArrayList<>(List.of(words.split(" ")));
        all.addAll(List.of("--by", "m.roe", "--reason", "Because of 12."));
        return shell.run(data, all.toArray(String[]::new));
    }

    private String shown() throws IOException {
        shell.run(data, "person", "show", "a.lee", "--json");
        return shell.json().path("certificates").properties().stream()
                .map(each -> each.getKey())
                .findFirst()
                .orElse("none");
    }

    @Test
    void aCertificateIsRegisteredKeptByOtherChangesAndRevoked() throws IOException {
        assertThat(by("person add-certificate a.lee --certificate " + certificate))
                .as(shell.err())
                .isZero();
        var sha256 = shown();
        assertThat(sha256).matches("[0-9a-f]{64}");
        assertThat(by("person change a.lee --role officer --role auditor")).isZero();
        assertThat(shown()).isEqualTo(sha256);
        assertThat(by("person revoke-certificate a.lee 12:34")).isEqualTo(2);
        assertThat(shell.err()).contains("no client certificate with this SHA-256");
        // As OpenSSL prints it.
        var printed = sha256.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
        assertThat(by("person revoke-certificate a.lee " + printed))
                .as(shell.err())
                .isZero();
        assertThat(shown()).isEqualTo("none");
        assertThat(Shell.acts(data))
                .endsWith("person_change officer", "person_change officer,auditor", "person_change officer,auditor");
    }

    @Test
    void itEndsWithTheCertificateOrEarlier() throws IOException {
        by("person add-certificate a.lee --certificate " + certificate + " --expires 1h --json");
        assertThat(shell.json()
                        .path("certificates")
                        .properties()
                        .iterator()
                        .next()
                        .getValue()
                        .path("expires")
                        .asText())
                .isLessThan(Instant.now().plusSeconds(3700).toString());
        by("person add-certificate a.lee --certificate " + certificate + " --expires 3000d --json");
        assertThat(shell.json()
                        .path("certificates")
                        .properties()
                        .iterator()
                        .next()
                        .getValue()
                        .path("expires")
                        .asText())
                .isLessThan(Instant.now().plusSeconds(3 * 86_400).toString());
        assertThat(by("person add-certificate a.lee --certificate " + certificate + " --expires 2020-01-01"))
                .isEqualTo(2);
    }

    @Test
    void whatIsNoCertificateIsSaid() throws Exception {
        var other = Files.writeString(data.resolve("other.pem"), "none");
        assertThat(by("person add-certificate a.lee --certificate " + other)).isEqualTo(2);
        assertThat(shell.err()).contains("--certificate must be a file with a certificate as PEM");
        assertThat(by("person add-certificate nobody --certificate " + certificate))
                .isEqualTo(2);
        assertThat(shell.err()).contains("There is no person with this id");
    }
}
