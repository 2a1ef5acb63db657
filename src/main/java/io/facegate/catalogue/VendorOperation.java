package io.facegate.catalogue;

import io.facegate.call.Capability;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's operation, as its catalogue has it.
 *
 * @param route its method and path; null where the operation's name is sent instead
 * @param parameters all parameters of its body in the vendor's model
 * @param similarity the parameter with the requested similarity, or null
 */
public record VendorOperation(
        String name,
        @Nullable RestOperation route,
        Classification classification,
        Set<String> parameters,
        @Nullable SimilarityParameter similarity,
        ObligationTargets enforcement,
        OperationEffect effect) {
    public VendorOperation {
        parameters = Set.copyOf(parameters);
    }

    /**
     * What it does to faces.
     *
     * @param capabilities capabilities regardless of the parameters
     * @param ifSeveral capabilities added if the target picture holds more than one face
     * @param decidedBy the parameter that can change its capabilities, or null
     * @param answers calls of other wires that it answers, by the names of their normalized requests
     * @param also what else can change them, in sentences for people; the vendor's wire knows the rules
     */
    public record Classification(
            Set<Capability> capabilities,
            Set<Capability> ifSeveral,
            @Nullable String decidedBy,
            Set<String> answers,
            List<String> also) {
        public Classification {
            capabilities = Set.copyOf(capabilities);
            also = List.copyOf(also);
            ifSeveral = Set.copyOf(ifSeveral);
        }
    }

    /**
     * The parameter with the requested similarity.
     *
     * @param vendorDefault the vendor's default, in the vendor's numbers, if it is documented
     */
    public record SimilarityParameter(String name, OptionalDouble vendorDefault) {}

    /** Operation names of all APIs: the vendors' and the neutral API. */
    public static Set<String> names() {
        var names = new TreeSet<>(NeutralOperationNames.NAMES);
        for (var api : VendorApi.values()) {
            names.addAll(api.catalogue().operations().keySet());
        }
        return names;
    }

    /** Capabilities regardless of the parameters. */
    public Set<Capability> capabilities() {
        return classification.capabilities();
    }

    /** Capabilities added if the target picture holds more than one face. */
    public Set<Capability> ifSeveral() {
        return classification.ifSeveral();
    }

    /** The parameter that can change its capabilities, or null. */
    public @Nullable String decidedBy() {
        return classification.decidedBy();
    }

    /**
     * True if a call can have more capabilities than these. The catalogues of REST APIs do not say where parameters or
     * pictures add a capability.
     */
    public boolean dependsOnContent() {
        return route != null || decidedBy() != null || !ifSeveral().isEmpty();
    }

    /** The parameter with the requested similarity, or null. */
    public @Nullable String threshold() {
        return similarity == null ? null : similarity.name();
    }

    /** The vendor's default for that parameter, in the vendor's numbers; 0 without one. */
    public double thresholdDefault() {
        return similarity == null ? 0 : similarity.vendorDefault().orElse(0);
    }

    /** True if its path, its query or its body has that parameter. */
    public boolean takes(String parameter) {
        return parameters.contains(parameter)
                || (route != null
                        && (route.query().contains(parameter)
                                || route.path().stream()
                                        .anyMatch(segment -> RestOperation.open(segment)
                                                && RestOperation.name(segment).equals(parameter))));
    }

    /** The parameter in which the caller names the resource that it creates, or null. */
    public @Nullable String newNameParameter() {
        var makes = effect.makes();
        return makes != null && !makes.anyNumber() && takes(makes.field()) ? makes.field() : null;
    }
}
