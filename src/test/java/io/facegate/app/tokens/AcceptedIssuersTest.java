package io.facegate.app.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.facegate.Await;
import io.facegate.call.Digests;
import io.facegate.call.Fault;
import io.facegate.call.Fault.Unauthenticated;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryWriter;
import io.facegate.usecase.registry.DeclaredIssuer;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of issuers, changed under a running gateway. */
class AcceptedIssuersTest {
    private static final KeyPair BANK = pair();
    private static final KeyPair POLICE = pair();
    private static final String BOTH = entry("bank", "[bank]") + entry("police", "[police]");

    @TempDir
    private Path data;

    private final List<String> acts = new CopyOnWriteArrayList<>();
    private CountDownLatch recorded = new CountDownLatch(0);
    private volatile boolean recording;
    private boolean isDown;
    private Registry registry;
    private AcceptedIssuers issuers;

    @BeforeEach
    void open() throws IOException {
        key("bank", BANK);
        key("police", POLICE);
        start(BOTH);
    }

    private void start(String entries) throws IOException {
        write(entries);
        registry = Registry.open(data);
        issuers = AcceptedIssuers.open(null, data, registry, this::record, null);
        registry.watch();
    }

    @AfterEach
    void close() {
        issuers.close();
        registry.close();
    }

    @Test
    void anUnchangedFileIsNotReadAgain() throws IOException {
        look();
        look();
        assertThat(acts).containsExactly("issuers_loaded " + digest());
        assertThat(isTrusted("bank", BANK)).isTrue();
        assertThat(isTrusted("police", POLICE)).isTrue();
        assertThat(isTrusted("bank", POLICE)).isFalse();
    }

    @Test
    void aRemovedIssuerIsNotTrustedAnyMore() throws IOException {
        write(entry("bank", "[bank]"));
        issuers.look();
        assertThat(isTrusted("police", POLICE))
                .as("somebody may still be writing it")
                .isTrue();
        issuers.look();
        assertThat(isTrusted("police", POLICE)).isFalse();
        assertThat(isTrusted("bank", BANK)).isTrue();
        assertThat(acts).hasSize(2).endsWith("issuers_loaded " + digest());
        write(BOTH);
        look();
        assertThat(isTrusted("police", POLICE)).as("it is the accepted entry").isTrue();
        assertThat(acts).hasSize(3).allMatch(act -> act.startsWith("issuers_loaded "));
    }

    @Test
    void aChangedEntryIsRefusedUntilAPersonAcceptsIt() throws IOException {
        write(entry("bank", "[bank, police]") + entry("police", "[police]"));
        look();
        assertThat(isTrusted("bank", BANK)).isFalse();
        assertThat(isTrusted("police", POLICE)).isTrue();
        assertThat(issuers.unacceptedIssuers()).containsExactly(name("bank"));
        assertThat(acts).anyMatch(act -> act.startsWith("issuer_not_accepted "));
        accept();
        Await.until(() -> isTrusted("bank", BANK));
        assertThat(issuers.unacceptedIssuers()).isEmpty();
    }

    @Test
    void aChangedKeyFileIsRefusedUntilAPersonAcceptsIt() throws IOException {
        key("bank", POLICE);
        look();
        assertThat(isTrusted("bank", BANK)).isFalse();
        assertThat(isTrusted("bank", POLICE)).isFalse();
        assertThat(acts).hasSize(3);
        accept();
        Await.until(() -> isTrusted("bank", POLICE));
        assertThat(isTrusted("bank", BANK)).isFalse();
    }

    @Test
    void aFileThatCannotBeUsedChangesNothing() throws IOException {
        for (var wrong : List.of(
                BOTH.replace("audience", "audienze"), entry("bank", "[bank]") + entry("nobody", "[nobody]"), "  - {")) {
            write(wrong);
            look();
            assertThat(issuers.problem()).as(wrong).contains("cannot be used, so what it held before stays in use: ");
            assertThat(isTrusted("police", POLICE)).isTrue();
        }
        Files.delete(data.resolve("issuers.yaml"));
        look();
        assertThat(issuers.problem()).contains("is gone");
        assertThat(isTrusted("police", POLICE)).isTrue();
        assertThat(acts).hasSize(1);
        write(BOTH);
        look();
        assertThat(issuers.problem()).isNull();
        assertThat(acts).as("it is as it was").hasSize(1);
    }

    /** The missing key file comes later; the file of issuers itself is not touched again. */
    @Test
    void aFileThatCanBeUsedLaterIsUsedThen() throws IOException {
        write(BOTH + entry("shop", "[shop]"));
        look();
        assertThat(issuers.problem()).contains("shop.pem");
        key("shop", BANK);
        look();
        assertThat(issuers.problem()).isNull();
        assertThat(issuers.unacceptedIssuers()).containsExactly(name("shop"));
    }

    @Test
    void nothingIsUsedThatIsNotOnRecord() throws IOException {
        write(entry("bank", "[bank]"));
        isDown = true;
        look();
        assertThat(issuers.problem()).contains("is not used until that can be recorded: The disk is full.");
        assertThat(isTrusted("police", POLICE)).isTrue();
        assertThat(acts).hasSize(1);
        isDown = false;
        look();
        assertThat(isTrusted("police", POLICE)).isFalse();
        assertThat(acts).hasSize(2);
    }

    /** A pipe never ends, a device neither. */
    @Test
    void aKeyFileThatIsNoRegularFileOrTooLargeIsNotRead() throws Exception {
        var pipe = data.resolve("pipe.pem");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.writeString(data.resolve("large.pem"), Files.readString(data.resolve("bank.pem")) + " ".repeat(1 << 20));
        for (var named : List.of("pipe.pem", "/dev/zero", "large.pem")) {
            write(entry("bank", "[bank]").replace("bank.pem", named) + entry("police", "[police]"));
            assertTimeoutPreemptively(Duration.ofSeconds(20), this::look);
            assertThat(issuers.problem()).contains("The key file").contains("is no regular file, or is larger");
            assertThat(isTrusted("bank", BANK)).isTrue();
        }
        assertThat(acts).hasSize(1);
    }

    @Test
    void aMissingFileIsNotReadAsAnEmptyOneWhenTheRegistryChanges() throws IOException {
        var declared = declared();
        Files.delete(data.resolve("issuers.yaml"));
        declared.put(name("shop"), "0".repeat(64));
        accept(declared);
        Await.until(() -> registry.requireSnapshot().issuers().containsKey(name("shop")));
        assertThat(isTrusted("police", POLICE)).isTrue();
        assertThat(issuers.problem()).contains("is gone");
        look();
        assertThat(issuers.problem()).contains("is gone");
        assertThat(acts).hasSize(1);
    }

    @Test
    void tokensAreVerifiedWhileAChangeIsRecorded() throws Exception {
        write(entry("bank", "[bank]"));
        issuers.look();
        recorded = new CountDownLatch(1);
        recording = false;
        var looking = Thread.ofVirtual().start(issuers::look);
        Await.until(() -> recording);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(isTrusted("police", POLICE)).isTrue());
        recorded.countDown();
        looking.join();
        assertThat(isTrusted("police", POLICE)).isFalse();
    }

    /** Its server is away when another entry is edited. */
    @Test
    void fetchedKeysOfAnUnchangedIssuerStay() throws IOException {
        close();
        Files.delete(data.resolve("registry.db"));
        try (var server = new FakeIssuer().keys(FakeIssuer.jwk("r", BANK.getPublic()))) {
            var remote = "- {issuer: '" + server.url() + "', audience: facegate, organisations: [bank]}\n";
            start(remote + entry("police", "[police]"));
            assertThat(isAccepted(server.url(), "bank", BANK)).isTrue();
            server.answer(FakeIssuer.KEYS, "gone").answer(FakeIssuer.DISCOVERY, "gone");
            write(remote);
            look();
            assertThat(isTrusted("police", POLICE)).isFalse();
            assertThat(isAccepted(server.url(), "bank", BANK)).isTrue();
            write(remote.replace("[bank]", "[bank, shop]"));
            look();
            assertThat(isAccepted(server.url(), "bank", BANK))
                    .as("the control: a changed entry")
                    .isFalse();
        }
    }

    private void look() {
        issuers.look();
        issuers.look();
    }

    private void record(String act, String subject, @Nullable String reason) {
        recording = true;
        try {
            recorded.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        if (isDown) {
            throw new Fault.LedgerDown("The disk is full.");
        }
        if (!act.equals("issuer_keys")) {
            acts.add(act + ' ' + subject);
        }
    }

    private Map<String, String> declared() {
        return new IssuersFileReader(null, data)
                .declared().stream().collect(Collectors.toMap(DeclaredIssuer::name, DeclaredIssuer::digest));
    }

    private void accept() {
        accept(declared());
    }

    private void accept(Map<String, String> found) {
        try (var writer = RegistryWriter.open(data, (act, subject, person) -> {})) {
            writer.issuers().accept(found, Instant.now());
        }
    }

    private boolean isTrusted(String organisation, KeyPair keys) {
        return isAccepted(name(organisation), organisation, keys);
    }

    private boolean isAccepted(String issuer, String organisation, KeyPair keys) {
        var now = Instant.now();
        var token = Jwt.claims()
                .issuer(issuer)
                .audience("facegate")
                .subject(organisation)
                .issuedAt(now)
                .expiresAt(now.plusSeconds(300))
                .jws()
                .keyId("r")
                .sign(keys.getPrivate());
        try {
            return issuers.verify(token, now).organisation().equals(organisation);
        } catch (Unauthenticated refused) {
            return false;
        }
    }

    /** A token that nobody signed is refused by these rules, so that the others prove something. */
    @Test
    void aTokenOfNobodyIsRefused() {
        assertThatThrownBy(() -> issuers.verify("a.b.c", Instant.now())).isInstanceOf(Unauthenticated.class);
    }

    private static String name(String organisation) {
        return "https://" + organisation + ".example.org";
    }

    private static String entry(String organisation, String organisations) {
        return "- {issuer: '" + name(organisation) + "', audience: facegate, algorithms: [RS256], keys: " + organisation
                + ".pem, organisations: " + organisations + "}\n";
    }

    private void write(String entries) throws IOException {
        Files.writeString(data.resolve("issuers.yaml"), "issuers:\n" + entries);
    }

    private String digest() throws IOException {
        return HexFormat.of().formatHex(Digests.sha256(Files.readAllBytes(data.resolve("issuers.yaml"))));
    }

    private void key(String organisation, KeyPair pair) throws IOException {
        Files.writeString(
                data.resolve(organisation + ".pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(pair.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
