package io.facegate.ledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.Filled;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.note.StrictBase64;
import io.facegate.ledger.publish.FolderTarget;
import io.facegate.ledger.publish.LogPublication;
import io.facegate.ledger.tiles.StoreLogSource;
import io.facegate.ledger.tiles.UpperTileCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Go's own packages {@code sumdb/note} and {@code sumdb/tlog} accept what we sign, publish and prove, and nothing else. */
class GoTest {
    private static final int RECORDS = 66_300;
    private static final Path LIBRARIES = Path.of("/usr/share/gocode");

    @TempDir
    private static Path shared;

    private static Path program;

    @TempDir
    private Path folder;

    private Path data;
    private Path tiles;
    private Path growth;
    private String vkey;

    private record Ran(int code, String said) {}

    @BeforeAll
    static void build() throws Exception {
        assertThat(LIBRARIES.resolve("src/golang.org/x/mod/sumdb"))
                .as("This test needs Go. On Debian: apt-get install golang-go golang-golang-x-mod-dev")
                .isDirectory();
        program = shared.resolve("check");
        var source = Path.of("src/test/go/check.go").toAbsolutePath().toString();
        assertThat(run(List.of("go", "build", "-o", program.toString(), source)).code)
                .isZero();
    }

    private static Ran run(List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(shared.toFile());
        builder.environment().put("GO111MODULE", "off");
        builder.environment().put("GOPATH", LIBRARIES.toString());
        builder.environment().put("GOCACHE", shared.resolve("cache").toString());
        builder.environment().put("GOFLAGS", "");
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), said);
    }

    @BeforeEach
    void begin() throws Exception {
        data = folder.resolve("data");
        tiles = folder.resolve("tiles");
        growth = Files.createFile(folder.resolve("growth"));
    }

    private void publish(int records) throws Exception {
        Filled.quickly(data, records);
        vkey = new LogKey(data).prepare(null).encoded();
        var signed = Filled.signed(data);
        try (var log = StoreLogSource.open(data);
                var file = new UpperTileCache(data, log)) {
            new LogPublication(new FolderTarget(tiles), log, file)
                    .publish(signed.note(), new LogKey(data).chain(), Files.readString(data.resolve(LogKey.CHAIN)));
        }
    }

    private Ran check(Path... proofs) throws Exception {
        var command = new ArrayList<>(List.of(program.toString(), vkey, tiles.toString(), growth.toString()));
        for (var proof : proofs) {
            command.add(proof.toString());
        }
        return run(command);
    }

    private Path proof(long index) throws IOException {
        return Files.writeString(
                folder.resolve(index + ".tlog-proof"),
                InclusionProver.prove(data, index).encoded());
    }

    @Test
    void acceptsEverySmallLogAndAllItsProofs() throws Exception {
        int pairs = 0;
        var lines = new StringBuilder();
        publish(1);
        for (int size = 1; size <= 20; size++) {
            var proofs = new ArrayList<Path>();
            for (int index = 0; index < size; index++) {
                proofs.add(proof(index));
            }
            assertThat(check(proofs.toArray(Path[]::new)))
                    .isEqualTo(new Ran(0, size + " records, " + size + " proofs, " + pairs + " pairs\n"));
            publish(1);
            pairs += growth(lines, size + 1);
            Files.writeString(growth, lines);
        }
    }

    private int growth(StringBuilder lines, int size) {
        try (var log = StoreLogSource.open(data);
                var file = new UpperTileCache(data, log)) {
            var tree = file.tree(size);
            for (int earlier = 1; earlier < size; earlier++) {
                lines.append(earlier + " " + StrictBase64.encode(tree.root(earlier)) + ' ' + size + ' '
                        + StrictBase64.encode(tree.root(size)));
                tree.consistencyProof(earlier).forEach(hash -> lines.append(' ').append(StrictBase64.encode(hash)));
                lines.append('\n');
            }
            return size - 1;
        }
    }

    @Test
    void acceptsALogOfThreeLevels() throws Exception {
        publish(RECORDS);
        var lines = new StringBuilder();
        try (var log = StoreLogSource.open(data);
                var file = new UpperTileCache(data, log)) {
            var tree = file.tree(RECORDS);
            for (long earlier : List.of(1L, 255L, 256L, 257L, 65_535L, 65_536L, 65_537L, 66_299L)) {
                lines.append(earlier + " " + StrictBase64.encode(tree.root(earlier)) + ' ' + RECORDS + ' '
                        + StrictBase64.encode(tree.root(RECORDS)));
                tree.consistencyProof(earlier).forEach(hash -> lines.append(' ').append(StrictBase64.encode(hash)));
                lines.append('\n');
            }
        }
        Files.writeString(growth, lines);
        assertThat(check(proof(0), proof(255), proof(65_536), proof(RECORDS - 1)))
                .isEqualTo(new Ran(0, RECORDS + " records, 4 proofs, 8 pairs\n"));
    }

    /** What it accepts says something only when it refuses the rest. */
    @Test
    void refusesWhatWasChanged() throws Exception {
        publish(300);
        var proof = proof(7);
        assertThat(check(proof).code).isZero();
        for (var name : List.of("checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/001.p/44")) {
            var file = tiles.resolve(name);
            var bytes = Files.readAllBytes(file);
            var changed = bytes.clone();
            changed[30] ^= 1;
            Files.write(file, changed);
            assertThat(check(proof).code).as(name).isEqualTo(1);
            Files.write(file, bytes);
        }
        Files.writeString(proof, Files.readString(proof).replace("index 7", "index 8"));
        assertThat(check(proof).code).isEqualTo(1);
    }
}
