package io.facegate.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The container image as an OCI layout, written without a container engine and without a registry. The image holds a Java runtime, the C libraries that it needs, the gateway and the policies: no
 * shell and no package manager.
 */
final class ImageBuild {
    /** The user without rights that runs the gateway; the same number as in Google's images without a shell. */
    private static final int USER = 65532;

    private static final int ANYBODY = 01777;
    private static final int OWNER_ONLY = 0700;

    private ImageBuild() {}

    /** Writes the image; returns its name and digest. */
    static String write(PackageFiles files, Path output) throws IOException {
        var staged = files.stage();
        var time = files.time();
        var image = new OciLayout(output);
        // What seldom changes comes first, so that an update is a few small layers.
        image.add(LayerArchive.named("system", time)
                .with(staged.resolve("system"), "")
                .withFolder("dev", LayerArchive.EXECUTABLE, 0)
                .withFolder("proc", LayerArchive.EXECUTABLE, 0)
                .withFolder("sys", LayerArchive.EXECUTABLE, 0)
                .withFolder("tmp", ANYBODY, 0)
                .withFolder("data", OWNER_ONLY, USER));
        image.add(LayerArchive.named("runtime", time).with(staged.resolve("runtime"), "opt/java/"));
        image.add(LayerArchive.named("libraries", time).with(staged.resolve("libraries"), "app/lib/"));
        image.add(LayerArchive.named("gateway", time)
                .with(staged.resolve("gateway"), "app/")
                .with(staged.resolve("options"), "app/")
                .with(staged.resolve("sbom"), "app/")
                .with(staged.resolve("licenses"), "app/licenses/"));
        image.add(LayerArchive.named("policies", time).with(staged.resolve("policies"), "policies/"));
        image.add(LayerArchive.named("start-up cache", time).with(staged.resolve("start-cache"), "app/"));
        // A tag has no plus sign, which parts the version from its commit.
        var name = "facegate:" + files.version().replace('+', '-');
        var platform = Map.<String, Object>of("os", "linux", "architecture", architecture());
        return name + '@' + image.complete(platform, config(files), name, time.toString());
    }

    static String architecture() {
        return System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("aarch64") ? "arm64" : "amd64";
    }

    private static Map<String, Object> config(PackageFiles files) throws IOException {
        return Map.of(
                "Entrypoint", List.of("/opt/java/bin/java", "@/app/server.jvm", "-jar", "/app/quarkus-run.jar"),
                "Cmd", List.of("serve"),
                "Env", List.of("FACEGATE_DATA=/data", "FACEGATE_POLICIES=/policies"),
                "User", USER + ":" + USER,
                "WorkingDir", "/data",
                "Volumes", Map.of("/data", Map.of()),
                "ExposedPorts", Map.of("8080/tcp", Map.of(), "8443/tcp", Map.of(), "9000/tcp", Map.of()),
                "StopSignal", "SIGTERM",
                "Labels", labels(files));
    }

    private static Map<String, String> labels(PackageFiles files) throws IOException {
        return Map.of(
                "org.opencontainers.image.title",
                "Facegate",
                "org.opencontainers.image.description",
                "A policy gateway in front of face APIs",
                "org.opencontainers.image.version",
                files.version(),
                "org.opencontainers.image.revision",
                files.commit(),
                "org.opencontainers.image.licenses",
                "Apache-2.0",
                "org.opencontainers.image.created",
                files.time().toString());
    }
}
