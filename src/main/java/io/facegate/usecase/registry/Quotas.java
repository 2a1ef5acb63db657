package io.facegate.usecase.registry;

import io.facegate.registry.Quota;
import io.facegate.registry.RegisteredQuotas;
import io.facegate.registry.RegistryException.Unacceptable;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sets, shows and clears the quotas of a registry, which all its gateways apply. */
public final class Quotas {
    private static final String SOURCE = "the quotas";

    private final RegistryAccess registry;

    public Quotas(RegistryAccess registry) {
        this.registry = registry;
    }

    /** The quotas that are set; null if there are none, so that each gateway keeps those of its own file. */
    public @Nullable RegisteredQuotas current() {
        return registry.open(registrar -> new Found(registrar.quotas().current())).quotas;
    }

    private record Found(@Nullable RegisteredQuotas quotas) {}

    /**
     * The quotas that a text declares.
     *
     * @throws Unacceptable with what is wrong with it
     */
    public static List<Quota> read(String text) {
        try {
            return QuotasYaml.read(SOURCE, text);
        } catch (IllegalArgumentException malformed) {
            throw new Unacceptable("In " + malformed.getMessage());
        }
    }

    /** Sets them in place of those before. */
    public RegisteredQuotas set(String text) {
        return set(text, _ -> {});
    }

    /** As above, if the quotas before are those that {@code base} accepts. */
    public RegisteredQuotas set(String text, Consumer<@Nullable RegisteredQuotas> base) {
        read(text);
        return registry.open(registrar -> registrar.quotas().set(text, base));
    }

    /** Clears them; returns those before. */
    public RegisteredQuotas clear() {
        return registry.open(registrar -> registrar.quotas().clear());
    }
}
