package io.facegate.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The archive of a release, which brings its own Java, and the checksum beside it. */
final class ReleaseBuild {
    private ReleaseBuild() {}

    /** Writes the archive and SHA256SUMS; returns the archive's name. */
    static String write(PackageFiles files, Path output) throws IOException {
        var staged = files.stage();
        var home = files.home();
        var top = "facegate-" + files.version();
        var name = top + "-linux-" + ImageBuild.architecture() + ".tar.gz";
        var checksum = OciLayout.sha256();
        LayerArchive.named("release", files.time())
                .with(staged.resolve("runtime"), top + "/runtime/")
                .with(staged.resolve("libraries"), top + "/app/lib/")
                .with(staged.resolve("gateway"), top + "/app/")
                .with(staged.resolve("start-cache"), top + "/app/")
                .with(staged.resolve("policies"), top + "/policies/")
                .with(staged.resolve("licenses"), top + '/')
                .with(home.resolve("docs"), top + "/docs/")
                .with(home.resolve("deploy"), top + "/deploy/")
                .withFile(home.resolve("CHANGELOG.md"), top + "/CHANGELOG.md")
                .withFile(home.resolve("src/launcher/release.sh"), top + "/bin/facegate")
                .withFile(home.resolve("src/launcher/server.jvm"), top + "/app/server.jvm")
                .withFile(home.resolve("src/launcher/command.jvm"), top + "/app/command.jvm")
                .write(Files.createDirectories(output).resolve(name), OciLayout.sha256(), checksum);
        Files.writeString(
                output.resolve("SHA256SUMS"), HexFormat.of().formatHex(checksum.digest()) + "  " + name + '\n');
        return name;
    }
}
