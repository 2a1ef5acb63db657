package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.identity.Organisation;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistryLines;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A command that changes organisations. */
abstract class OrganisationChangeSubcommand extends GatewayChangeSubcommand {
    private static final String PATH = "organisations";

    /** Registers an organisation, and prints it. */
    final ExitCode add(Organisation one) {
        var gateway = gateway();
        return gateway == null
                ? print(toFields(new Organisations(registry()).add(one)))
                : print(gateway.put(path(PATH, one.id()), null, RegistryLines.toFields(one)));
    }

    /** Changes the registration of an organisation, and prints it. */
    final ExitCode change(String id, UnaryOperator<Organisation> how) {
        var gateway = gateway();
        if (gateway == null) {
            return print(toFields(new Organisations(registry()).change(id, how)));
        }
        var before = new Organisations(reading()).show(id).getFirst().entry();
        return print(
                gateway.put(path(PATH, id), RegistryLines.toFields(before), RegistryLines.toFields(how.apply(before))));
    }

    /**
     * Does something else with an organisation, and prints it.
     *
     * @param word of the endpoint
     */
    final ExitCode act(String id, String word, Function<Organisations, Organisation> how) {
        var gateway = gateway();
        return gateway == null
                ? print(toFields(how.apply(new Organisations(registry()))))
                : print(gateway.send("POST", path(PATH, id, word), null));
    }
}
