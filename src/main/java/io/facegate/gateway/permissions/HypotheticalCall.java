package io.facegate.gateway.permissions;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.policy.vocabulary.Vendor;
import io.facegate.vendor.neutral.wire.NeutralOperation;
import io.facegate.vendor.wire.OperationOutline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call that nobody made: of one operation, and nothing else of it is known.
 *
 * @param wire the API: a vendor's word, or {@code facegate}
 * @param provider the provider for policies
 * @param capabilities those of every call
 * @param ifSeveral those added where the target picture holds several faces
 * @param dependsOn words for what else of a call's content can add capabilities
 * @param translatable whether a route may lead it to another vendor
 */
record HypotheticalCall(
        String wire,
        String provider,
        String operation,
        Set<Capability> capabilities,
        Set<Capability> ifSeveral,
        List<String> dependsOn,
        boolean translatable) {
    /** A call of no operation. */
    static final HypotheticalCall NONE = new HypotheticalCall("", "", "", Set.of(), Set.of(), List.of(), false);

    static final String FACE_COUNT = "face_count";
    private static final String CONTENT = "content";

    /**
     * All operations of all wires.
     *
     * @param providers names of the configured providers
     */
    static List<HypotheticalCall> all(List<String> providers) {
        var all = new ArrayList<HypotheticalCall>();
        OperationOutline.all().forEach(outline -> all.add(of(outline)));
        for (var provider : providers) {
            for (var word : providerWords(provider)) {
                NeutralOperation.all().forEach(operation -> all.add(of(word, operation)));
            }
        }
        return List.copyOf(all);
    }

    private static HypotheticalCall of(OperationOutline outline) {
        return new HypotheticalCall(
                outline.api(),
                outline.api(),
                outline.operation(),
                outline.capabilities(),
                outline.ifSeveral(),
                outline.dependsOn(),
                outline.translatable());
    }

    private static HypotheticalCall of(String provider, NeutralOperation operation) {
        var on = new ArrayList<>(operation.dependsOn());
        if (!provider.equals(Vendor.LOCAL.code())) {
            // A vendor's own call may have capabilities that the neutral one does not ask for.
            on.add(CONTENT);
        }
        return new HypotheticalCall(
                CrossVendorRoute.NEUTRAL, provider, operation.name(), operation.capabilities(), Set.of(), on, false);
    }

    /** The words that policies have for a configured provider; one provider may have several APIs. */
    static List<String> providerWords(String name) {
        return Arrays.stream(Vendor.values())
                .map(Vendor::code)
                .filter(word -> word.equals(name) || word.startsWith(name + '_'))
                .filter(word -> OperationOutline.isApi(word) || word.equals(name))
                .toList();
    }

    boolean isNeutral() {
        return wire.equals(CrossVendorRoute.NEUTRAL);
    }

    /** The call with the capabilities that every such call has. */
    FaceCall plain() {
        return call(provider, capabilities);
    }

    /** The same call for another provider. */
    FaceCall plainFor(String other) {
        return call(other, capabilities);
    }

    /** The call with all capabilities that are known to be added by what it shows, or by earlier calls. */
    FaceCall whole(boolean several, boolean together) {
        var all = EnumSet.noneOf(Capability.class);
        all.addAll(capabilities);
        if (several) {
            all.addAll(ifSeveral);
        }
        if (together) {
            all.addAll(together());
        }
        return call(provider, all);
    }

    /** What many such calls may amount to. */
    Set<Capability> together() {
        var all = EnumSet.noneOf(Capability.class);
        for (var one : capabilities) {
            if (one == Capability.VERIFY) {
                all.add(Capability.IDENTIFY_RETRO);
            }
            if (one.isWithin(Capability.IDENTIFY)) {
                all.add(Capability.VIDEO_IDENTIFY);
            }
        }
        return all;
    }

    private FaceCall call(String named, Set<Capability> some) {
        return new FaceCall(
                named,
                operation,
                FaceCall.Facts.of(some),
                new NormalizedRequest.VendorSpecific("It is a question, not a call."),
                Map.of(),
                null);
    }
}
