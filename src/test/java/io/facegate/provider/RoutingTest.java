package io.facegate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Reply;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Passes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final Caller CALLER = new Caller(
            new Organisation("o", "O", "nonprofit", List.of(), Set.of(), false, null),
            List.of(),
            null,
            List.of(),
            "api_key",
            "key",
            null);

    @Test
    void aVendorThatIsNamedAnswersItsOwnWireAndTheEngineEveryOther() {
        var routing = new Routing(Map.of("azure_face", new Named("azure", true)), new Named("local", false));
        assertThat(answer(routing, "azure_face")).isEqualTo("azure");
        assertThat(answer(routing, "rekognition")).isEqualTo("local");
        assertThat(routing.erasesWhenDue(call("azure_face"))).isTrue();
        assertThat(routing.erasesWhenDue(call("rekognition"))).isFalse();
        assertThat(routing.doubts(CALLER, call("rekognition"))).isNull();
    }

    @Test
    void aWireThatNobodyAnswersIsDoubted() {
        var routing = new Routing(Map.of("azure_face", new Named("azure", true)), null);
        assertThat(routing.doubts(CALLER, call("azure_face"))).isNull();
        assertThat(routing.doubts(CALLER, call("rekognition"))).isEqualTo(Doubt.NO_PROVIDER);
        assertThat(routing.erasesWhenDue(call("rekognition"))).isFalse();
    }

    @Test
    void aCallIsJudgedAsWhoAnswersItSays() {
        var knowing = new Named("rekognition", false) {
            @Override
            public FaceCall judged(Caller caller, FaceCall asked) {
                return asked.doubted(Doubt.UNKNOWN_HANDLE);
            }
        };
        var routing = new Routing(Map.of("rekognition", knowing), new Named("local", false));
        assertThat(routing.judged(CALLER, call("rekognition")).doubt()).isEqualTo(Doubt.UNKNOWN_HANDLE);
        assertThat(routing.judged(CALLER, call("azure_face")).doubt()).isNull();
        assertThat(new Routing(Map.of(), null)
                        .judged(CALLER, call("rekognition"))
                        .doubt())
                .isEqualTo(Doubt.NO_PROVIDER);
    }

    private static String answer(Routing routing, String provider) {
        return ((Reply.Failed) routing.send(Passes.of(CALLER, call(provider)))).message();
    }

    private static FaceCall call(String provider) {
        return new FaceCall(
                provider, "Detect", Facts.of(Set.of(Capability.DETECT)), new Ask.Particular(""), Map.of(), null);
    }

    private static class Named implements Provider {
        private final String name;
        private final boolean erasesWhenDue;

        Named(String name, boolean erasesWhenDue) {
            this.name = name;
            this.erasesWhenDue = erasesWhenDue;
        }

        @Override
        public Doubt doubts(Caller caller, FaceCall call) {
            return null;
        }

        @Override
        public boolean erasesWhenDue(FaceCall call) {
            return erasesWhenDue;
        }

        @Override
        public Reply send(Cleared cleared) {
            return new Reply.Failed(Reply.Failure.UNSUPPORTED, name);
        }
    }
}
