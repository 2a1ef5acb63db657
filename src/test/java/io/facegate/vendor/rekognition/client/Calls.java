package io.facegate.vendor.rekognition.client;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Callers and calls that the tests of this room share. */
final class Calls {
    static final Organisation NONPROFIT = organisation("rescue", null);
    static final Organisation WITH_ROLE = organisation("rescue", "arn:aws:iam::123456789012:role/faces");

    private Calls() {}

    static Organisation organisation(String id, @Nullable String role) {
        return TestOrganisation.of(id, "nonprofit.child_protection")
                .named("Rescue")
                .in("US")
                .purposes("find_children")
                .role(role)
                .build();
    }

    static Caller caller(Organisation organisation, Organisation... principals) {
        return TestCaller.of(organisation)
                .actingFor(principals)
                .purpose("find_children")
                .in("US")
                .by("sigv4", "FGKEY")
                .build();
    }

    static FaceCall call(String operation, Map<String, @Nullable Object> params) {
        return call(operation, Facts.of(Set.of(Capability.DETECT)), params);
    }

    static FaceCall asking(String operation, Capability... capabilities) {
        return call(operation, Facts.of(Set.of(capabilities)), Map.of());
    }

    static FaceCall pointing(String operation, Reference reference) {
        return call(operation, Facts.of(Set.of(Capability.DETECT)).referringTo(Set.of(reference)), Map.of());
    }

    static FaceCall call(String operation, Facts facts, Map<String, @Nullable Object> params) {
        return new FaceCall(
                "rekognition", operation, facts, new NormalizedRequest.VendorSpecific("as asked"), params, null);
    }

    /** DetectFaces over so many bytes, with a value of each kind beside them. */
    static Map<String, @Nullable Object> detect(int bytes) {
        var params = new LinkedHashMap<String, @Nullable Object>();
        params.put("Image", Map.of("Bytes", picture(bytes)));
        params.put("Attributes", List.of("DEFAULT"));
        return params;
    }

    static Picture picture(int bytes) {
        var content = new byte[bytes];
        new java.util.Random(bytes).nextBytes(content);
        return new Picture(content, Picture.Format.JPEG, 80, 80);
    }
}
