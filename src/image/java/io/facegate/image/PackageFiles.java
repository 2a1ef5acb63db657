package io.facegate.image;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** What the image and the release hold, staged in folders. */
final class PackageFiles {
    private static final Pattern LIBRARY = Pattern.compile("(?:\\S+ => )?(/\\S+) \\(0x[0-9a-f]+\\)");
    private static final Pattern MISSING = Pattern.compile("(\\S+) => not found");

    private static final Pattern WRITTEN = Pattern.compile("(\"timestamp\" : \")[^\"]*(\")");

    /** The file that names what is packaged: a CycloneDX SBOM. */
    static final String BILL_OF_MATERIALS = "sbom.cdx.json";

    private final Path home;
    private final Path app;
    private final Path staged;
    private final Path launcher;

    PackageFiles(Path home) {
        this.home = home;
        this.app = home.resolve("target/quarkus-app");
        this.staged = home.resolve("target/image/staged");
        this.launcher = home.resolve("src/launcher");
    }

    /** The folder of the project. */
    Path home() {
        return home;
    }

    /** The time of the commit, so that the same sources make the same layers. */
    Instant time() throws IOException {
        return Instant.ofEpochSecond(Long.parseLong(text("git", "log", "-1", "--format=%ct")));
    }

    String commit() throws IOException {
        return text("git", "rev-parse", "HEAD");
    }

    /** The version that the gateway itself says. */
    String version() throws IOException {
        var said =
                run(home, staged.resolve("runtime/bin/java").toString(), "-jar", app + "/quarkus-run.jar", "--version");
        var words = said.strip().split("\\s+");
        return words[1];
    }

    private String text(String... command) throws IOException {
        return run(home, command).strip();
    }

    /** Stages every layer anew; returns their folder. */
    Path stage() throws IOException {
        delete(staged);
        Files.createDirectories(staged);
        run(
                home,
                launcher.resolve("runtime.sh").toString(),
                staged.resolve("runtime").toString());
        copy(app.resolve("lib"), staged.resolve("libraries"));
        var gateway = staged.resolve("gateway");
        copy(app.resolve("app"), gateway.resolve("app"));
        copy(app.resolve("quarkus"), gateway.resolve("quarkus"));
        Files.copy(app.resolve("quarkus-run.jar"), gateway.resolve("quarkus-run.jar"));
        var options = Files.createDirectories(staged.resolve("options"));
        Files.writeString(
                options.resolve("server.jvm"),
                Files.readString(launcher.resolve("server.jvm")) + "-XX:AOTCache=/app/start.aot\n-Xlog:aot*=off\n");
        for (var page : List.of("LICENSE", "NOTICE", "THIRD-PARTY.md")) {
            Files.copy(
                    home.resolve(page),
                    Files.createDirectories(staged.resolve("licenses")).resolve(page));
        }
        copy(home.resolve("policies"), staged.resolve("policies"));
        stageBillOfMaterials(staged.resolve("sbom"));
        stageSystem(staged.resolve("system"));
        setTimes(staged);
        stageStartCache();
        return staged;
    }

    /** What is packaged, as the build wrote it, but of the time of the commit. */
    private void stageBillOfMaterials(Path to) throws IOException {
        var written = home.resolve("target/quarkus-run-cyclonedx.json");
        if (!Files.exists(written)) {
            throw new IOException(written + " is missing. Build again: mvn -DskipTests package");
        }
        var said = WRITTEN.matcher(Files.readString(written));
        Files.writeString(
                Files.createDirectories(to).resolve(BILL_OF_MATERIALS), said.replaceFirst("$1" + time() + "$2"));
    }

    /** The JVM's cache of a trial start; it holds for these very files, whose times it compares. */
    private void stageStartCache() throws IOException {
        var trial = staged.resolve("trial");
        var cache = Files.createDirectories(staged.resolve("start-cache"));
        copy(staged.resolve("gateway"), trial);
        copy(staged.resolve("libraries"), trial.resolve("lib"));
        setTimes(trial);
        var builder =
                new ProcessBuilder(launcher.resolve("start-cache.sh").toString(), trial.toString(), home + "/policies");
        builder.environment().put("JAVA_HOME", staged.resolve("runtime").toString());
        await(builder);
        Files.move(trial.resolve("start.aot"), cache.resolve("start.aot"));
        delete(trial);
    }

    private void stageSystem(Path system) throws IOException {
        var etc = Files.createDirectories(system.resolve("etc"));
        Files.writeString(etc.resolve("passwd"), """
            root:x:0:0:root:/nonexistent:/nonexistent
            facegate:x:65532:65532:facegate:/data:/nonexistent
            nobody:x:65534:65534:nobody:/nonexistent:/nonexistent
            """);
        Files.writeString(etc.resolve("group"), """
            root:x:0:
            facegate:x:65532:
            nogroup:x:65534:
            """);
        Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
        for (var library : libraries()) {
            var to = system.resolve(library.substring(1));
            Files.createDirectories(to.getParent());
            Files.copy(Path.of(library).toRealPath(), to);
        }
    }

    /** The C libraries of the runtime, and of the native libraries in the jars, where this machine has them. */
    private Set<String> libraries() throws IOException {
        var found = new TreeMap<String, String>();
        var missing = new TreeSet<String>();
        for (var program : programs()) {
            var needed = run(home, "ldd", program.toString());
            var each = LIBRARY.matcher(needed);
            while (each.find()) {
                if (!each.group(1).startsWith(staged.toString())) {
                    found.put(each.group(1), program.toString());
                }
            }
            MISSING.matcher(needed)
                    .results()
                    .map(none -> none.group(1))
                    .filter(none -> !isBrought(none))
                    .forEach(none -> missing.add(none + ", of " + program));
        }
        if (!missing.isEmpty()) {
            throw new IOException("This machine has not all libraries that the image needs: " + missing);
        }
        return found.keySet();
    }

    /** Libraries that the JVM and the face engine bring with them, and load by themselves. */
    private static boolean isBrought(String library) {
        return library.equals("libjvm.so") || library.startsWith("libonnxruntime.so");
    }

    private List<Path> programs() throws IOException {
        var all = new ArrayDeque<Path>();
        all.add(staged.resolve("runtime/bin/java"));
        try (Stream<Path> inside = Files.walk(staged.resolve("runtime/lib"))) {
            inside.filter(file -> file.toString().endsWith(".so")).forEach(all::add);
        }
        all.addAll(nativeLibraries());
        return List.copyOf(all);
    }

    /** Native libraries of this platform, unpacked from their jars, to be asked what they need. */
    private List<Path> nativeLibraries() throws IOException {
        var natives = Files.createDirectories(staged.resolveSibling("natives"));
        var found = new ArrayDeque<Path>();
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        var here = Pattern.compile(
                "(?i)(?!.*musl).*linux.*(" + (arm ? "aarch64|aarch_64|arm64" : "x86_64|x64|amd64") + ").*\\.so");
        try (Stream<Path> jars = Files.walk(app.resolve("lib"))) {
            for (var jar : jars.filter(each -> each.toString().endsWith(".jar")).toList()) {
                try (var zip = new ZipFile(jar.toFile())) {
                    for (var entry : zip.stream()
                            .filter(each -> here.matcher(each.getName()).matches())
                            .toList()) {
                        var to = natives.resolve(
                                found.size() + "-" + Path.of(entry.getName()).getFileName());
                        Files.deleteIfExists(to);
                        Files.copy(zip.getInputStream(entry), to);
                        found.add(to);
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    private void setTimes(Path folder) throws IOException {
        var time = FileTime.from(time());
        try (Stream<Path> all = Files.walk(folder)) {
            for (var each : all.toList()) {
                Files.setLastModifiedTime(each, time);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (var each : all.toList()) {
                var target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(each, target);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, java.io.IOException failed) throws IOException {
                Files.delete(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Runs a command; returns what it printed. */
    static String run(Path folder, String... command) throws IOException {
        return await(new ProcessBuilder(command).directory(folder.toFile()));
    }

    private static String await(ProcessBuilder builder) throws IOException {
        var process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() == 0) {
                return said;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        throw new IOException(String.join(" ", builder.command()) + " failed: " + said);
    }
}
