package io.facegate.ledger;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Refusal;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Ledger.Question;
import io.facegate.policy.Decision;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Real values of the neighbouring rooms, for the ledger's tests. */
public final class Sample {
    public static final Instant NOW = Instant.parse("2026-11-24T22:51:07.042Z");
    public static final String DIGEST = "5f2a".repeat(16);
    /** As a gateway runs it. */
    public static final LedgerSettings STRICT = LedgerSettings.defaults("0.2.0");

    /** Patient, for tests that are not about time and may run on a busy machine. */
    public static final LedgerSettings SETTINGS = STRICT.withDeadline(java.time.Duration.ofSeconds(10));

    private Sample() {}

    public static Organisation nonprofit() {
        return TestOrganisation.of("hope", "nonprofit.child_protection")
                .named("Hope for Children")
                .in("US-OR/portland")
                .purposes("missing_child")
                .build();
    }

    public static Organisation police() {
        return TestOrganisation.of("metro-pd", "law_enforcement.police")
                .named("Metro Police")
                .in("US-WA")
                .purposes("investigation")
                .build();
    }

    public static Caller caller(Organisation organisation, String purpose) {
        return TestCaller.of(organisation)
                .purpose(purpose)
                .in(organisation.jurisdictions())
                .by("sigv4", "AKIAFACEGATE0000001")
                .build();
    }

    /** The same call with a key of the sandbox. */
    public static Question askedInSandbox() {
        var organisation = nonprofit();
        var caller = TestCaller.of(organisation)
                .purpose("missing_child")
                .in(organisation.jurisdictions())
                .by("sigv4", "AKIAFACEGATESANDBOX")
                .ofSandbox()
                .build();
        return new Question(caller, detect(), "192.0.2.0/24", NOW);
    }

    public static FaceCall detect() {
        var picture = new Picture(new byte[70_000], Picture.Format.JPEG, 640, 480);
        return new FaceCall(
                "rekognition",
                "DetectFaces",
                FaceCall.Facts.of(Set.of(Capability.DETECT)),
                new NormalizedRequest.Detect(picture),
                Map.of("Image", Map.of("Bytes", picture)),
                null);
    }

    public static FaceCall search(String gallery) {
        var picture = new Picture(new byte[1_000], Picture.Format.JPEG, 64, 48);
        var facts = FaceCall.Facts.of(Set.of(Capability.IDENTIFY_RETRO, Capability.IDENTIFY_LIVE))
                .inGallery(gallery)
                .withThreshold(0.8);
        return new FaceCall(
                "rekognition",
                "SearchFacesByImage",
                facts,
                new NormalizedRequest.SearchByPicture(gallery, picture, 0.8, 10),
                Map.of(),
                null);
    }

    public static Question asked(Instant now) {
        return new Question(caller(nonprofit(), "missing_child"), detect(), "192.0.2.0/24", now);
    }

    public static Question asked() {
        return asked(NOW);
    }

    public static Question askedByPolice() {
        return new Question(caller(police(), "investigation"), search("suspects"), "198.51.100.0/24", NOW);
    }

    public static Decision.Permit permit() {
        return new Decision.Permit("base/nonprofit-detect", List.of("base/nonprofit-detect"), DIGEST);
    }

    public static Decision.Refuse refuse() {
        var refusal = new Refusal(
                "moratorium",
                "amazon-rekognition-2020/police",
                "The vendor does not offer this to police.",
                "Amazon, announcement of 10 June 2020: “a one-year moratorium”",
                "2026-11-01",
                "Write to the operator.");
        return new Decision.Refuse(
                refusal,
                "organisation: law_enforcement.police",
                List.of("amazon-rekognition-2020/police", "base/police"),
                DIGEST);
    }
}
