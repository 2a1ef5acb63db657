package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.registry.SecretCipher.Guard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What version 0.1 sealed, committed to and authenticated is read by every later version. */
class SecretCipherTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SECRET = "a secret".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "REGISTRY,794d33cfee1398f4d7619b543d46520a4bf479e860dbc67b2661dded25e27746775e3914",
        "HELD,e96f851a291a2603875c7464754f4e91313f2b74b0255867c3c7b4e63634987bc4d0463b",
        "HANDLES,0b0e0bae81cd32c701270f909c3a4177d76342787b1573e1546d18ba011b25b57c730e76"
    })
    void opensWhatWasSealedBefore(Guard guard, String sealed) throws Exception {
        assertThat(vault(guard).open("k1", HEX.parseHex(sealed))).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "REGISTRY,9275ff12a4a631e4,ef24e9701f5379d001898af4dbb1482049052d2ac52f5d939a0cb456ee69bde7,8cbb001d35419f4f010762cd72dfc2f27a5469dd60d56e9e65ab13f214eff95d",
        "HELD,e240af43a0ba15e3,b1415bb3613d17bac8943795fdf8e60ddf4317e2648a449f4158da685887e548,b4ffd72d0c49fe7bfe191b8b438cb6e7e9f28474dd492a71dfb5cf3c0a16df1b",
        "HANDLES,844e8a161520fe2e,fff68c9434bb900bc4dc504c93a43b810571b29c0dfb947843149a2581d9dbe1,28ca9686d31b6cda5a9cd88b92f640556f62a1045e7acd6a51cc33477cfd602c"
    })
    void derivesTheSameKeysAsBefore(Guard guard, String id, String committed, String row) throws Exception {
        var vault = vault(guard);
        assertThat(vault.id()).isEqualTo(id);
        assertThat(vault.commitmentMac("request").doFinal(new byte[] {'x'}))
                .asHexString()
                .isEqualToIgnoringCase(committed);
        assertThat(vault.rows().computeMac("t", Arrays.asList("a", 1L, 2.5, null, new byte[] {1}, List.of("b"))))
                .asHexString()
                .isEqualToIgnoringCase(row);
    }

    /** The control: whatever is altered, cut short, or sealed for another purpose or under another key is refused. */
    @Test
    void opensNothingElse() throws Exception {
        var vault = vault(Guard.REGISTRY);
        var sealed = vault.seal("k1", SECRET);
        assertThat(vault.open("k1", sealed)).isEqualTo(SECRET);
        for (int place = 0; place < sealed.length; place++) {
            var altered = sealed.clone();
            altered[place] ^= 1;
            assertRefused(vault, "k1", altered);
            assertRefused(vault, "k1", Arrays.copyOf(sealed, place));
        }
        assertRefused(vault, "k2", sealed);
        assertRefused(vault(Guard.HELD), "k1", sealed);
    }

    private static void assertRefused(SecretCipher vault, String purpose, byte[] sealed) {
        assertThatThrownBy(() -> vault.open(purpose, sealed))
                .isInstanceOf(RegistryException.Unusable.class)
                .hasMessageContaining("was sealed with another key, or was altered");
    }

    private SecretCipher vault(Guard guard) throws Exception {
        var file = guard.keyFile(folder);
        Files.writeString(file, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return SecretCipher.open(folder, guard);
    }
}
