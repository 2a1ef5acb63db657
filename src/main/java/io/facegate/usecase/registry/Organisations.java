package io.facegate.usecase.registry;

import io.facegate.identity.Organisation;
import io.facegate.registry.RegistryWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Registers, changes and lists the organisations that may call. */
public final class Organisations {
    private static final String TABLE = "organisation";

    private final RegistryAccess registry;

    public Organisations(RegistryAccess registry) {
        this.registry = registry;
    }

    /** Registers an organisation, the first of a new registry too. */
    public Organisation add(Organisation one) {
        return registry.openOrCreate(registrar -> {
            RegistrationCheck.checkNew(
                    new Organisation(one.id(), one.name(), "", List.of(), Set.of(), false, null), one);
            registrar.add(one);
            return one;
        });
    }

    /** Changes an organisation. Words that it had before are not checked again. */
    public Organisation change(String id, UnaryOperator<Organisation> how) {
        return registry.open(registrar -> registrar.change(id, before -> {
            var after = how.apply(before);
            RegistrationCheck.checkNew(before, after);
            return after;
        }));
    }

    /** Suspends an organisation: each of its calls, and each call made for it, is refused. */
    public Organisation suspend(String id) {
        return registry.open(registrar -> registrar.suspend(id));
    }

    /** Ends a suspension. */
    public Organisation resume(String id) {
        return registry.open(registrar -> registrar.resume(id));
    }

    public List<CheckedEntry<Organisation>> list() {
        return registry.list(TABLE, RegistryWriter::organisations, Organisation::id);
    }

    /** One organisation, as a list of one. */
    public List<CheckedEntry<Organisation>> show(String id) {
        return registry.list(TABLE, registrar -> List.of(registrar.getOrganisation(id)), Organisation::id);
    }

    /** What an operator should know about a registration: why its calls will be refused. */
    public static List<String> warnings(Organisation one) {
        var warnings = new ArrayList<String>();
        if (one.jurisdictions().isEmpty()) {
            warnings.add("its place is not known, so the prohibitions of every place may apply to its calls and to"
                    + " each call made for it: org change " + one.id() + " --jurisdiction PLACE.");
        }
        if (one.purposes().isEmpty()) {
            warnings.add("each of its calls is refused until a purpose is registered: org change " + one.id()
                    + " --purpose WORD.");
        }
        return warnings;
    }
}
