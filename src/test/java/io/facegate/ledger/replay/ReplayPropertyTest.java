package io.facegate.ledger.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.ledger.DecisionRecord;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.record.Commitment;
import io.facegate.ledger.record.RecordScanner;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.Worlds;
import io.facegate.policy.language.PolicyPack;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.language.Rule;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.erdtman.jcs.JsonCanonicalizer;

/** What holds of every judgement that is written down. */
class ReplayPropertyTest {
    private static final DecisionRecord.Names NAMES =
            (field, value) -> Commitment.compute(new byte[Commitment.SALT], field, value);

    @Property(tries = 2000)
    void whatIsReadFromItsRecordIsDecidedAndWrittenTheSame(@ForAll long seed) throws Exception {
        var world = new Worlds(seed);
        var rules = world.rules(60);
        var policies = PolicyEngine.of(new PolicySet(packs(rules), world.overrulings(rules), "d1".repeat(32)));
        for (int call = 0; call < 5; call++) {
            var asked = new Question(caller(world), call(world), "192.0.2.0/24", world.now());
            var judged = policies.decideForVendors(asked.caller(), asked.call(), asked.now());
            var question = new Question(asked.caller(), judged.call(), asked.source(), asked.now());
            var decision = judged.decision();
            var pledged = decision instanceof Decision.Permit
                    ? new DecisionRecord.PermitCommitments(world.now(), "a-review")
                    : null;
            var frame = new DecisionRecord.Frame("DECISION", "an-id", "a-boot", "0.1.0", NAMES, pledged);
            var record = DecisionRecord.bytes(frame, question, decision);
            assertThat(new RecordScanner().scan(record, 0, record.length)).isTrue();
            assertThat(text(record)).isEqualTo(text(new JsonCanonicalizer(record).getEncodedUTF8()));
            var read = RecordReader.read(record, 0, record.length);
            assertThat(read).as(text(record)).isInstanceOf(ReplayLine.Replayable.class);
            var recorded = ((ReplayLine.Replayable) read).recorded();
            assertThat(text(recorded.reproduce(policies))).isEqualTo(text(record));
            assertThat(recorded.decide(policies)).isEqualTo(decision);
        }
    }

    @Property(tries = 500)
    void noRecordHoldsAWordThatIsNotListed(@ForAll long seed) {
        var world = new Worlds(seed);
        var rules = world.rules(60);
        var policies = PolicyEngine.of(new PolicySet(packs(rules), "d1".repeat(32)));
        var caller = world.caller();
        var told = TestCaller.of(caller.organisation())
                .actingFor(caller.principals())
                .purpose(caller.purpose())
                .in(caller.places())
                .attested(new AttestedContext(
                        java.util.Set.of("a secret", "rumour"),
                        Map.of(
                                "place_type",
                                List.of("a secret place", "workplace"),
                                "people",
                                List.of("a secret number"),
                                "a_secret",
                                List.of("x")),
                        "a secret case"))
                .by(caller.method(), caller.key())
                .build();
        var question = new Question(told, world.call(), world.now());
        var frame = new DecisionRecord.Frame("DECISION", "an-id", "a-boot", "0.1.0", NAMES, null);
        var record =
                text(DecisionRecord.bytes(frame, question, policies.decide(told, question.call(), question.now())));
        assertThat(record)
                .doesNotContain("secret", "rumour")
                .contains("\"evidence\":[\"unknown\"]", "\"people=unknown\",\"place_type=unknown\"");
    }

    private static Caller caller(Worlds world) {
        var caller = world.caller();
        var context = new AttestedContext(
                caller.context().evidence(), caller.context().facts(), world.upTo(3) > 0 ? null : "case " + 7);
        var known = TestCaller.of(world.upTo(30) > 0 ? caller.organisation() : suspended(caller.organisation()));
        return (world.upTo(4) > 0 ? known : known.ofSandbox())
                .actingFor(caller.principals())
                .purpose(caller.purpose())
                .in(caller.places())
                .attested(context)
                .by(caller.method(), caller.key())
                .failing(world.upTo(30) > 0 ? null : PreconditionFailure.PURPOSE_CONFLICT)
                .build();
    }

    /** As it came, on the neutral wire, or on the wire of one vendor and to be answered by another. */
    private static FaceCall via(Worlds world, FaceCall call) {
        return switch (world.upTo(3)) {
            case 0 ->
                call.routedTo(
                        call.provider(),
                        call.operation(),
                        new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "Detect", null, "local"));
            case 1 -> {
                var other = world.call();
                yield call.routedTo(
                        call.provider(),
                        call.operation(),
                        new CrossVendorRoute(other.provider(), other.operation(), null, call.provider()));
            }
            default -> call;
        };
    }

    private static Organisation suspended(Organisation one) {
        return TestOrganisation.of(one.id(), one.type())
                .named(one.name())
                .in(one.jurisdictions())
                .purposes(one.purposes())
                .facts(one.facts())
                .suspended(true)
                .build();
    }

    private static FaceCall call(Worlds world) {
        var call = via(
                world, world.upTo(20) > 0 ? world.call() : world.call().withParams(Map.of("document", new byte[3])));
        return world.upTo(30) > 0 ? call : call.withPreconditionFailure(PreconditionFailure.MALFORMED_BODY);
    }

    private static List<PolicyPack> packs(List<Rule> rules) {
        Map<String, List<Rule>> packs = rules.stream().collect(Collectors.groupingBy(Rule::pack));
        return packs.entrySet().stream()
                .map(pack -> new PolicyPack(pack.getKey(), "A test", "Everybody.", pack.getValue()))
                .toList();
    }

    private static String text(byte[] record) {
        return new String(record, StandardCharsets.UTF_8);
    }
}
