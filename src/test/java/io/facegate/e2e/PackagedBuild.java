package io.facegate.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A packaged build of Facegate, as its folder {@code quarkus-app} has it.
 *
 * @param folder where its files are
 * @param compiler the last compiler of the JVM that its gateways use, 1 or 4
 */
record PackagedBuild(Path folder, int compiler) {
    /** The build that is tested. */
    static final PackagedBuild THIS = new PackagedBuild(Path.of("target/quarkus-app"));

    private static final int FIRST_COMPILER = 1;
    private static final int BOTH_COMPILERS = 4;
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    // Half of the processor time of a start is the better compiler's, which pays in the long run only.
    PackagedBuild(Path folder) {
        this(folder, FIRST_COMPILER);
    }

    /** The same, whose gateways have both compilers, as {@code facegate serve} starts them. */
    PackagedBuild withBothCompilers() {
        return new PackagedBuild(folder, BOTH_COMPILERS);
    }

    private Path file(String name) {
        return folder.resolve(name).toAbsolutePath();
    }

    /** Starts its Java for a gateway, with more options of the JVM. */
    List<String> server(List<String> jvm) {
        var words = new ArrayList<>(List.of(
                JAVA,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=" + compiler,
                "-XX:+UseCompactObjectHeaders",
                "-XX:AOTCache=" + file("start.aot"),
                "-Xlog:aot*=off",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisplayVMOutputToStderr"));
        words.addAll(jvm);
        words.addAll(List.of("-jar", file("quarkus-run.jar").toString()));
        return words;
    }

    /** One command of its command line, not started yet. */
    ProcessBuilder command(List<String> words) {
        return command(file("commands.jsa"), List.of(), words);
    }

    /** The same, with another archive of classes, and more options of the JVM. */
    ProcessBuilder command(Path archive, List<String> jvm, List<String> words) {
        var all = new ArrayList<>(List.of(
                JAVA,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:cds*=off",
                "-Xlog:aot*=off"));
        all.addAll(jvm);
        all.addAll(List.of("-jar", file("quarkus-run.jar").toString()));
        all.addAll(words);
        return new ProcessBuilder(all);
    }
}
