package io.facegate.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A refusal that came about because a place is not known says so, and what to do. */
class UnknownPlaceTest {
    private static final String PACK = """
        pack: b
        title: A ban in one state
        binds: Banks in Oregon.
        rules:
          - id: ban
            effect: refuse
            match: {jurisdiction: US-OR, organisation: bank, capability: detect}
            reason: {code: no, text: Not in Oregon.}
            citation: {ref: A law, checked: 2026-11-24}
        """;

    @TempDir
    private Path folder;

    private PolicyShell shell;

    @BeforeEach
    void policies() throws IOException {
        shell = new PolicyShell(folder);
        shell.write("b.yaml", PACK);
    }

    @Test
    void theRefusalNamesTheFactThatDecidedAndTheCommandThatRegistersIt() {
        explain();
        assertThat(shell.out())
                .contains(
                        "reason  Not in Oregon. The place of the caller, or of an organisation that it acts for, is not"
                                + " known")
                .contains("An operator can register the place: facegate org change ID --jurisdiction PLACE.");
    }

    @Test
    void itSaysSoInFrench() {
        explain("--lang", "fr");
        assertThat(shell.out()).contains("Le lieu de l’appelant").contains("--jurisdiction PLACE");
    }

    /** The control: where the place is known, nothing of it is said. */
    @Test
    void aKnownPlaceIsNotCalledUnknown() {
        explain("--jurisdiction", "US-OR");
        assertThat(shell.out()).contains("Not in Oregon.").doesNotContain("is not known");
    }

    private void explain(String... more) {
        var asked = new String[more.length + 6];
        System.arraycopy(
                new String[] {"--org-type", "bank", "--purpose", "loyalty", "--capability", "detect"}, 0, asked, 0, 6);
        System.arraycopy(more, 0, asked, 6, more.length);
        shell.run("explain", asked);
    }
}
