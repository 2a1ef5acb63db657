package io.facegate.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * {@code facegate image --output DIR [--sign KEY]} and {@code facegate release --output DIR [--sign KEY]}: packages of
 * the built gateway.
 */
public final class Packaging {
    private static final int USAGE = 2;

    private Packaging() {}

    public static void main(String[] args) throws IOException {
        boolean image = args[0].equals("image");
        boolean signs = args.length == 5 && args[3].equals("--sign");
        if ((args.length != 3 && !signs) || !args[1].equals("--output")) {
            System.err.println(
                    usage(args[0], image ? "the container image, as an OCI layout," : "the archive of a release"));
            System.exit(args.length == 2 && args[1].matches("-h|--help") ? 0 : USAGE);
        }
        var output = Path.of(args[2]).toAbsolutePath();
        if (Files.exists(output) && !isEmptyFolder(output)) {
            System.err.println("--output names something that is there already. Give a new or an empty folder.");
            System.exit(USAGE);
        }
        var signature = signs ? readKey(Path.of(args[4])) : null;
        var written = write(image, output);
        if (signature != null) {
            // Both name everything else by its SHA-256.
            signature.write(output.resolve(image ? "index.json" : "SHA256SUMS"));
        }
        System.out.println(written + " is in " + output);
    }

    /** One package at a time: they are staged in the same folders. */
    private static String write(boolean image, Path output) throws IOException {
        var home = Path.of(System.getProperty("facegate.home")).toRealPath();
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (var file = FileChannel.open(home.resolve("target/image.lock"), options);
                var _ = file.lock()) {
            var files = new PackageFiles(home);
            return image ? ImageBuild.write(files, output) : ReleaseBuild.write(files, output);
        }
    }

    /** Before anything is written. */
    private static PackageSignature readKey(Path file) {
        try {
            return PackageSignature.of(file);
        } catch (IOException unfit) {
            System.err.println(unfit.getMessage());
            System.exit(USAGE);
            throw new IllegalStateException(unfit);
        }
    }

    private static String usage(String command, String what) {
        return "Usage: facegate " + command + " --output DIR [--sign KEY]\n\nWrites " + what
                + " to the folder DIR, which must be new or empty. With --sign, also the signature of "
                + (command.equals("image") ? "index.json" : "SHA256SUMS")
                + " with that Ed25519 key, as openssl genpkey writes it.\n\nExit codes: 0 written, 1 a fault, 2 usage.";
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }
}
