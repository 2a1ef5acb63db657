package io.facegate.ingress.azure;

import io.facegate.call.Ask;
import io.facegate.call.rest.Route;
import io.facegate.ingress.Confidence;
import io.facegate.ingress.Flaw;
import io.facegate.ingress.azure.rest.Parameters;
import java.time.Duration;

/** Says in neutral words what an operation asks; what is Azure's alone stays particular. */
final class Asks {
    private static final int CANDIDATES = 20;
    private static final int MOST_CANDIDATES = 1000;
    private static final long DAY = 86_400;

    private Asks() {}

    static Ask of(Route route, Parameters given) {
        try {
            if (given.flaw() != null) {
                throw given.flaw();
            }
            Forms.check(route, given);
            return read(route, new Values(given));
        } catch (Flaw flaw) {
            return flaw.ask();
        }
    }

    private static Ask read(Route route, Values values) {
        return switch (route.operation()) {
            case "Detect" -> detect(values);
            case "Verify" ->
                values.has("faceId1")
                        ? new Ask.CompareKept(values.uuid("faceId1"), values.uuid("faceId2"))
                        : particular("compares no face with a person");
            case "FindSimilar" ->
                values.has("faceIds")
                        ? new Ask.SearchKept(
                                values.uuid("faceId"),
                                values.uuids("faceIds", 1, MOST_CANDIDATES),
                                "matchFace".equals(values.given().body().get("mode")) ? 0 : Confidence.SAME,
                                values.count("maxNumOfCandidatesReturned", MOST_CANDIDATES, CANDIDATES))
                        : particular("keeps no face lists");
            case "Identify" -> identify(values);
            case "Group" -> {
                values.uuids("faceIds", 2, MOST_CANDIDATES);
                yield particular("does not group faces");
            }
            default -> particular("does not answer " + route.operation());
        };
    }

    /** Bounds what is asked of the vendor, too: a list of faces is a gallery nobody registered. */
    private static Ask identify(Values values) {
        values.uuids("faceIds", 1, 10);
        if (values.has("personIds")) {
            values.uuids("personIds", 1, 30);
        }
        values.count("maxNumOfCandidatesReturned", 100, 10);
        if (values.has("confidenceThreshold") && Variants.threshold(values.given()) == null) {
            throw new Flaw("confidenceThreshold must be a number from 0 to 1.");
        }
        return particular("keeps no person groups");
    }

    private static Ask detect(Values values) {
        var keep = Duration.ofSeconds(values.seconds("faceIdTimeToLive", 60, DAY, DAY));
        var given = values.given();
        var picture = given.picture();
        if (picture == null) {
            return particular("fetches no picture");
        }
        if (given.listed(Variants.ATTRIBUTES).stream().anyMatch(name -> !name.equals(Bodies.HEAD_POSE))) {
            return particular("gives no attribute of a face but " + Bodies.HEAD_POSE);
        }
        return given.asks(Variants.FACE_ID, true) ? new Ask.DetectKeeping(picture, keep) : new Ask.Detect(picture);
    }

    private static Ask particular(String what) {
        return new Ask.Particular("The embedded engine " + what + ".");
    }
}
