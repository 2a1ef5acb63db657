package io.facegate.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The archive of a release, which brings its own Java, and beside it the SBOM and the checksums of both. */
final class ReleaseBuild {
    private ReleaseBuild() {}

    /** Writes the archive, the SBOM and SHA256SUMS; returns the archive's name. */
    static String write(PackageFiles files, Path output) throws IOException {
        var staged = files.stage();
        var home = files.home();
        var top = "facegate-" + files.version();
        var named = top + "-linux-" + ImageBuild.architecture();
        var name = named + ".tar.gz";
        var checksum = OciLayout.sha256();
        LayerArchive.named("release", files.time())
                .with(staged.resolve("runtime"), top + "/runtime/")
                .with(staged.resolve("libraries"), top + "/app/lib/")
                .with(staged.resolve("gateway"), top + "/app/")
                .with(staged.resolve("start-cache"), top + "/app/")
                .with(staged.resolve("policies"), top + "/policies/")
                .with(staged.resolve("licenses"), top + '/')
                .with(staged.resolve("sbom"), top + '/')
                .with(home.resolve("docs"), top + "/docs/")
                .with(home.resolve("deploy"), top + "/deploy/")
                .withFile(home.resolve("CHANGELOG.md"), top + "/CHANGELOG.md")
                .withFile(home.resolve("src/launcher/release.sh"), top + "/bin/facegate")
                .withFile(home.resolve("src/launcher/server.jvm"), top + "/app/server.jvm")
                .withFile(home.resolve("src/launcher/command.jvm"), top + "/app/command.jvm")
                .write(Files.createDirectories(output).resolve(name), OciLayout.sha256(), checksum);
        var bill = Files.readAllBytes(staged.resolve("sbom").resolve(PackageFiles.BILL_OF_MATERIALS));
        var billName = named + ".cdx.json";
        Files.write(output.resolve(billName), bill);
        Files.writeString(
                output.resolve("SHA256SUMS"),
                line(checksum.digest(), name) + line(OciLayout.sha256().digest(bill), billName));
        return name;
    }

    private static String line(byte[] digest, String name) {
        return HexFormat.of().formatHex(digest) + "  " + name + '\n';
    }
}
