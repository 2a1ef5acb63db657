package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that {@code ./facegate release} writes, unpacked and used on a machine without Java. */
class ReleaseIT {
    private static final Path UNIT = Path.of("deploy/systemd/facegate.service");
    private static final Path RECONCILE_UNIT = Path.of("deploy/systemd/facegate-reconcile@.service");

    @TempDir
    private static Path folder;

    private static Path written;
    private static Path unpacked;

    @BeforeAll
    static void writeAndUnpack() throws IOException {
        written = folder.resolve("written");
        run(folder, "openssl", "genpkey", "-algorithm", "ed25519", "-out", "release.key");
        run(folder, "openssl", "pkey", "-in", "release.key", "-pubout", "-out", "facegate-release.pem");
        var key = folder.resolve("release.key").toString();
        Gateway.Result.of(Launcher.of(folder, "release", "--output", written.toString(), "--sign", key), 10)
                .expect(0);
        // Where the unit expects it, below a root of our own.
        var opt = Files.createDirectories(folder.resolve("root/opt"));
        run(written, "sha256sum", "--check", "SHA256SUMS");
        run(written, "sh", "-c", "tar -xzf *.tar.gz -C \"$0\"", opt.toString());
        try (Stream<Path> inside = Files.list(opt)) {
            unpacked = Files.move(inside.toList().getFirst(), opt.resolve("facegate"));
        }
    }

    private static Gateway.Result run(Path in, String... command) {
        return Gateway.Result.of(withoutJava(in, command)).expect(0);
    }

    private static ProcessBuilder withoutJava(Path in, String... command) {
        var builder = new ProcessBuilder(command).directory(in.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        return builder;
    }

    @Test
    void anArchiveThatWasChangedDoesNotHaveItsChecksum() throws IOException {
        var copy = Files.createDirectory(folder.resolve("copy"));
        run(folder, "sh", "-c", "cp written/* copy/ && for file in copy/*.tar.gz; do printf x >> \"$file\"; done");
        assertThat(Gateway.Result.of(withoutJava(copy, "sha256sum", "--check", "SHA256SUMS"))
                        .code())
                .isEqualTo(1);
    }

    /** In the archive and beside it, where a scanner finds it, and among the checksums. */
    @Test
    void theBillOfMaterialsIsInItAndBesideIt() throws Exception {
        var within = unpacked.resolve("sbom.cdx.json");
        assertThat(ImageIT.unnamed(within, unpacked.resolve("app/lib"))).isEmpty();
        try (Stream<Path> files = Files.list(written)) {
            var beside =
                    files.filter(file -> file.toString().endsWith(".cdx.json")).toList();
            assertThat(beside).hasSize(1);
            assertThat(beside.getFirst()).hasSameBinaryContentAs(within);
            assertThat(Files.readString(written.resolve("SHA256SUMS")))
                    .contains("  " + beside.getFirst().getFileName() + "\n");
        }
    }

    /** As the page says it; the key comes from elsewhere than the archive. */
    @Test
    void theChecksumsAreSignedAndTheCommandOfThePageVerifiesThem() throws IOException {
        var command = Files.readAllLines(Path.of("docs/deploy.md")).stream()
                .filter(line -> line.startsWith("openssl pkeyutl -verify") && line.contains("SHA256SUMS"))
                .toList();
        assertThat(command).hasSize(1);
        var copy = Files.createDirectory(folder.resolve("signed"));
        run(folder, "sh", "-c", "cp written/SHA256SUMS* facegate-release.pem signed/");
        assertThat(run(copy, "sh", "-c", command.getFirst()).out()).contains("Signature Verified Successfully");

        Files.writeString(
                copy.resolve("SHA256SUMS"),
                Files.readString(written.resolve("SHA256SUMS")).replaceFirst("^.", "x"));
        assertThat(Gateway.Result.of(withoutJava(copy, "sh", "-c", command.getFirst()))
                        .code())
                .as("the control: a changed list")
                .isEqualTo(1);
        run(copy, "sh", "-c", "cp ../written/SHA256SUMS .");
        run(copy, "sh", "-c", "openssl genpkey -algorithm ed25519 | openssl pkey -pubout -out facegate-release.pem");
        assertThat(Gateway.Result.of(withoutJava(copy, "sh", "-c", command.getFirst()))
                        .code())
                .as("the control: another key")
                .isEqualTo(1);
    }

    @Test
    void withoutAnEd25519KeyNothingIsWritten() throws IOException {
        var key = Files.writeString(folder.resolve("no.key"), "secret");
        var refused = Gateway.Result.of(
                Launcher.of(
                        folder, "release", "--output", folder.resolve("none").toString(), "--sign", key.toString()),
                10);
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err() + refused.out())
                .contains("--sign names no file")
                .doesNotContain("secret");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    /** Also where only its group can read it, and where a link leads to it. */
    @Test
    void aKeyThatOthersCanReadSignsNothing() throws IOException {
        var key = Files.copy(folder.resolve("release.key"), folder.resolve("open.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        var link = Files.createSymbolicLink(folder.resolve("link.key"), key);
        for (var command : List.of("release", "image")) {
            var refused = Gateway.Result.of(
                    Launcher.of(
                            folder, command, "--output", folder.resolve("none").toString(), "--sign", link.toString()),
                    10);
            assertThat(refused.code()).isNotZero();
            assertThat(refused.err() + refused.out())
                    .contains("Users other than its owner can read the key of --sign. Run: chmod 600");
            assertThat(folder.resolve("none")).doesNotExist();
        }
    }

    @Test
    void runsWithTheJavaThatItBrings() throws Exception {
        var data = folder.resolve("data");
        var facegate = unpacked.resolve("bin/facegate").toString();
        assertThat(run(folder, facegate, "--version").out()).startsWith("facegate 0.");
        run(
                folder,
                facegate,
                "org",
                "add",
                "--id",
                "hope",
                "--name",
                "Hope",
                "--type",
                "nonprofit",
                "--data",
                data.toString());
        var builder = withoutJava(
                folder, facegate, "serve", "--json", "--port", "0", "--health-port", "0", "--data", data.toString());
        builder.environment().putAll(Map.of("FACEGATE_JAVA_OPTS", "-Xmx512m"));
        var process = builder.redirectError(folder.resolve("log").toFile()).start();
        try (var out = process.inputReader()) {
            assertThat(out.readLine())
                    .as(Files.readString(folder.resolve("log")))
                    .contains("calls");
            assertThat(Files.readString(folder.resolve("log")))
                    .contains("Policies in force")
                    .doesNotContain("[aot]");
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Offline, because a build machine may run no systemd: the unit can be read, and its exposure is low. */
    @Test
    void theUnitsAreWholeAndHardened() throws IOException {
        for (var unit : List.of(UNIT, RECONCILE_UNIT)) {
            assertThat(unpacked.resolve(unit)).hasSameTextualContentAs(unit);
            assertThat(command(unit).getFirst()).isEqualTo("/opt/facegate/bin/facegate");
            assertThat(folder.resolve("root" + command(unit).getFirst())).isExecutable();
            assertThat(exposure(unit)).isLessThan(2.0);
        }
        var soft = Files.write(
                folder.resolve("facegate.service"), List.of("[Service]", "ExecStart=/opt/facegate/bin/facegate serve"));
        assertThat(exposure(soft)).as("the control is exposed").isGreaterThan(8.0);
    }

    /** What a unit starts. */
    private static List<String> command(Path unit) throws IOException {
        var starts = Files.readAllLines(unit).stream()
                .filter(line -> line.startsWith("ExecStart="))
                .toList();
        assertThat(starts).hasSize(1);
        return List.of(starts.getFirst().substring("ExecStart=".length()).split(" "));
    }

    /** With the settings of the page, as systemd puts them in; their file is read first. */
    @Test
    void whatTheUnitOfReconcileStartsComparesATrail() throws Exception {
        var page = Files.readString(Path.of("docs/deploy.md"));
        var settings = page.substring(page.indexOf("TRAIL="), page.indexOf("```", page.indexOf("TRAIL=")));
        var trails = Files.createDirectories(folder.resolve("trails"));
        Files.writeString(trails.resolve("empty.json"), "{\"Records\":[]}");
        var all = new ArrayList<String>();
        for (var word : command(RECONCILE_UNIT)) {
            var put = word.replace("%i", "aws").replace("${EVERY}", "15m");
            for (var line : settings.lines().toList()) {
                var value = line.substring(line.indexOf('=') + 1).replace("'", "");
                put = put.replace("${" + line.substring(0, line.indexOf('=')) + '}', value);
            }
            all.add(put.replace("/srv/trails/aws", trails.toString()).replaceFirst(":9001$", ":0"));
        }
        all.set(0, unpacked.resolve("bin/facegate").toString());
        assertThat(String.join(" ", all)).doesNotContain("$", "%");
        var data = folder.resolve("reconciled");
        run(
                folder,
                all.getFirst(),
                "org",
                "add",
                "--id",
                "a",
                "--name",
                "A",
                "--type",
                "nonprofit",
                "--data",
                "" + data);
        all.addAll(List.of("--data", data.toString()));
        var compares = withoutJava(folder, all.toArray(String[]::new)).redirectErrorStream(true);
        var process = compares.start();
        try (var out = process.inputReader()) {
            assertThat(out.lines().limit(4)).anyMatch(line -> line.contains("Runs: every 15 minutes."));
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static double exposure(Path unit) {
        var said = run(
                        folder,
                        "systemd-analyze",
                        "security",
                        "--offline=true",
                        "--no-pager",
                        unit.toAbsolutePath().toString())
                .out();
        var line = said.lines()
                .filter(each -> each.contains("Overall exposure level"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.replaceAll(".*: ([0-9.]+) .*", "$1"));
    }
}
