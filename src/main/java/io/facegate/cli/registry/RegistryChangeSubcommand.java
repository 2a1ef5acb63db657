package io.facegate.cli.registry;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.BreakGlassOption;
import io.facegate.usecase.registry.RegistryAccess;
import picocli.CommandLine.Mixin;

/** A command that changes the registry, in the name of a person. */
public abstract class RegistryChangeSubcommand extends RegistrySubcommand {
    @Mixin
    protected ActorOptions acting = new ActorOptions();

    @Mixin
    protected BreakGlassOption glass = new BreakGlassOption();

    @Override
    protected final RegistryAccess registry() {
        var person = acting.person();
        return glass.apply(registry(person), person);
    }

    /** The registry, only to read it. */
    final RegistryAccess reading() {
        return registry(null);
    }
}
