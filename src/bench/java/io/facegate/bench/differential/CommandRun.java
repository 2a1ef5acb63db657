package io.facegate.bench.differential;

import java.io.IOException;
import java.nio.file.Path;

/** The command line. */
final class CommandRun {
    CommandRun(Build older, Build newer, DifferenceReport report) {}

    void run(Path folder, Path data, Path policies) throws IOException {}
}
