package io.facegate.cli.registry;

import io.facegate.cli.ActorOptions;
import io.facegate.usecase.registry.RegistryAccess;
import picocli.CommandLine.Mixin;

/** A command that changes the registry, in the name of a person. */
public abstract class RegistryChangeSubcommand extends RegistrySubcommand {
    @Mixin
    protected ActorOptions acting = new ActorOptions();

    @Override
    protected final RegistryAccess registry() {
        return registry(acting.person());
    }
}
