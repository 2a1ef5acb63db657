package io.facegate.usecase.registry;

import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationState;
import io.facegate.identity.OrganisationVerification;
import io.facegate.policy.vocabulary.KnownPlaces;
import io.facegate.registry.RegistryWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
            RegistrationCheck.checkNew(Organisation.builder(one.id(), "").build(), one);
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

    /** Records how an organisation was verified. */
    public Organisation verify(String id, OrganisationVerification how) {
        return registry.open(registrar -> registrar.verify(id, how));
    }

    /** Closes an organisation for good, and revokes its keys. */
    public Organisation close(String id, Instant now) {
        return registry.open(registrar -> registrar.close(id, now));
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
        if (one.state() == OrganisationState.APPLIED) {
            warnings.add("each of its calls is refused until it is verified: org verify " + one.id() + '.');
        }
        if (one.jurisdictions().isEmpty()) {
            warnings.add("its place is not known, so the prohibitions of every place may apply to its calls and to"
                    + " each call made for it: org change " + one.id() + " --jurisdiction PLACE.");
        }
        warnings.addAll(warnings(one.id(), one.jurisdictions()));
        if (one.purposes().isEmpty()) {
            warnings.add("each of its calls is refused until a purpose is registered: org change " + one.id()
                    + " --purpose WORD.");
        }
        return warnings;
    }

    /** What an operator should know about places: which are mistakes, and which cities no list has. */
    public static List<String> warnings(String id, Collection<String> places) {
        var warnings = new ArrayList<String>();
        for (var place : places) {
            var mistake = KnownPlaces.mistake(place);
            if (mistake != null) {
                warnings.add(mistake + " (org change " + id + " --jurisdiction PLACE).");
            } else if (KnownPlaces.isUnlistedCity(place)) {
                warnings.add("the built-in list has no city '" + place + "'; a law of that city binds " + id
                        + " only if the policies write its name the same way.");
            }
        }
        return warnings;
    }
}
