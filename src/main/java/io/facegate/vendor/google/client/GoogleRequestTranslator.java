package io.facegate.vendor.google.client;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.catalogue.VendorApi;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Translator of calls from other wires to Google Vision, which finds and describes faces but recognises nobody. */
public final class GoogleRequestTranslator {
    private static final String VENDOR = "google_vision";

    /** Capabilities that Google adds for every face, requested or not. */
    private static final Set<Capability> ALWAYS = Set.of(Capability.ANALYZE_EMOTION, Capability.ANALYZE_OCCLUSION);

    private GoogleRequestTranslator() {}

    /** Returns the call as a Vision operation with all its capabilities there, or null when Vision cannot answer it. */
    public static @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        var operation = VendorApi.GOOGLE_VISION.answering(asked.request());
        if (operation == null || !canReturn(asked, via)) {
            return null;
        }
        var all = EnumSet.copyOf(asked.facts().capabilities());
        var spare = EnumSet.copyOf(ALWAYS);
        spare.removeAll(all);
        all.addAll(spare);
        var facts = Facts.of(all).referringTo(asked.facts().references()).withUnrequested(spare);
        return asked.routedTo(VENDOR, operation, via).withFacts(facts);
    }

    /** Other vendors' wires cannot return the attributes that this vendor infers. */
    private static boolean canReturn(FaceCall asked, CrossVendorRoute via) {
        var all = EnumSet.copyOf(asked.facts().capabilities());
        if (via.wire().equals(CrossVendorRoute.NEUTRAL)) {
            all.removeAll(ALWAYS);
        }
        return all.equals(Set.of(Capability.DETECT));
    }

    /** Returns the operation's parameters in the form of the vendor's own wire. */
    public static Map<String, @Nullable Object> params(FaceCall call) {
        var picture = call.request().pictures().getFirst();
        var request =
                Map.of("image", Map.of("content", picture), "features", List.of(Map.of("type", "FACE_DETECTION")));
        return Map.of("path", Map.of("version", "v1"), "query", Map.of(), "body", Map.of("requests", List.of(request)));
    }
}
