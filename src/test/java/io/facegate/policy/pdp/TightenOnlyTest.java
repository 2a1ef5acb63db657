package io.facegate.policy.pdp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.call.Outcome;
import io.facegate.gateway.NoTerms;
import io.facegate.testkit.ReducedTries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Whatever a decision point answers, the only thing that agrees is a plain true; all else objects. */
@AddLifecycleHook(ReducedTries.class)
class TightenOnlyTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 20_000)
    void onlyAPlainTrueAgrees(
            @ForAll("statuses") int status, @ForAll("types") String type, @ForAll("bodies") byte[] body) {
        var verdict = DecisionPointAnswer.parse(status, type, body);
        boolean plain = status == 200 && type.startsWith("application/json") && plainTrue(body);
        assertThat(verdict instanceof DecisionPointAnswer.Agreed).isEqualTo(plain);
    }

    @Example
    void aNameThatIsNoUtf8IsNoneThatWasReadBefore() {
        assertThat(verdict("{\"decision\":true,\"context\":{\"d\":1}}")).isInstanceOf(DecisionPointAnswer.Agreed.class);
        assertThat(verdict("{\"decision\":true,\"context\":{\"\u00ffd\":1}}"))
                .isInstanceOf(DecisionPointAnswer.Invalid.class);
    }

    private static DecisionPointAnswer verdict(String latin) {
        return DecisionPointAnswer.parse(200, "application/json", latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Property(tries = 150)
    void theGateIsNeverMorePermissiveThanItsOwnPolicies(
            @ForAll boolean permitted,
            @ForAll("statuses") int status,
            @ForAll("bodies") byte[] body,
            @ForAll("delays") int millis,
            @ForAll("cuts") int cut)
            throws IOException {
        var bytes = status == 204 || status == 304 ? new byte[0] : body;
        int sent = cut < bytes.length ? cut : -1;
        var answer = Answer.of(status, bytes)
                .with("Content-Type", "application/json")
                .after(Duration.ofMillis(millis))
                .cutAfter(sent);
        try (var remote = FakeVendor.start().answers(answer);
                var point = AuthzenDecisionPoint.create(
                        new DecisionPointSettings(remote.url(), null, Duration.ofMillis(120)))) {
            var outcome = LocalGate.deciding(permitted)
                    .withDecisionPoint(point)
                    .process(LocalGate.anybody(), LocalGate::call, new NoTerms(), NOW)
                    .outcome();
            boolean agreed = status == 200 && plainTrue(bytes) && sent < 0 && millis == 0;
            if (!permitted) {
                assertThat(remote.seen()).isEmpty();
                assertThat(rule(outcome)).isEqualTo("own/no");
            } else if (outcome instanceof Outcome.Answered) {
                assertThat(agreed).isTrue();
            } else {
                assertThat(rule(outcome)).isIn("facegate/pdp_refused", "facegate/pdp_unavailable");
            }
        }
    }

    private static String rule(Outcome outcome) {
        return ((Outcome.Refused) outcome).refusal().rule();
    }

    /** What agreeing is, said another way: parsed leniently, and written again it must be what was sent. */
    private static boolean plainTrue(byte[] body) {
        JsonNode answer;
        try {
            answer = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            if (!dense(body).equals(dense(JSON.writeValueAsBytes(answer)))) {
                return false;
            }
        } catch (IOException broken) {
            return false;
        }
        var context = answer.get("context");
        var obligations = context == null ? null : context.get("obligations");
        return answer.isObject()
                && answer.get("decision") == JsonNodeFactory.instance.booleanNode(true)
                && (context == null || context.isObject())
                && (obligations == null || obligations.equals(JSON.createArrayNode()));
    }

    private static String dense(byte[] json) {
        return new String(json, StandardCharsets.ISO_8859_1).replaceAll("[ \\t\\n\\r]", "");
    }

    @Provide
    Arbitrary<Integer> statuses() {
        return Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(200)),
                Tuple.of(1, Arbitraries.integers().between(200, 599)));
    }

    @Provide
    Arbitrary<String> types() {
        return Arbitraries.frequency(
                Tuple.of(6, "application/json"),
                Tuple.of(2, "application/json; charset=utf-8"),
                Tuple.of(1, "text/html"),
                Tuple.of(1, ""));
    }

    @Provide
    Arbitrary<Integer> delays() {
        return Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(1, 1_500));
    }

    @Provide
    Arbitrary<Integer> cuts() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(Integer.MAX_VALUE)),
                Tuple.of(1, Arbitraries.integers().between(0, 20)));
    }

    /** Answers as they should be, nearly so, bitten into, and none at all. */
    @Provide
    Arbitrary<byte[]> bodies() {
        var decision = Arbitraries.of("true", "true", "true", "false", "\"true\"", "1", "null", "[true]", "{}");
        var obligations = Arbitraries.of("[]", "[]", "[{\"id\":\"1\",\"type\":\"custom\"}]", "{}", "null", "\"\"");
        var context = Combinators.combine(
                        Arbitraries.of(
                                "", "\"reason_user\":{\"403\":\"No.\"},", "\"id\":\"7\",", "\"reason_user\":[1],"),
                        obligations)
                .as((more, asked) -> "{" + more + "\"obligations\":" + asked + "}");
        var contexts = Arbitraries.oneOf(context, Arbitraries.of("{}", "null", "[]", "\"\"", "{\"a\":{\"b\":[1]}}"));
        var plain = decision.map(word -> "{\"decision\":" + word + "}");
        var full = Combinators.combine(decision, contexts)
                .as((word, more) -> "{\"decision\":" + word + ",\"context\":" + more + "}");
        var twice = Combinators.combine(decision, decision)
                .as((one, other) -> "{\"decision\":" + one + ",\"decision\":" + other + "}");
        var texts = Arbitraries.oneOf(plain, full, full, twice).map(text -> text.getBytes(StandardCharsets.UTF_8));
        var bitten = Combinators.combine(texts, Arbitraries.integers().between(0, 60), Arbitraries.bytes())
                .as(TightenOnlyTest::bitten);
        var noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        return Arbitraries.frequencyOf(Tuple.of(6, texts), Tuple.of(3, bitten), Tuple.of(1, noise));
    }

    private static byte[] bitten(byte[] text, int at, byte with) {
        var copy = text.clone();
        copy[at % copy.length] = with;
        return copy;
    }
}
