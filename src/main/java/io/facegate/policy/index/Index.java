package io.facegate.policy.index;

import io.facegate.call.Capability;
import io.facegate.policy.language.Match;
import io.facegate.policy.language.Rule;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.Purpose;
import io.facegate.policy.vocabulary.Vendor;
import java.util.List;
import java.util.Objects;

/** All rules, compiled: which of them each value of each attribute leaves standing. */
final class Index {
    private final List<Rule> rules;
    private final Lane<Vendor> vendors;
    private final Lane<Purpose> purposes;
    private final Lane<OrganisationType> organisations;
    private final Lane<Capability> capabilities;
    private final Names operations;
    private final Names organisationIds;
    private final Jurisdictions jurisdictions;
    private final References references;

    Index(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        vendors = new Lane<>(Vendor.class, rules, Match::providers, Objects::equals);
        purposes = new Lane<>(Purpose.class, rules, Match::purposes, Objects::equals);
        organisations = new Lane<>(OrganisationType.class, rules, Match::organisations, OrganisationType::within);
        capabilities = new Lane<>(Capability.class, rules, Match::capabilities, Capability::within);
        operations = new Names(rules, Match::operations);
        organisationIds = new Names(rules, Match::organisationIds);
        jurisdictions = new Jurisdictions(rules);
        references = new References(rules);
    }

    List<Rule> rules() {
        return rules;
    }

    /** The rules that everything but the capability leaves standing. */
    long[] standing(Side side) {
        var bits = vendors.at(side.vendor()).clone();
        Bits.keep(bits, purposes.at(side.purpose()));
        Bits.keep(bits, organisations.at(side.type()));
        Bits.keep(bits, operations.at(side.call().operation()));
        Bits.keep(bits, organisationIds.at(side.organisation().id()));
        references.narrow(bits, side.call().facts().references());
        jurisdictions.narrow(bits, side.places());
        return bits;
    }

    /** The rules that a capability leaves standing. */
    long[] standing(Capability capability) {
        return capabilities.at(capability);
    }
}
