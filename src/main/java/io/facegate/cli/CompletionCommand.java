package io.facegate.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facegate completion}: prints a shell script that completes commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {"Prints a script with which the shell completes commands, options and their values."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "2:usage"},
        footer = {
            "",
            "Examples:",
            "  source <(facegate completion bash)     for this shell only",
            "  source <(facegate completion zsh)      in ~/.zshrc, after compinit",
            "  facegate completion bash > ~/.local/share/bash-completion/completions/facegate"
        })
public final class CompletionCommand implements Callable<Integer> {
    /** Supported shells. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var root = spec.root();
        var script = AutoComplete.bash(root.name(), root.commandLine());
        spec.commandLine().getOut().println(shell == Shell.ZSH ? forZsh(script) : script);
        return ExitCode.DONE.number();
    }

    /** Wraps the bash script for zsh, which reads it after bashcompinit. */
    private static String forZsh(String script) {
        return "autoload -U +X bashcompinit && bashcompinit\n" + script;
    }
}
