package io.facegate.usecase.registry;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.MintedKey;
import io.facegate.registry.RegistryException.Incomplete;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part of a file that was made though its end could not be recorded. */
class IncompletePartTest {
    /** Fails as a registry does that has committed. */
    private static final class Failing implements MintedKeyReceiver {
        @Override
        public void require(int keys) {
            // It takes any number.
        }

        @Override
        public void keep(List<MintedKey> minted) {
            throw new Incomplete("The change was made and is on record.", new IllegalStateException("none"));
        }
    }

    @TempDir
    private Path folder;

    @Test
    void itIsToldAsMadeAndItsKeysAsPerhapsValid() {
        var files = new RegistryFiles(new RegistryAccess(folder, LedgerAddress.ofFolder(folder), null));
        var content = OrganisationsFile.readSent("""
                organisations:
                - id: hope
                  name: Hope
                  type: nonprofit
                  purposes: [missing_child]
                  keys:
                  - label: main
                """.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> files.apply(content, new Failing(), _ -> {}))
                .isInstanceOf(Incomplete.class)
                .hasMessageContaining("On record: 1 of 1 organisations, 1 of 1 keys.")
                .hasMessageContaining("Keys of that part may be valid: revoke")
                .hasMessageNotContaining("Nothing was changed");
    }
}
