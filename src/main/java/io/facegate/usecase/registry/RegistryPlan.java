package io.facegate.usecase.registry;

import io.facegate.registry.KeyRequest;
import io.facegate.registry.OrganisationReplacement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What applying a file of organisations changes.
 *
 * @param organisations those to add or change
 * @param keys those to mint
 * @param unchanged how many organisations of the file are as the file says
 * @param drift what is in the registry and not in the file: {@code organisation/ID} or {@code key/ID}; it stays
 */
public record RegistryPlan(
        List<OrganisationReplacement> organisations, List<KeyRequest> keys, int unchanged, List<String> drift) {
    public RegistryPlan {
        organisations = List.copyOf(organisations);
        keys = List.copyOf(keys);
        drift = List.copyOf(drift);
    }

    /** True if applying changes nothing. */
    public boolean isEmpty() {
        return organisations.isEmpty() && keys.isEmpty();
    }

    /**
     * One step.
     *
     * @param act {@code add}, {@code change}, {@code close}, {@code mint} or {@code drift}
     * @param fields of a change, each before and after
     */
    public record Step(String act, String subject, Map<String, Difference> fields) {}

    /** A field before and after; null where it is absent. */
    public record Difference(
            @Nullable Object before, @Nullable Object after) {}

    /** Every step, in the order in which it is done; drift last. */
    public List<Step> steps() {
        var all = new ArrayList<Step>();
        for (var one : organisations) {
            all.add(new Step(act(one), one.after().id(), differences(one)));
        }
        for (var key : keys) {
            var fields = new LinkedHashMap<String, Difference>();
            OrganisationFields.of(key).forEach((name, value) -> fields.put(name, new Difference(null, value)));
            all.add(new Step("mint", key.organisation(), fields));
        }
        drift.forEach(what -> all.add(new Step("drift", what, Map.of())));
        return all;
    }

    private static String act(OrganisationReplacement one) {
        if (one.before() == null) {
            return "add";
        }
        return one.after().state() == io.facegate.identity.OrganisationState.CLOSED ? "close" : "change";
    }

    private static Map<String, Difference> differences(OrganisationReplacement one) {
        var before = one.before() == null ? Map.<String, Object>of() : OrganisationFields.of(one.before());
        var after = OrganisationFields.of(one.after());
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        var all = new LinkedHashMap<String, Difference>();
        for (var name : names) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                all.put(name, new Difference(before.get(name), after.get(name)));
            }
        }
        return all;
    }
}
