package io.facegate.cli.registry;

import io.facegate.cli.ActorOptions;
import io.facegate.usecase.registry.RegistryAccess;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that changes the registry, in the name of a person. */
public abstract class RegistryChangeSubcommand extends RegistrySubcommand {
    @Mixin
    protected ActorOptions acting = new ActorOptions();

    @Option(
            names = "--break-glass",
            description = {
                "Changes a registry that gateways share directly, although it has people, who change it through the"
                        + " admin API. For emergencies: it needs --reason, is on record and announced."
            })
    private boolean breakGlass;

    @Override
    protected final RegistryAccess registry() {
        var person = acting.person();
        require(!breakGlass || person.reason() != null, "--break-glass says why: --reason TEXT.");
        return breakGlass ? registry(person).breakingGlass() : registry(person);
    }

    /** The registry, only to read it. */
    final RegistryAccess reading() {
        return registry(null);
    }

    /** True if the person changes a shared registry directly, although it has people. */
    final boolean isBreakingGlass() {
        return breakGlass;
    }
}
