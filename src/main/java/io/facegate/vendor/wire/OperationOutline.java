package io.facegate.vendor.wire;

import io.facegate.call.Capability;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What is known of an operation of a vendor's API before it is called.
 *
 * @param api the API's word in policies
 * @param capabilities those of every call
 * @param ifSeveral those added where the target picture holds several faces
 * @param dependsOn words for what else of a call's content can add capabilities
 * @param translatable whether a route may lead a call to another vendor
 */
public record OperationOutline(
        String api,
        String operation,
        Set<Capability> capabilities,
        Set<Capability> ifSeveral,
        List<String> dependsOn,
        boolean translatable) {
    private static final String CONTENT = "content";
    private static final String SESSION = "session";

    public OperationOutline {
        dependsOn = List.copyOf(dependsOn);
    }

    /** The operations of all APIs that have a catalogue. */
    public static List<OperationOutline> all() {
        return Arrays.stream(VendorApi.values())
                .flatMap(api ->
                        api.catalogue().operations().values().stream().map(operation -> of(api.word(), operation)))
                .toList();
    }

    /** True if an API of that word has a catalogue. */
    public static boolean isApi(String word) {
        return VendorApi.fromWord(word) != null;
    }

    private static OperationOutline of(String api, VendorOperation operation) {
        var on = new ArrayList<String>();
        if (operation.decidedBy() != null) {
            on.add("parameter:" + operation.decidedBy());
        }
        // The catalogues of REST APIs do not say where parameters or pictures add a capability.
        boolean untold = operation.route() != null
                || !operation.classification().also().isEmpty()
                || operation.capabilities().isEmpty();
        if (untold) {
            on.add(CONTENT);
        }
        if (operation.capabilities().contains(Capability.JOB_RESULT)) {
            on.add(SESSION);
        }
        return new OperationOutline(
                api,
                operation.name(),
                operation.capabilities(),
                operation.ifSeveral(),
                on,
                !operation.classification().answers().isEmpty());
    }
}
