package io.facegate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code facegate man}: writes a manual page for every command. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        description = {"Writes a manual page for every command, such as facegate-ledger-verify.1."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a page cannot be written", "2:usage"},
        footer = {
            "",
            "Examples:",
            "  facegate man --to ~/.local/share/man/man1   # then: man facegate-ledger-verify",
            "  facegate man | man -l -                     # only the page of facegate itself"
        })
public final class ManCommand implements Callable<Integer> {
    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "the folder to write the pages to; it is made if it does not exist. Without it, the page"
                    + " of facegate itself is printed.")
    private @Nullable Path folder;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        if (folder == null) {
            spec.commandLine().getOut().print(ManPage.generate(root));
            spec.commandLine().getOut().flush();
            return ExitCode.DONE.number();
        }
        try {
            Files.createDirectories(folder);
            int written = write(root, folder);
            spec.commandLine().getOut().println(written + " pages in " + folder);
            return ExitCode.DONE.number();
        } catch (IOException failed) {
            spec.commandLine().getErr().println("facegate: a page cannot be written: " + failed.getMessage());
            return ExitCode.FAULT.number();
        }
    }

    private static int write(CommandLine command, Path folder) throws IOException {
        Files.writeString(
                folder.resolve(ManPage.name(command) + ".1"), ManPage.generate(command), StandardCharsets.UTF_8);
        int written = 1;
        for (var inner : command.getSubcommands().values()) {
            written += write(inner, folder);
        }
        return written;
    }
}
