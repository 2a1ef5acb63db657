package io.facegate.cli;

import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.RegistryAccess;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Option of every command that changes something: it does so past the logins of people, in an emergency. */
public final class BreakGlassOption {
    @Option(
            names = "--break-glass",
            description = {
                "Changes a shared registry or its ledger directly, without a login. Use it only in an emergency:"
                        + " it needs --reason, is recorded and is announced."
            })
    private boolean used;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** True if the change is made past the logins. */
    public boolean isUsed() {
        return used;
    }

    /**
     * The registry as a command uses it.
     *
     * @param person whose registry it is; with the option, the person says why
     */
    public RegistryAccess apply(RegistryAccess registry, ActingPerson person) {
        if (used && person.reason() == null) {
            throw new ParameterException(spec.commandLine(), "--break-glass needs --reason TEXT.");
        }
        return used ? registry.breakingGlass() : registry;
    }
}
