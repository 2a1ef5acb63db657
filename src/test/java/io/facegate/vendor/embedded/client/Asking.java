package io.facegate.vendor.embedded.client;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.EnginePass;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.testkit.TestPlan;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One organisation that asks the engine, as if every call were permitted. */
record Asking(EmbeddedProvider engine, Caller caller) {
    static Asking as(EmbeddedProvider engine, String organisation, String... principals) {
        return as(engine, "missing_child", organisation(organisation), principals);
    }

    private static Asking as(EmbeddedProvider engine, String purpose, Organisation who, String... principals) {
        var others = Stream.of(principals).map(Asking::organisation).toList();
        return new Asking(
                engine,
                TestCaller.of(who)
                        .actingFor(others)
                        .purpose(purpose)
                        .by("sigv4", "key")
                        .build());
    }

    /** The same organisation, declaring another purpose. */
    Asking declaring(String purpose) {
        return as(engine, purpose, caller.organisation());
    }

    /** Why the engine would not have it judged on its merits, or null. */
    PreconditionFailure doubt(NormalizedRequest ask) {
        return TestPlan.failure(engine, caller, call(ask, Facts.of(Set.of())));
    }

    /** Since when the engine keeps that gallery for it, or null. */
    Instant since(String gallery) {
        var facts = Facts.of(Set.of()).inGallery(gallery);
        return TestPlan.ownedSince(engine, caller, call(new NormalizedRequest.DescribeGallery(gallery), facts));
    }

    private static Organisation organisation(String id) {
        return TestOrganisation.of(id, "nonprofit").build();
    }

    Reply ask(NormalizedRequest ask) {
        return ask(ask, Set.of());
    }

    Reply ask(NormalizedRequest ask, Set<Capability> capabilities) {
        return engine.send(EnginePass.of(caller, call(ask, Facts.of(capabilities))));
    }

    static FaceCall call(NormalizedRequest ask, Facts facts) {
        return new FaceCall("rekognition", "Any", facts, ask, Map.of(), null);
    }

    <T extends Reply> T ask(NormalizedRequest ask, Class<T> expected) {
        return expected.cast(ask(ask));
    }

    Reply.Failure failure(NormalizedRequest ask) {
        return ask(ask, Reply.Failed.class).kind();
    }
}
