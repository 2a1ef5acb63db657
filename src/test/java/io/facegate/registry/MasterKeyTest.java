package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.registry.GatewayJoin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder whose registry has its key wrapped by a master key, in a file or in an emulated AWS KMS. */
class MasterKeyTest {
    private static KmsEmulator kms;

    @TempDir
    private Path folder;

    private Path data;
    private Place place;
    private String key;

    @BeforeAll
    static void startKms() throws Exception {
        kms = KmsEmulator.start();
    }

    @AfterAll
    static void stopKms() throws Exception {
        kms.close();
    }

    @BeforeEach
    void register() {
        DataKeyMemory.forgetAll();
        data = folder.resolve("data");
        place = new Place(LedgerAddress.ofFolder(data), RegistryAddress.ofFolder(data));
        try (var writer = place.writer()) {
            writer.add(TestOrganisation.of("hope", "nonprofit").build());
            key = writer.mint(new KeyRequest("hope", List.of(), null, null, null, false), Instant.now())
                    .accessKeyId();
        }
    }

    private void rotate(String master, boolean newDataKey) {
        new SealRepair(place.registry(), place.journal()).rotate(new DataKeyRotation(master, newDataKey));
    }

    /** As another process, which has unwrapped nothing. */
    private void requireOpens() {
        DataKeyMemory.forgetAll();
        try (var writer = place.writer()) {
            assertThat(writer.verify().isIntact()).isTrue();
        }
        try (var registry = Registry.open(data)) {
            assertThat(registry.key(key)).isPresent();
        }
    }

    private void requireRefuses(String why) {
        DataKeyMemory.forgetAll();
        assertThatThrownBy(() -> Registry.open(data))
                .isInstanceOf(Unusable.class)
                .hasMessageContaining(why);
        assertThatThrownBy(() -> place.writer()).isInstanceOf(Unusable.class).hasMessageContaining(why);
    }

    private void sql(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("registry.db"));
                var run = connection.createStatement()) {
            for (var each : statements) {
                run.execute(each);
            }
        }
    }

    private MasterKeyReference named() {
        return MasterKeyReference.read(data);
    }

    /** The bytes of every file of the folder, as texts of one byte a character. */
    private String everything() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append("file ")
                        .append(file.getFileName())
                        .append('\n')
                        .append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void aKeyThatWasInAFileIsReplacedAndWrapped() throws IOException {
        var before = Files.readString(data.resolve("registry.key")).strip();
        rotate("file:" + folder.resolve("master.key"), false);
        assertThat(data.resolve("registry.key")).doesNotExist();
        assertThat(Files.readString(data.resolve("registry.key.old")).strip()).isEqualTo(before);
        assertThat(named().generation()).isEqualTo(1);
        assertThat(named().dataKey())
                .isNotEqualTo(SecretCipher.openFile(data.resolve("registry.key.old"), SecretCipher.Guard.REGISTRY)
                        .id());
        requireOpens();
    }

    /** The registry.key of an old folder can be the master key itself, and is then kept. */
    @Test
    void theKeyFileOfTheFolderCanBeTheMasterKey() throws IOException {
        var before = Files.readString(data.resolve("registry.key"));
        rotate("file:registry.key", false);
        assertThat(Files.readString(data.resolve("registry.key"))).isEqualTo(before);
        requireOpens();
        Files.delete(data.resolve("registry.key"));
        requireRefuses("registry.key");
    }

    /** Facegate moves or deletes these itself: a master key in one of them would be lost. */
    @Test
    void noOtherFileOfFacegateCanBeTheMasterKey() throws IOException {
        var before = everything();
        for (var wrong : List.of(
                "registry.key.old",
                "registry.key.next",
                "registry.master",
                "registry.master.next",
                "ledger.key",
                "held/held.key",
                "./registry.key",
                "../data/registry.key.old",
                data.resolve("registry.key").toString())) {
            assertThatThrownBy(() -> rotate("file:" + wrong, false))
                    .isInstanceOf(Unacceptable.class)
                    .hasMessageContaining("Facegate's own");
        }
        var link = Files.createSymbolicLink(folder.resolve("link"), data.resolve("registry.key"));
        assertThatThrownBy(() -> rotate("file:" + link, false)).hasMessageContaining("Facegate's own");
        assertThat(everything()).isEqualTo(before);
        requireOpens();
    }

    @Test
    void theUnwrappedKeyIsNeverOnDisk() throws Exception {
        rotate(kms.key(), false);
        rotate(kms.key(), true);
        var unwrapped = DataKeyMemory.find(named().dataKey()).key();
        requireOpens();
        var all = everything();
        assertThat(all).doesNotContain(HexFormat.of().formatHex(unwrapped));
        assertThat(all).doesNotContain(new String(unwrapped, java.nio.charset.StandardCharsets.ISO_8859_1));
        // The control: the search finds what is there.
        assertThat(all).contains("file ledger.key");
    }

    /** Only the name of the master key and its wrapped bytes change: every row but one keeps its HMAC. */
    @Test
    void anotherMasterKeyWrapsTheSameDataKey() {
        rotate(kms.key(), false);
        var before = named();
        var other = kms.key();
        rotate(other, false);
        assertThat(named()).isEqualTo(new MasterKeyReference(2, before.dataKey(), other));
        requireOpens();
        rotate(null, true);
        assertThat(named().master()).isEqualTo(other);
        assertThat(named().generation()).isEqualTo(3);
        assertThat(named().dataKey()).isNotEqualTo(before.dataKey());
        requireOpens();
        rotate("file:own.key", true);
        requireOpens();
        assertThat(named().generation()).isEqualTo(4);
    }

    @Test
    void anAliasIsStoredAsTheKeyThatItNames() {
        var exact = kms.key();
        rotate(kms.alias(exact, "facegate"), false);
        assertThat(named().master()).isEqualTo(exact);
        requireOpens();
    }

    @Test
    void aDisabledOrUnreachableKeyOpensNothingAndChangesNothing() throws Exception {
        var master = kms.key();
        rotate(master, false);
        kms.disable(master);
        requireRefuses("AWS KMS refused the key");
        kms.enable(master);
        requireOpens();
        try (var _ = kms.unreachable()) {
            requireRefuses("AWS KMS did not answer for the key");
        }
        requireOpens();
        try (var _ = kms.unreachable()) {
            // This process has the data key: it goes on, and cannot wrap it anew.
            assertThat(Registry.open(data).key(key)).isPresent();
            assertThatThrownBy(() -> rotate(kms.key().replaceAll("key/.*", "key/none"), false))
                    .hasMessageStartingWith("Nothing was changed: AWS KMS did not answer");
        }
        assertThat(named().generation()).isEqualTo(1);
        requireOpens();
    }

    @Test
    void whatIsNoMasterKeyIsRefused() {
        for (var wrong : List.of(
                "registry.key",
                "aws-kms:alias/facegate",
                "aws-kms:arn:aws:s3:eu-west-1:111122223333:key/1",
                "azure-keyvault:http://one.vault.azure.net/keys/k",
                "azure-keyvault:https://vault.azure.net.evil.example/keys/k",
                "file:\n")) {
            assertThatThrownBy(() -> rotate(wrong, false)).isInstanceOf(Unacceptable.class);
        }
        assertThat(MasterKeyReference.exists(data)).isFalse();
        requireOpens();
    }

    @Test
    void anAlteredWrappedKeyIsRefused() throws Exception {
        rotate(kms.key(), false);
        sql("CREATE TABLE kept AS SELECT * FROM vault");
        sql("UPDATE vault SET wrapped = CAST(substr(wrapped, 1, length(wrapped) - 4) || x'00010203' AS BLOB)");
        requireRefuses("cannot be unwrapped");
        sql("UPDATE vault SET wrapped = (SELECT wrapped FROM kept)");
        requireOpens();
        // Bound to its generation: the same bytes open for no other one.
        sql("UPDATE vault SET generation = 2");
        new MasterKeyReference(2, named().dataKey(), named().master()).adopt(data);
        requireRefuses("cannot be unwrapped");
    }

    @Test
    void aWrongMasterKeyInTheFileIsRefused() throws IOException {
        var file = folder.resolve("master.key");
        rotate("file:" + file, false);
        Files.delete(file);
        SecretCipher.createFile(file, SecretCipher.Guard.REGISTRY);
        requireRefuses("is not the one that wrapped");
    }

    @Test
    void anOlderWrappedKeyThatIsPutBackIsRefused() throws Exception {
        rotate(kms.key(), false);
        sql("CREATE TABLE kept AS SELECT * FROM vault");
        var older = Files.readString(data.resolve("registry.master"));
        rotate(kms.key(), false);
        sql("UPDATE vault SET (master, generation, wrapped, link) = (SELECT master, generation, wrapped, link FROM"
                + " kept)");
        requireRefuses("knows generation 2");
        // Also where the folder's own file was put back with it: the sealed rows name the newer one.
        Files.writeString(data.resolve("registry.master"), older);
        requireRefuses("not the one that its rows name");
    }

    /** Whoever has the database alone cannot make a gateway take a key of theirs. */
    @Test
    void anotherMasterKeyInTheDatabaseIsNotBelieved() throws Exception {
        rotate(kms.key(), false);
        var other = folder.resolve("other");
        var own = named();
        Files.createDirectory(other);
        var foreign = WrappedVault.wrap(other, kms.key(), 2, io.facegate.integrity.AesGcmCipher.newKey());
        sql("UPDATE vault SET generation = 2, master = '" + foreign.reference().master() + "', data_key = '"
                + foreign.reference().dataKey() + "', wrapped = x'"
                + HexFormat.of().formatHex(foreign.wrapped()) + "'");
        requireRefuses("names another master key");
        sql("UPDATE vault SET master = NULL");
        requireRefuses("has no wrapped key");
        assertThat(named()).isEqualTo(own);
    }

    /** What a rotation leaves that ends before its commit, and after it. */
    @Test
    void aRotationThatIsCutOffLeavesTheOldOrTheNew() throws IOException {
        rotate(kms.key(), false);
        var before = Files.readString(data.resolve("registry.master"));
        for (boolean newDataKey : new boolean[] {false, true}) {
            var failing = new ChangeJournal() {
                @Override
                public void write(String act, String subject, String person) {
                    throw new Unusable("cut off");
                }

                @Override
                public io.facegate.integrity.RecordedRegistryRoots roots() {
                    return place.journal().roots();
                }
            };
            assertThatThrownBy(() -> new SealRepair(place.registry(), failing)
                            .rotate(new DataKeyRotation(kms.key(), newDataKey)))
                    .hasMessage("cut off");
            assertThat(data.resolve("registry.master.next")).exists();
            assertThat(Files.readString(data.resolve("registry.master"))).isEqualTo(before);
            requireOpens();
            assertThatThrownBy(() -> GatewayJoin.join(data, folder.resolve("b")))
                    .hasMessageContaining("was not finished");
        }
        rotate(kms.key(), true);
        // As if it had ended right after its commit.
        Files.move(data.resolve("registry.master"), data.resolve("registry.master.next"));
        Files.writeString(data.resolve("registry.master"), before);
        requireOpens();
        assertThat(data.resolve("registry.master.next")).doesNotExist();
        assertThat(named().generation()).isEqualTo(2);
    }

    /** From the key in a file, ended right after the commit: registry.key is still there. */
    @Test
    void theFirstWrappingIsCompletedAtTheNextOpening() throws IOException {
        rotate(kms.key(), false);
        Files.move(data.resolve("registry.master"), data.resolve("registry.master.next"));
        Files.move(data.resolve("registry.key.old"), data.resolve("registry.key"), StandardCopyOption.ATOMIC_MOVE);
        requireOpens();
        assertThat(data.resolve("registry.key")).doesNotExist();
        assertThat(data.resolve("registry.master")).exists();
    }

    @Test
    void joiningCopiesNoSecretOfTheRegistry() throws IOException {
        rotate(kms.key(), false);
        var other = folder.resolve("b");
        GatewayJoin.join(data, other);
        try (Stream<Path> files = Files.list(other)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ledger.key", "registry.master");
        }
        rotate("file:own.key", false);
        var joined = GatewayJoin.join(data, other);
        assertThat(joined)
                .extracting(each -> each.file().getFileName().toString())
                .containsExactly("own.key", "ledger.key", "registry.master");
        assertThat(MasterKeyReference.read(other)).isEqualTo(named());
    }

    @Test
    void rowsThatSomebodyChangedAreAcceptedUnderTheSameKey() throws Exception {
        rotate(kms.key(), false);
        sql("UPDATE registry_setting SET value = '9 0123456789abcdef file:x' WHERE id = 'master_key'");
        requireRefuses("registry_setting/master_key was changed outside");
        assertThat(new SealRepair(place.registry(), place.journal()).accept(Instant.now()))
                .containsExactly("registry_setting/master_key");
        requireOpens();
    }

    /** The last resort: without the master key nothing verifies, and everything is suspended. */
    @Test
    void aRegistryWhoseMasterKeyIsGoneIsAcceptedUnderANewKey() throws Exception {
        var master = kms.key();
        rotate(master, false);
        kms.disable(master);
        DataKeyMemory.forgetAll();
        Files.delete(data.resolve("registry.master"));
        assertThat(new SealRepair(place.registry(), place.journal()).accept(Instant.now()))
                .contains("organisation/hope");
        DataKeyMemory.forgetAll();
        try (var registry = Registry.open(data)) {
            assertThat(registry.key(key)).isEmpty();
        }
        assertThat(data.resolve("registry.key")).exists();
    }
}
