package io.facegate.cli.admin;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facegate logout}: forgets the login. */
@Command(
        name = "logout",
        description = "Forgets the login that facegate login made: deletes its file. The provider is not told.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a fault", "2:usage"},
        footer = {"", "Example:", "  facegate logout"})
public final class LogoutCommand extends FacegateCommand {
    @Option(
            names = "--login-file",
            paramLabel = "FILE",
            description = "The file with the login. Default: ~/.facegate/login.json.")
    private Path file = LoginFile.ofUser();

    @Override
    protected ExitCode run() {
        try {
            return done(Files.deleteIfExists(file) ? "Logged out." : "Nobody was logged in.");
        } catch (IOException notOurs) {
            return fail(ExitCode.FAULT, file + " cannot be deleted.");
        }
    }
}
