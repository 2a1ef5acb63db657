package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.facegate.SelfSigned;
import io.facegate.app.files.FileReloader;
import io.facegate.app.policies.PolicyBundleSettings;
import io.facegate.usecase.delivery.BundleSigners;
import io.facegate.vendor.azure.client.AzureCloud;
import io.facegate.vendor.azure.client.EntraIdentity;
import io.facegate.vendor.azure.client.EntraTokenClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The days until certificates end, as metrics show them. */
class CertificateExpiryMetersTest {
    private static final Offset<Double> HALF_A_DAY = Offset.offset(0.5);

    @TempDir
    private Path folder;

    private final MeterRegistry meters = new SimpleMeterRegistry();

    private double days(String option) {
        return meters.get("facegate.certificate.expiry.days")
                .tag("option", option)
                .gauge()
                .value();
    }

    private static PolicyBundleSettings bundle(Path authorities) {
        return new PolicyBundleSettings("https://policies.example/b", new BundleSigners(List.of(), 1, 1), authorities);
    }

    @Test
    void theFirstOfAFileOfAuthoritiesCountsAsTheFileIsNow() throws Exception {
        var file = folder.resolve("authorities.pem");
        Files.writeString(file, SelfSigned.certificateFor(40) + SelfSigned.certificateFor(9));
        CertificateExpiryMeters.bundle(meters, bundle(file));
        assertThat(days("policy-bundle-ca")).isEqualTo(9, HALF_A_DAY);
        Files.writeString(file, SelfSigned.certificateFor(40));
        assertThat(days("policy-bundle-ca")).as("as each fetch reads it").isEqualTo(40, HALF_A_DAY);
    }

    /** No bundle is fetched with such a file, which its own metric says. */
    @Test
    void aFileThatCannotBeUsedHasNoEnd() throws Exception {
        var file = folder.resolve("authorities.pem");
        Files.writeString(file, SelfSigned.certificateFor(40));
        CertificateExpiryMeters.bundle(meters, bundle(file));
        for (var unfit :
                List.of("", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")) {
            Files.writeString(file, unfit);
            assertThat(days("policy-bundle-ca")).as(unfit).isNaN();
            assertThat(days("policy-bundle-ca")).as(unfit).isNaN();
        }
        Files.delete(file);
        assertThat(days("policy-bundle-ca")).isNaN();
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(days("policy-bundle-ca")).as("a pipe").isNaN());
        Files.delete(file);
        Files.writeString(file, SelfSigned.certificateFor(40));
        assertThat(days("policy-bundle-ca")).isEqualTo(40, HALF_A_DAY);
    }

    @Test
    void withoutTheOptionThereIsNoEnd() {
        CertificateExpiryMeters.bundle(meters, null);
        CertificateExpiryMeters.credentials(meters, new FileReloader((option, digest) -> {}));
        assertThat(days("policy-bundle-ca")).isNaN();
        assertThat(days("azure-certificate")).isNaN();
    }

    /** Of all accounts, and not of a secret or of another option. */
    @Test
    void theCertificateThatProvesAnApplicationCountsWhileItIsUsed() throws Exception {
        var certificate = SelfSigned.client(folder);
        var secret = Files.writeString(folder.resolve("secret"), "a secret of the test");
        try (var files = new FileReloader((option, digest) -> {})) {
            CertificateExpiryMeters.credentials(meters, files);
            follow(files, "azure-secret", new EntraIdentity.Secret(secret));
            assertThat(days("azure-certificate")).isNaN();
            follow(files, "azure-certificate", new EntraIdentity.Certificate(certificate));
            assertThat(days("azure-certificate")).isEqualTo(2, HALF_A_DAY);
            Files.writeString(certificate, SelfSigned.certificateFor(40));
            assertThat(days("azure-certificate"))
                    .as("a file without a key changes nothing, so its end is not that of what is used")
                    .isEqualTo(2, HALF_A_DAY);
        }
    }

    private static void follow(FileReloader files, String option, EntraIdentity.Proof proof) {
        var who = new EntraIdentity.Application(
                URI.create("https://login.microsoftonline.com"), "tenant", "client", proof, null);
        files.follow(option, proof.file(), any -> EntraTokenClient.create(who, AzureCloud.PUBLIC));
    }

    /** An alert that looks below a limit sees it. */
    @Test
    void whatHasEndedIsBelowZero() {
        assertThat(CertificateExpiryMeters.daysUntil(Instant.now().minus(Duration.ofDays(3))))
                .isEqualTo(-3, HALF_A_DAY);
        assertThat(CertificateExpiryMeters.daysUntil(null)).isNaN();
    }
}
