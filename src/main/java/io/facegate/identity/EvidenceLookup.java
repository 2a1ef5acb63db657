package io.facegate.identity;

import io.facegate.identity.Credential.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the evidence entries named by a call. Entries that are unknown, of another organisation or case, or not
 * valid now are silently omitted, so that callers cannot probe for them.
 */
final class EvidenceLookup {
    /** Maximum number of entries of one call; beyond it, none counts. */
    static final int MOST = 64;

    private static final String EVIDENCE = "Facegate-Evidence";
    private static final String CASE = "Facegate-Case";

    private final IdentityDirectory directory;

    EvidenceLookup(IdentityDirectory directory) {
        this.directory = directory;
    }

    AttestedContext context(VerifiedCredential proof, Request request, List<Organisation> chain, Instant now) {
        var cases = RequestHeaders.values(request, CASE);
        var lines = RequestHeaders.values(request, EVIDENCE);
        var matter = resolveCase(proof, cases);
        boolean names = !lines.isEmpty() || !proof.evidence().isEmpty();
        if ((!names && matter == null) || contradictsCase(matter, cases)) {
            return AttestedContext.NONE;
        }
        var ofCase = matter == null ? List.<Evidence>of() : findByCase(matter, chain, now);
        var found = names ? findByIds(ids(proof, lines), matter, chain, now) : ofCase;
        var known = ofCase.isEmpty() ? null : matter;
        return known == null && found.isEmpty() ? AttestedContext.NONE : toContext(known, found);
    }

    /** The case named in a claim or header, else the key's default case. */
    private static @Nullable String resolveCase(VerifiedCredential proof, List<String> cases) {
        if (proof.caseId() != null) {
            return proof.caseId();
        }
        return cases.isEmpty() ? proof.defaultCaseId() : cases.getFirst().strip();
    }

    private static boolean contradictsCase(@Nullable String matter, List<String> cases) {
        for (var one : cases) {
            if (!one.strip().equals(matter)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> ids(VerifiedCredential proof, List<String> lines) {
        var ids = new LinkedHashSet<>(proof.evidence());
        for (var line : lines) {
            for (var id : line.split(",", MOST + 1)) {
                ids.add(id.strip());
            }
        }
        return ids;
    }

    private List<Evidence> findByIds(Set<String> ids, @Nullable String matter, List<Organisation> chain, Instant now) {
        if (ids.size() > MOST) {
            return List.of();
        }
        return ids.stream()
                .map(directory::evidence)
                .flatMap(Optional::stream)
                .filter(entry -> entry.isValidAt(now) && belongs(entry, chain))
                .filter(entry -> matter == null
                        || entry.caseId() == null
                        || entry.caseId().equals(matter))
                .toList();
    }

    private static boolean belongs(Evidence entry, List<Organisation> chain) {
        return chain.stream().anyMatch(link -> link.id().equals(entry.organisation()));
    }

    private List<Evidence> findByCase(String matter, List<Organisation> chain, Instant now) {
        var found = new ArrayList<Evidence>();
        for (var link : chain) {
            for (var entry : directory.evidence(link.id(), matter)) {
                if (entry.isValidAt(now)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    private static AttestedContext toContext(@Nullable String matter, List<Evidence> found) {
        var types = new HashSet<String>();
        var facts = new HashMap<String, List<String>>();
        for (var entry : found.size() > MOST ? List.<Evidence>of() : found) {
            types.add(entry.type());
            entry.facts().forEach((name, words) -> facts.merge(name, words, EvidenceLookup::concatDistinct));
        }
        facts.remove(ExemptionLookup.FACT);
        return new AttestedContext(types, facts, matter);
    }

    private static List<String> concatDistinct(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }
}
