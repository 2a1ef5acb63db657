package io.facegate.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code facegate image --output DIR} and {@code facegate release --output DIR}: packages of the built gateway. */
public final class Packaging {
    private static final int USAGE = 2;

    private Packaging() {}

    public static void main(String[] args) throws IOException {
        boolean image = args[0].equals("image");
        if (args.length != 3 || !args[1].equals("--output")) {
            System.err.println(
                    usage(args[0], image ? "the container image, as an OCI layout," : "the archive of a release"));
            System.exit(args.length == 2 && args[1].matches("-h|--help") ? 0 : USAGE);
        }
        var output = Path.of(args[2]).toAbsolutePath();
        if (Files.exists(output) && !isEmptyFolder(output)) {
            System.err.println("--output names something that is there already. Give a new or an empty folder.");
            System.exit(USAGE);
        }
        var files =
                new PackageFiles(Path.of(System.getProperty("facegate.home")).toRealPath());
        System.out.println(
                (image ? ImageBuild.write(files, output) : ReleaseBuild.write(files, output)) + " is in " + output);
    }

    private static String usage(String command, String what) {
        return "Usage: facegate " + command + " --output DIR\n\nWrites " + what
                + " to the folder DIR, which must be new or empty.\n\nExit codes: 0 written, 1 a fault, 2 usage.";
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
