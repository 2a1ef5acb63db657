package io.facegate.engine.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What version 0.1 sealed and authenticated is read by every later version. */
class GalleryCipherTest {
    private static final byte[] TEMPLATE = "a template".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    @Test
    void opensWhatWasSealedBefore() throws Exception {
        var sealed =
                HexFormat.of().parseHex("fdb56ace963ecbae52f29e307992e6a98db7857c35fa2b0e91509fd56c028c654ddae39c945f");
        assertThat(vault().open(sealed, "face 7")).isEqualTo(TEMPLATE);
        assertThat(vault().rows().computeMac("t", Arrays.asList("a", 1L, 2.5, null, new byte[] {1}, List.of("b"))))
                .asHexString()
                .isEqualToIgnoringCase("021757a30e31b0fe56af61905cb33aab167fd2556140930dbecfba0d3ba1c884");
    }

    /** The control: whatever is altered, cut short or sealed for another context is not opened. */
    @Test
    void opensNothingElse() throws Exception {
        var vault = vault();
        var sealed = vault.seal(TEMPLATE, "face 7");
        assertThat(vault.open(sealed, "face 7")).isEqualTo(TEMPLATE);
        for (int place = 0; place < sealed.length; place++) {
            var altered = sealed.clone();
            altered[place] ^= 1;
            assertThat(vault.open(altered, "face 7")).isNull();
            assertThat(vault.open(Arrays.copyOf(sealed, place), "face 7")).isNull();
        }
        assertThat(vault.open(sealed, "face 8")).isNull();
    }

    private GalleryCipher vault() throws Exception {
        var key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        var file = folder.resolve("galleries.key");
        Files.write(file, key);
        return GalleryCipher.open(file);
    }
}
