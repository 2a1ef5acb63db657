package io.facegate.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a key is that of its certificate, in every form in which a server would load it. */
class PemPairTest {
    @TempDir
    private Path folder;

    private Path file(String name) {
        return folder.resolve(name);
    }

    private String problem(String certificate, String key) {
        return PemPair.problem(file(certificate), file(key));
    }

    private void openssl(String... words) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of("openssl"));
        line.addAll(List.of(words));
        var run = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var said = new String(run.getInputStream().readAllBytes());
        assertThat(run.waitFor()).as(said).isZero();
    }

    /** A key of that kind, and a certificate of it. */
    private void pair(String name, String kind) throws Exception {
        switch (kind) {
            case "rsa" -> openssl("genrsa", "-traditional", "-out", name + ".key", "2048");
            case "ec" -> openssl("ecparam", "-genkey", "-noout", "-name", "prime256v1", "-out", name + ".key");
            case "pkcs8-ec" ->
                openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", name + ".key");
            case "pss" -> openssl("genpkey", "-algorithm", "RSA-PSS", "-out", name + ".key");
            case "dsa" -> {
                openssl("dsaparam", "-out", "parameters", "2048");
                openssl("gendsa", "-out", "dsa.key", "parameters");
                openssl("pkcs8", "-topk8", "-nocrypt", "-in", "dsa.key", "-out", name + ".key");
            }
            default -> openssl("genpkey", "-algorithm", kind, "-out", name + ".key");
        }
        openssl("req", "-new", "-x509", "-key", name + ".key", "-subj", "/CN=" + name, "-out", name + ".pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec", "RSA", "pkcs8-ec"})
    void aKeyOfAnotherCertificateIsAProblem(String kind) throws Exception {
        pair("one", kind);
        pair("other", kind);
        if (kind.equals("rsa")) {
            assertThat(Files.readString(file("one.key"))).contains("BEGIN RSA PRIVATE KEY");
        }
        if (kind.equals("ec")) {
            assertThat(Files.readString(file("one.key"))).contains("BEGIN EC PRIVATE KEY");
        }
        assertThat(problem("one.pem", "one.key")).isNull();
        assertThat(problem("one.pem", "other.key")).contains("is not that of the certificate");
    }

    @Test
    void aKeyOfAnotherKindIsAProblem() throws Exception {
        pair("one", "rsa");
        pair("other", "ec");
        assertThat(problem("one.pem", "other.key")).isNotNull();
        assertThat(problem("other.pem", "one.key")).isNotNull();
    }

    /** A certificate for RSASSA-PSS with a key for any signature of RSA. */
    @Test
    void aCertificateForAnotherSignatureIsAProblem() throws Exception {
        openssl("genpkey", "-algorithm", "RSA-PSS", "-out", "one.key");
        openssl("req", "-new", "-x509", "-key", "one.key", "-subj", "/CN=one", "-out", "one.pem");
        pair("other", "RSA");
        assertThat(problem("one.pem", "other.key")).isNotNull();
    }

    /** What the server cannot load, or what cannot be compared, is not taken for sound. */
    @ParameterizedTest
    @ValueSource(strings = {"dsa", "pss", "ed25519"})
    void aKindThatCannotBeComparedIsAProblem(String kind) throws Exception {
        pair("one", kind);
        assertThat(problem("one.pem", "one.key")).contains("TLS cannot be set up with --tls-cert");
    }

    /** Some have the authorities of a whole country in one file. */
    @Test
    void authoritiesOfClientsMayBeManyAndTheErrorSaysHowMany() throws Exception {
        pair("one", "ec");
        var pem = Files.readString(file("one.pem"));
        var many = Files.writeString(file("many.pem"), pem.repeat((1 << 20) / pem.length() + 1));
        assertThat(Files.size(many)).isGreaterThan(1 << 20);
        assertThat(PemPair.clientAuthoritiesProblem(many)).isNull();
        assertThat(PemPair.authoritiesProblem("--policy-bundle-ca", many))
                .isEqualTo("--policy-bundle-ca " + many + " must have at most 1 MiB.");
        var padding = " ".repeat(16 << 20);
        var most = Files.writeString(file("most.pem"), pem + padding.substring(pem.length()));
        assertThat(PemPair.clientAuthoritiesProblem(most)).isNull();
        var more = Files.writeString(file("more.pem"), pem + padding);
        assertThat(PemPair.clientAuthoritiesProblem(more))
                .isEqualTo("--tls-client-ca " + more + " must have at most 16 MiB.");
        assertThat(PemPair.clientAuthoritiesProblem(file("one.key"))).contains("must hold one or more certificates");
    }
}
