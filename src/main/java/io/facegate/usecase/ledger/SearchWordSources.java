package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.identity.Organisation;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.RegistryException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The words that a search may use, besides those in records: names of organisations, ids of rules. */
public final class SearchWordSources {
    private SearchWordSources() {}

    /** The words of the records, and of the registry and the policies of these folders. */
    static SearchWords of(RecordSearch search, RegistryAddress registry, Path policies) {
        return new SearchWords(search, () -> organisations(registry), () -> rules(policies));
    }

    /** Names of the registered organisations by id. Empty without a readable registry. */
    static Map<String, String> organisations(RegistryAddress address) {
        if (!address.mayExist()) {
            return Map.of();
        }
        try (var registry = Registry.open(address)) {
            return registry.organisations().stream().collect(Collectors.toMap(Organisation::id, Organisation::name));
        } catch (Fault.RegistryDown | RegistryException unreadable) {
            return Map.of();
        }
    }

    /** Ids of the packs and rules now in the folder. Empty if the policies do not compile. */
    public static Collection<String> rules(Path policies) {
        try {
            var rules = new LinkedHashSet<String>();
            for (var pack : PolicyReader.load(policies).packs()) {
                rules.add(pack.id());
                pack.rules().forEach(rule -> rules.add(rule.id()));
            }
            return rules;
        } catch (PolicyErrors unreadable) {
            return List.of();
        }
    }
}
