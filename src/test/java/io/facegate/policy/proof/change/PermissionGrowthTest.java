package io.facegate.policy.proof.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.policy.language.PolicySet;
import io.facegate.policy.proof.model.AnalysisLimits;
import io.facegate.policy.reading.PolicyFiles;
import io.facegate.policy.reading.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which changes permit more, and which do not. */
class PermissionGrowthTest {
    private static final AnalysisLimits LIMITS = AnalysisLimits.defaults(Instant.parse("2026-11-28T12:00:00Z"));

    @Test
    void aCallThatBecomesPermittedIsShown() {
        assertThat(growth(rule("permit", "detect", ""), rule("permit", "[detect, verify]", "")))
                .startsWith("it permits calls that are refused so far, such as ")
                .contains("verify", "refused by facegate/no_rule_permits so far", "then permitted by p/r");
    }

    @Test
    void whatRefusesMoreOrChangesOnlyWordsIsNoMore() {
        assertThat(growth(rule("permit", "[detect, verify]", ""), rule("permit", "detect", "")))
                .isNull();
        assertThat(growth(rule("permit", "detect", ""), rule("permit", "detect", "    # another word\n")))
                .isNull();
        assertThat(growth(rule("permit", "detect", ""), rule("permit", "detect", "") + refusal("verify", "")))
                .isNull();
    }

    @Test
    void aRefusalThatIsWeakenedIsMore() {
        var before = rule("permit", "[detect, verify]", "") + refusal("verify", "");
        assertThat(growth(before, rule("permit", "[detect, verify]", ""))).contains("refused by p/no-verify so far");
        for (var mode : new String[] {"warn", "shadow"}) {
            assertThat(growth(before, rule("permit", "[detect, verify]", "") + refusal("verify", "    mode: " + mode)))
                    .as(mode)
                    .contains("refused by p/no-verify so far");
        }
    }

    /** A bundle cannot hide what it permits later. */
    @Test
    void whatIsPermittedLaterIsMoreToday() {
        assertThat(growth(
                        rule("permit", "detect", ""),
                        rule("permit", "detect", "") + rule2("    from: 2027-06-01\n    zone: UTC\n")))
                .contains("it permits calls that are refused so far");
        assertThat(growth(
                        rule("permit", "detect", "") + refusal("verify", "") + rule2(""),
                        rule("permit", "detect", "")
                                + refusal("verify", "    until: 2027-06-01\n    zone: UTC\n")
                                + rule2("")))
                .contains("it permits calls that are refused so far");
    }

    @Test
    void anObligationThatIsDroppedIsMore() {
        var asking = rule("permit", "verify", "    obligations: {min_similarity: 0.99}\n");
        assertThat(growth(asking, rule("permit", "verify", ""))).startsWith("it no longer asks for ");
        assertThat(growth(rule("permit", "verify", ""), asking)).isNull();
    }

    /** A permit must cover every place of a call, so nothing changes for a call with one place. */
    @Test
    void whatOnlyCallsWithSeveralValuesGainIsMore() {
        var one = "  - id: one\n    effect: permit\n    match: {capability: verify, jurisdiction: US-OR}\n";
        var other = "  - id: other\n    effect: permit\n    match: {capability: verify, jurisdiction: FR}\n";
        var both = "  - id: both\n    effect: permit\n    match: {capability: verify, jurisdiction: [US-OR, FR]}\n";
        assertThat(growth(one + other, both)).contains("calls with several values of one attribute", "p/both");
        assertThat(growth(both, one + other)).isNull();
    }

    /** Whoever overrides a disputed rule so that more is permitted needs a second person; taking it back needs none. */
    @Test
    void anOverrideOfADisputedPermitIsMore() {
        var disputed = read(DISPUTED, null);
        var overridden = read(DISPUTED, OVERRIDE);
        assertThat(PermissionGrowth.find(disputed, overridden, LIMITS))
                .startsWith("it permits calls that are refused so far, such as ")
                .contains("refused by facegate/no_rule_permits so far", "then permitted by p/r");
        assertThat(PermissionGrowth.find(overridden, disputed, LIMITS)).isNull();
    }

    private static final String DISPUTED = rule("permit", "verify", "    status: disputed\n");
    private static final String OVERRIDE = """
            overrides:
              - {rule: p/r, by: Jane Doe, reason: Counsel read the law., on: 2026-11-20}
            """;

    private static PolicySet read(String rules, @Nullable String overrides) {
        var files = new TreeMap<String, byte[]>();
        files.put("p.yaml", set(rules).getBytes(StandardCharsets.UTF_8));
        if (overrides != null) {
            files.put("overrides.yaml", overrides.getBytes(StandardCharsets.UTF_8));
        }
        return PolicyReader.read(files);
    }

    @Test
    void theShippedPoliciesAreComparedWhole() {
        var files = PolicyFiles.read(Path.of("policies"));
        var stricter = new TreeMap<>(files);
        stricter.put("zz-none.yaml", set(refusal("verify", "")).getBytes(StandardCharsets.UTF_8));
        stricter.put(
                "zz-none.yaml",
                new String(stricter.get("zz-none.yaml"), StandardCharsets.UTF_8)
                        .replace("pack: p", "pack: zz-none")
                        .getBytes(StandardCharsets.UTF_8));
        var shipped = PolicyReader.read(files);
        var less = PolicyReader.read(stricter);
        assertThat(PermissionGrowth.find(shipped, less, LIMITS)).isNull();
        assertThat(PermissionGrowth.find(less, shipped, LIMITS)).contains("zz-none/no-verify");
    }

    private static @Nullable String growth(String before, String after) {
        return PermissionGrowth.find(read(before), read(after), LIMITS);
    }

    private static PolicySet read(String rules) {
        return PolicyReader.read(Map.of("p.yaml", set(rules).getBytes(StandardCharsets.UTF_8)));
    }

    private static String set(String rules) {
        return "pack: p\ntitle: A test\nbinds: Everybody.\nrules:\n" + rules;
    }

    private static String rule(String effect, String capability, String more) {
        return "  - id: r\n    effect: " + effect + "\n    match: {capability: " + capability + "}\n" + more;
    }

    private static String rule2(String more) {
        return "  - id: later\n    effect: permit\n    match: {capability: verify}\n" + more;
    }

    private static String refusal(String capability, String more) {
        return "  - id: no-" + capability + "\n    effect: refuse\n    match: {capability: " + capability + "}\n"
                + "    reason: {code: no, text: No.}\n    citation: {ref: A law, checked: 2026-11-24}\n" + more
                + (more.isEmpty() || more.endsWith("\n") ? "" : "\n");
    }
}
