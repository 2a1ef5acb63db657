package io.facegate.usecase.registry;

import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationVerification;
import io.facegate.identity.PurposeTerms;
import io.facegate.identity.RegisteredResource;
import io.facegate.registry.KeyEntry;
import io.facegate.registry.KeyRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An organisation and its keys in the words of a file of organisations: texts, lists and maps, nothing that is absent. */
final class OrganisationFields {
    private OrganisationFields() {}

    static Map<String, Object> of(Organisation one) {
        var all = new LinkedHashMap<String, Object>();
        all.put("id", one.id());
        all.put("name", one.name());
        all.put("type", one.type());
        all.put("state", one.state().code());
        var how = one.verification();
        if (how != null) {
            all.put("verification", verification(how));
        }
        put(all, "jurisdictions", List.copyOf(new TreeSet<>(one.jurisdictions())));
        put(all, "purposes", purposes(one));
        put(all, "facts", facts(one));
        put(all, "parent", one.relations().parent());
        put(all, "acts_for", List.copyOf(new TreeSet<>(one.relations().actsFor())));
        put(all, "contact", one.relations().contact());
        put(all, "aws_role", one.upstreamRole());
        put(all, "resources", resources(one));
        return all;
    }

    private static List<Object> purposes(Organisation one) {
        return new TreeMap<>(one.purposeTerms())
                .entrySet().stream()
                        .map(each -> purpose(each.getKey(), each.getValue()))
                        .toList();
    }

    private static List<String> facts(Organisation one) {
        return new TreeMap<>(one.facts())
                .entrySet().stream()
                        .flatMap(
                                fact -> new TreeSet<>(fact.getValue()).stream().map(word -> fact.getKey() + '=' + word))
                        .toList();
    }

    private static List<String> resources(Organisation one) {
        return one.resources().stream().map(RegisteredResource::format).sorted().toList();
    }

    private static Map<String, Object> verification(OrganisationVerification how) {
        var all = new LinkedHashMap<String, Object>();
        all.put("kind", how.kind());
        all.put("reference", how.reference());
        all.put("by", how.by());
        all.put("on", how.on().toString());
        put(all, "until", text(how.until()));
        return all;
    }

    private static Object purpose(String word, PurposeTerms terms) {
        if (terms.equals(PurposeTerms.NONE)) {
            return word;
        }
        var all = new LinkedHashMap<String, Object>();
        all.put("purpose", word);
        put(all, "evidence", terms.evidence());
        put(all, "basis", terms.basis());
        put(all, "from", text(terms.from()));
        put(all, "until", text(terms.until()));
        return all;
    }

    static Map<String, Object> of(KeyEntry key) {
        var request = key.request();
        if (request.label() != null && !key.isOfCertificate()) {
            return of(request);
        }
        var all = new LinkedHashMap<String, Object>();
        all.put("id", key.id());
        all.putAll(of(request.withLabel(null)));
        return all;
    }

    /** What a key is to be. */
    static Map<String, Object> of(KeyRequest request) {
        var all = new LinkedHashMap<String, Object>();
        put(all, "label", request.label());
        put(all, "for", request.principals());
        put(all, "purpose", request.purpose());
        put(all, "case", request.caseId());
        put(all, "from", text(request.limits().from()));
        put(all, "expires", text(request.expires()));
        put(all, "wires", request.limits().wires());
        put(all, "places", request.limits().places());
        if (request.sandbox()) {
            all.put("sandbox", "true");
        }
        return all;
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static void put(Map<String, Object> to, String name, @Nullable Object value) {
        if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
            to.put(name, value);
        }
    }
}
