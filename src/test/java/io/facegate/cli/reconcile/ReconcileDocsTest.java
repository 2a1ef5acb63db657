package io.facegate.cli.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.cli.Ran;
import io.facegate.ledger.RecordedCalls;
import io.facegate.usecase.reconcile.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/reconcile.md}: its example is executed, and it explains everything that can be found. */
class ReconcileDocsTest {
    private static final Path PAGE = Path.of("docs/reconcile.md");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path folder;

    private static String block(String language) throws Exception {
        return Files.readString(PAGE).split("```" + language + "\n", 2)[1].split("```", 2)[0];
    }

    @Test
    void theExampleIsWhatTheCommandPrints() throws Exception {
        var trail = Files.writeString(folder.resolve("trail.json"), block("json"));
        var ledger = new RecordedCalls();
        ledger.answered(
                ledger.permit("rekognition", "DetectFaces", NOW),
                NOW.plusSeconds(1),
                "5d3f2a10-0000-4000-8000-000000000001");
        ledger.write(folder.resolve("data"));
        var words = new ArrayList<>(List.of(block("sh").strip().split(" ")));
        assertThat(words.subList(0, 2)).containsExactly("./facegate", "reconcile");
        words.replaceAll(word -> word.equals("trail.json") ? trail.toString() : word);
        words.addAll(List.of("--data", folder.resolve("data").toString()));

        var ran = Ran.of(new ReconcileCommand(), words.subList(2, words.size()));

        var printed = ran.out()
                .replaceAll("SHA-256 [0-9a-f]{64}", "SHA-256 DIGEST")
                .replaceAll("(?m)^(Ledger: .* to )\\S+, all", "$1NOW, all");
        assertThat(printed).isEqualTo(block("text"));
        assertThat(Files.readString(PAGE)).contains("The exit code is " + ran.code() + ".");
    }

    @Test
    void everythingThatCanBeFoundIsExplained() throws Exception {
        var page = Files.readString(PAGE);
        for (var kind : Finding.Kind.values()) {
            assertThat(page)
                    .containsPattern("\\| `" + kind.word() + "` \\| " + (kind.counts() ? "yes" : "no") + " \\|");
        }
        for (var reason : Finding.Reason.values()) {
            if (reason.kind() == Finding.Kind.UNDECIDED) {
                assertThat(page).contains('`' + reason.word() + '`');
            }
        }
    }
}
