package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code --break-glass} of commands that change the registry. */
class BreakGlassOptionTest {
    @TempDir
    private Path data;

    private final Shell shell = new Shell();

    @Test
    void itNeedsAReason() {
        shell.registerPolice(data);
        assertThat(shell.run(data, "org", "suspend", "pd", "--break-glass")).isEqualTo(2);
        assertThat(shell.err()).contains("--break-glass needs --reason TEXT.");
        assertThat(Shell.acts(data)).noneMatch(act -> act.startsWith("org_suspend"));
    }

    /** Whoever has the folder needs none of it, and it is then not on record. */
    @Test
    void inAFolderItChangesNothing() {
        shell.registerPolice(data);
        assertThat(shell.run(data, "person", "add", "--id", "m.roe", "--role", "operator"))
                .isZero();
        assertThat(shell.run(
                        data, "org", "suspend", "pd", "--by", "m.roe", "--reason", "Login is down.", "--break-glass"))
                .as(shell.err())
                .isZero();
        assertThat(shell.run(data, "org", "resume", "pd", "--by", "m.roe")).isZero();
        assertThat(Shell.acts(data))
                .contains("org_suspend pd", "org_resume pd")
                .noneMatch(act -> act.startsWith("break_glass"));
    }
}
